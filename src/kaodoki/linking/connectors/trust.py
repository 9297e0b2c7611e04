"""Which certificates other sides may show: read once for a process. Reading them takes longer than many requests do."""

import ssl
from functools import cache

import httpx2


@cache
def trusted_certificates() -> ssl.SSLContext:
    """For `verify=`. No variable of the environment changes it."""
    return httpx2.create_ssl_context(trust_env=False)

"""Keeps the certificate of our own authority good while everything runs: in time, and for the address we have now."""

import time
from dataclasses import replace

from kaodoki.project.environment import INTERNAL_TABLETS
from kaodoki.project.processes import Process
from kaodoki.project.supervisor_options import Options
from kaodoki.project.supervisor_parts import certificate_folder, certificate_for, makes_certificate, tablets_url
from kaodoki.project.tls import is_due

LOOK_INTERVAL_S = 60.0


class CertificateWatch:
    """Looks once a minute. The authority stays, so tablets that trust it notice only a second without an answer."""

    def __init__(self, options: Options, *, interval_s: float = LOOK_INTERVAL_S) -> None:
        self._options = options
        self._interval_s = interval_s
        self._look_at = time.monotonic() + interval_s

    def renew(self, web: Process) -> bool:
        """Signs anew if due and lets the web process start again with it; raises `OSError` if it cannot be kept."""
        now = time.monotonic()
        if now < self._look_at or not makes_certificate(self._options):
            return False
        self._look_at = now + self._interval_s
        if not is_due(certificate_folder(self._options), self._options.host):
            return False
        certificate_for(self._options)
        address = tablets_url(self._options)
        told = {INTERNAL_TABLETS: address} if address else {}
        web.part = replace(web.part, environment={**web.part.environment, **told})
        web.ask_to_stop()  # its supervisor starts it again
        return True

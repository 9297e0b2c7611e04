"""The language of what the command line says."""

import os


def language() -> str:
    """ "ja" or "en", by LC_ALL or LANG."""
    return "ja" if (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").startswith("ja") else "en"

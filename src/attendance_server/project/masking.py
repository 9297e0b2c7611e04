"""Tokens stand in the paths of the token endpoints; no log may show them."""

import logging
import re

_IN_PATH = re.compile(r"(/tokens/)[^/\s\"'?]+")


class MaskTokens(logging.Filter):
    """Replaces the token in any logged path."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        masked = _IN_PATH.sub(r"\1***", message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True

"""HEIC by a child process: whatever its decoder does with a hostile file happens over there, within bounds."""

import signal
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.faces.errors import ImageTooComplex, ImageUnreadable

PATIENCE_S: Final = 30.0
"""About ten times what 50 megapixels take on one core."""

TOO_LARGE: Final = 3
TOO_COMPLEX: Final = 4
"""The child's exit codes. Written there too, because it imports nothing of ours."""

_CHILD: Final = Path(__file__).with_name("heif_child.py")
_ENVIRONMENT: Final = {"OPENBLAS_NUM_THREADS": "1"}
"""Nothing of ours: a decoder that was taken over should find no key."""

_places: Final = threading.BoundedSemaphore(2)
"""Children at a time, each with up to 2 GB; others wait."""


class HeifTooLarge(Exception):
    """More pixels than allowed. Not for people: `decoding` knows the limits to tell them."""


def decode_heif(data: bytes, *, most_pixels: int, long_side: int, patience_s: float = PATIENCE_S) -> NDArray[np.uint8]:
    """The primary picture as H×W×3 BGR, see `heif_child`.

    Raises `HeifTooLarge`, `ImageTooComplex` if the child ran out of time or memory, else `ImageUnreadable`.
    """
    command = [sys.executable, "-I", str(_CHILD), str(most_pixels), str(long_side)]
    with _places:
        try:
            done = subprocess.run(
                command, input=data, capture_output=True, env=_ENVIRONMENT, timeout=patience_s, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise ImageTooComplex from error
    if done.returncode != 0:
        raise failure_of(done.returncode)
    height, width = struct.unpack_from("<II", done.stdout)
    return np.frombuffer(done.stdout, dtype=np.uint8, offset=8).reshape(height, width, 3)


def failure_of(returncode: int) -> Exception:
    """What the child's end says about the file. A negative code is the signal that ended it."""
    if returncode == TOO_LARGE:
        return HeifTooLarge()
    return ImageTooComplex() if returncode in (TOO_COMPLEX, -signal.SIGXCPU, -signal.SIGKILL) else ImageUnreadable()

"""One process that decodes what it is sent and says what came of it. It may crash: `bench.fuzz` starts another.

Cases come on standard input as a length and the bytes; each answer is a length and a JSON document. The first one says
that the worker is ready.
"""

import contextlib
import json
import math
import os
import resource
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.errors import KaodokiError
from kaodoki.faces import Engine, heif_child, load_engine
from kaodoki.faces.decoding import MEGA, PHOTO_LIMITS, ImageKind, ImageLimits, decode_image, recognise
from kaodoki.faces.errors import ImageError, ImageTooLarge, ImageUnreadable

MEMORY: Final = 3 << 30
"""Address space beyond what the libraries take."""

SENT_APART_EVERY: Final = 200
"""Every so many HEICs go through the child process as in the real thing; the others are decoded in this one, which is
the same function without the time to start a Python."""

Trace = Callable[[FrameType, str, Any], Any]
Arcs = set[tuple[str, int, int]]


class Watcher:
    """Which steps from line to line of the traced files have been seen: what leads to a new one is worth keeping."""

    def __init__(self) -> None:
        self.seen: Arcs = set()
        self.current: Arcs = set()

    def is_new(self) -> bool:
        """Whether the case just traced took a new step."""
        fresh = self.current - self.seen
        self.seen |= fresh
        self.current = set()
        return bool(fresh)

    def trace(self, frame: FrameType, _event: str, _argument: Any) -> Trace | None:
        name = frame.f_code.co_filename
        if not _is_traced(name):
            return None
        last = -1

        def step(frame: FrameType, _event: str, _argument: Any) -> Trace:
            nonlocal last
            self.current.add((name, last, frame.f_lineno))
            last = frame.f_lineno
            return step

        return step


def main() -> int:
    answers = os.fdopen(os.dup(1), "wb")
    silence = os.open(os.devnull, os.O_WRONLY)  # the decoders' own words about broken files
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    engine = load_engine()
    with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of the address space
        resource.setrlimit(resource.RLIMIT_AS, (_address_space() + MEMORY,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    watcher, turn = Watcher(), 0
    _answer(answers, {"ready": True})
    while header := sys.stdin.buffer.read(4):
        data = sys.stdin.buffer.read(struct.unpack("<I", header)[0])
        turn += 1
        _answer(answers, run(data, engine, watcher, apart=turn % SENT_APART_EVERY == 0))
    return 0


def run(data: bytes, engine: Engine, watcher: Watcher, *, apart: bool) -> dict[str, object]:
    """What came of one case: `outcome` is `picture …`, an error's code, or `fault …` for what must not happen."""
    start, before = time.process_time(), _peak_mb(reset=True)
    outcome, picture = _decode(data, watcher, apart=apart)
    seconds, grown = time.process_time() - start, _peak_mb() - before
    if picture is not None:
        outcome = f"{outcome}, {_look(picture, engine)}"
    peak = _peak_mb()
    return {"outcome": outcome, "new": watcher.is_new(), "seconds": seconds, "grown_mb": grown, "peak_mb": peak}


def _answer(stream: BinaryIO, document: dict[str, object]) -> None:
    text = json.dumps(document).encode()
    stream.write(struct.pack("<I", len(text)) + text)
    stream.flush()


def _decode(data: bytes, watcher: Watcher, *, apart: bool) -> tuple[str, NDArray[np.uint8] | None]:
    read = decode_image if apart or recognise(data) is not ImageKind.HEIF else _read_heif_here
    sys.settrace(watcher.trace)
    try:
        picture = read(data, limits=PHOTO_LIMITS)
    except ImageError as error:
        cause = error.__cause__
        return error.code + (f" ({type(cause).__name__}: {str(cause)[:24]})" if cause else ""), None
    except BaseException as error:
        return f"fault {type(error).__name__}: {str(error)[:80]}", None
    finally:
        sys.settrace(None)
    return _check_picture(picture), picture


def _read_heif_here(data: bytes, *, limits: ImageLimits) -> NDArray[np.uint8]:
    """As the child process does it, with what its exit code would become."""
    most = int(limits.megapixels * MEGA)
    try:
        return heif_child.read_heif(data, most_pixels=most, long_side=limits.long_side or 0)
    except heif_child.TooLarge as error:
        raise ImageTooLarge(megabytes=limits.megabytes, megapixels=limits.megapixels) from error
    except (MemoryError, *heif_child.BROKEN) as error:
        raise ImageUnreadable from error


def _check_picture(picture: NDArray[np.uint8]) -> str:
    good = picture.dtype == np.uint8 and picture.ndim == 3 and picture.shape[2] == 3 and picture.size > 0
    fits = picture.shape[0] * picture.shape[1] <= PHOTO_LIMITS.megapixels * MEGA
    return "picture" if good and fits and picture.flags.c_contiguous else f"fault: {picture.shape} {picture.dtype}"


def _look(picture: NDArray[np.uint8], engine: Engine) -> str:
    """Any picture has faces with finite numbers, or none."""
    try:
        faces = engine.analyse(picture, enrolment=True)
    except KaodokiError as error:
        return error.code
    except Exception as error:
        return f"fault {type(error).__name__}: {str(error)[:80]}"
    for face in faces:
        numbers = [*face.box, *face.landmarks.ravel(), face.score, *face.template.vector]
        numbers += [value for value in asdict(face.quality).values() if isinstance(value, int | float)]
        if not all(math.isfinite(number) for number in numbers):
            return "fault: a number is not finite"
        if abs(float(np.linalg.norm(face.template.vector)) - 1) > 1e-3:
            return "fault: a template is not of unit length"
    return f"{min(len(faces), 2)} faces"


def _is_traced(name: str) -> bool:
    return "/kaodoki/faces/" in name or "/PIL/" in name


def _peak_mb(*, reset: bool = False) -> int:
    """The most memory used since the last reset, or 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    if reset:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def _address_space() -> int:
    statm = Path("/proc/self/statm")
    pages = int(statm.read_text(encoding="ascii").split()[0]) if statm.exists() else 0
    return pages * resource.getpagesize()


if __name__ == "__main__":
    sys.exit(main())

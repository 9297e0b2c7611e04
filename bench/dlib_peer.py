"""The peer: `face_recognition` (dlib) as its documentation uses it, HOG detector, in an environment of its own.

Reads one line per request, analyses the frame once, and answers the milliseconds it took.
"""

import importlib
import sys
import time
import warnings

import numpy as np


def main(frame_path: str) -> None:
    warnings.simplefilter("ignore")  # it asks for its files in a way that is no longer liked
    dlib, face_recognition = importlib.import_module("dlib"), importlib.import_module("face_recognition")
    frame = np.ascontiguousarray(np.load(frame_path)[:, :, ::-1])
    print(f"dlib {dlib.__version__}, face_recognition {face_recognition.__version__}", flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        (vector,) = face_recognition.face_encodings(frame)
        assert vector.shape == (128,)
        print((time.perf_counter() - start) * 1000, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])

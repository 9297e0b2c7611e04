"""The peer: deepface with SFace, detecting with the same YuNet, in an environment of its own.

Its weights are put where it looks for them, so it downloads nothing. Reads one line per request, analyses the frame
once, and answers the milliseconds it took.
"""

import importlib
import os
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

DETECTOR = "face_detection_yunet_2023mar.onnx"
RECOGNISER = "face_recognition_sface_2021dec.onnx"


def main(frame_path: str, detector: str, recogniser: str, home: str) -> None:
    weights = Path(home) / ".deepface" / "weights"
    weights.mkdir(parents=True)
    (weights / DETECTOR).symlink_to(detector)
    (weights / RECOGNISER).symlink_to(recogniser)
    os.environ |= {"DEEPFACE_HOME": home, "DEEPFACE_LOG_LEVEL": "40", "yunet_score_threshold": "0.6"}
    cv2.setNumThreads(1)
    onnxruntime = use_one_thread()
    deepface = importlib.import_module("deepface")  # it reads the environment when it is imported
    represent = importlib.import_module("deepface.DeepFace").represent
    frame = np.load(frame_path)
    print(f"deepface {deepface.__version__}, onnxruntime {onnxruntime}, OpenCV {cv2.__version__}", flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        (face,) = represent(frame, model_name="SFace", detector_backend="yunet")
        assert len(face["embedding"]) == 128
        print((time.perf_counter() - start) * 1000, flush=True)


def use_one_thread() -> str:
    """One thread for every ONNX Runtime session, which deepface has no setting for. Returns the runtime's version."""
    onnxruntime: Any = importlib.import_module("onnxruntime")
    make = onnxruntime.SessionOptions

    def options() -> Any:
        made = make()
        made.intra_op_num_threads = made.inter_op_num_threads = 1
        return made

    onnxruntime.SessionOptions = options
    return str(onnxruntime.__version__)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The peer: OpenCV 4's FaceDetectorYN and FaceRecognizerSF, in an environment of its own.

Reads one line per request, `full` or `reduced` (detection on the frame at half its size), analyses the frame once, and
answers the milliseconds it took, the reducing included.
"""

import sys
import time
from pathlib import Path

import cv2
import numpy as np

DETECTOR = "face_detection_yunet_2023mar_int8bq.onnx"
RECOGNISER = "face_recognition_sface_2021dec_int8bq.onnx"


def main(frame_path: str, models: str) -> None:
    cv2.setNumThreads(1)
    frame = np.load(frame_path)
    height, width = frame.shape[:2]
    recogniser = cv2.FaceRecognizerSF.create(str(Path(models) / RECOGNISER), "")
    detectors = {
        parts: cv2.FaceDetectorYN.create(str(Path(models) / DETECTOR), "", (width // parts, height // parts), 0.6, 0.3)
        for parts in (1, 2)
    }
    print(f"OpenCV {cv2.__version__}", flush=True)
    for line in sys.stdin:
        parts = {"full": 1, "reduced": 2}[line.strip()]
        start = time.perf_counter()
        size = (width // parts, height // parts)
        image = frame if parts == 1 else cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
        _, faces = detectors[parts].detect(image)
        face = faces[0].copy()
        face[:14] *= parts
        vector = recogniser.feature(recogniser.alignCrop(frame, face))
        assert vector.shape == (1, 128)
        print((time.perf_counter() - start) * 1000, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])

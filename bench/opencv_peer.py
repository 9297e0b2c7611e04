"""The peer: OpenCV 4's FaceDetectorYN and FaceRecognizerSF, in an environment of its own.

Reads one line per request, `full` or `reduced`, analyses the frame once, and answers the milliseconds it took.
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
    frames = {"full": frame, "reduced": cv2.resize(frame, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)}
    recogniser = cv2.FaceRecognizerSF.create(str(Path(models) / RECOGNISER), "")
    detectors = {
        name: cv2.FaceDetectorYN.create(str(Path(models) / DETECTOR), "", (image.shape[1], image.shape[0]), 0.6, 0.3)
        for name, image in frames.items()
    }
    print(cv2.__version__, flush=True)
    for line in sys.stdin:
        detector, image = detectors[line.strip()], frames[line.strip()]
        start = time.perf_counter()
        _, faces = detector.detect(image)
        scale = frame.shape[1] / image.shape[1]
        face = faces[0].copy()
        face[:14] *= scale
        vector = recogniser.feature(recogniser.alignCrop(frame, face))
        assert vector.shape == (1, 128)
        print((time.perf_counter() - start) * 1000, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:3])

"""Fitting an image into the detector's input and reading its answers."""

import numpy as np
import pytest

from kaodoki.faces.detection import STRIDES, input_shape, letterbox, read_detections


@pytest.mark.parametrize(
    ("height", "width", "shape"),
    [
        (480, 640, (256, 320)),
        (640, 480, (320, 256)),
        (720, 1280, (192, 320)),
        (1080, 1920, (192, 320)),
        (500, 500, (320, 320)),
        (112, 112, (320, 320)),
        (112, 3000, (192, 320)),
    ],
)
def test_input_shape_covers_the_reduced_image(height: int, width: int, shape: tuple[int, int]) -> None:
    image = np.full((height, width, 3), 255, dtype=np.uint8)

    canvas = np.empty((*input_shape(height, width, 320), 3), dtype=np.uint8)
    scale = letterbox(image, canvas)

    assert canvas.shape == (*shape, 3)
    assert scale == pytest.approx(320 / max(height, width))
    assert canvas[0, 0].min() == 255
    assert shape[0] % 32 == shape[1] % 32 == 0


@pytest.mark.parametrize(("height", "width"), [(480, 640), (640, 480), (300, 600), (600, 300), (112, 112)])
def test_used_canvas_shows_the_next_image_and_black(height: int, width: int) -> None:
    image = np.random.default_rng(4).integers(1, 255, (height, width, 3), dtype=np.uint8)
    shape = input_shape(height, width, 320)
    used, fresh = np.full((*shape, 3), 200, np.uint8), np.zeros((*shape, 3), np.uint8)

    scale = letterbox(image, used)
    letterbox(image, fresh)

    rows, columns = round(height * scale), round(width * scale)
    assert np.array_equal(used, fresh)
    assert used[:rows, :columns].min() > 0
    assert not used[rows:].any()
    assert not used[:, columns:].any()


def outputs_with(*cells: tuple[int, int, float]) -> dict[str, np.ndarray]:
    """Network answers for a 64×64 input, with a face of 2×2 strides at each (stride, cell, confidence)."""
    outputs = {}
    for stride in STRIDES:
        count = (64 // stride) ** 2
        outputs[f"cls_{stride}"] = np.zeros((1, count, 1), np.float32)
        outputs[f"obj_{stride}"] = np.zeros((1, count, 1), np.float32)
        outputs[f"bbox_{stride}"] = np.tile(np.log([1, 1, 2, 2]).astype(np.float32), (1, count, 1))
        outputs[f"kps_{stride}"] = np.full((1, count, 10), 0.5, np.float32)
    for stride, cell, confidence in cells:
        outputs[f"cls_{stride}"][0, cell] = outputs[f"obj_{stride}"][0, cell] = confidence
    return outputs


def test_box_and_landmarks_are_read_at_their_cell() -> None:
    (found,) = read_detections(outputs_with((16, 6, 0.9)), (64, 64), score=0.6, overlap=0.3)

    assert found.score == pytest.approx(0.9)
    assert found.box == pytest.approx((16, 0, 32, 32), abs=1e-4)
    assert found.landmarks == pytest.approx(np.tile([40, 24], (5, 1)))


def test_weak_answers_are_dropped_and_overlapping_ones_merged_to_the_best() -> None:
    outputs = outputs_with((8, 0, 0.7), (8, 1, 0.8), (8, 63, 0.65), (32, 3, 0.59))

    found = read_detections(outputs, (64, 64), score=0.6, overlap=0.3)

    assert [round(one.score, 2) for one in found] == [0.8, 0.65]


def test_no_face_is_an_empty_list() -> None:
    assert read_detections(outputs_with(), (64, 64), score=0.6, overlap=0.3) == []


def test_landmarks_are_the_mean_of_what_the_cells_of_one_face_say() -> None:
    outputs = outputs_with((8, 27, 0.9), (8, 28, 0.9))
    outputs["bbox_8"][..., 2:] = np.log(6)
    outputs["kps_8"][0, 27] = 1.0
    outputs["kps_8"][0, 28] = 0.5

    (face,) = read_detections(outputs, (64, 64), score=0.6, overlap=0.3)

    cells = np.array([[27 % 8, 27 // 8], [28 % 8, 28 // 8]]) * 8
    assert face.landmarks == pytest.approx(np.tile((cells[0] + 8 + cells[1] + 4) / 2, (5, 1)), abs=1e-3)

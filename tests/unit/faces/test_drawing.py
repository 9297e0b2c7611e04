"""The drawing of `kaodoki inspect`: the picture stays, faces are marked where they are, everything said fits."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from kaodoki.faces import Engine, Face
from kaodoki.faces.drawing import COLUMN, LEAST_SIDE, MOST_SIDE, Note, Row, draw_faces

Read = Callable[[str], NDArray[np.uint8]]
LONG = "Move so that the whole face is in the picture. " * 4
JAPANESE = "顔全体が画面に入るようにしてください。" * 4


@pytest.mark.parametrize(("height", "width"), [(112, 112), (480, 640), (3000, 4000), (2000, 200)])
def test_picture_is_made_legible_whatever_its_size(height: int, width: int) -> None:
    sheet = draw_faces(np.full((height, width, 3), 90, dtype=np.uint8), [], {}, heading="picture")

    long_side = max(sheet.shape[0], sheet.shape[1] - COLUMN)
    assert LEAST_SIDE <= long_side <= MOST_SIDE
    assert sheet.dtype == np.uint8


def test_the_given_picture_is_left_alone(engine: Engine, picture: Read) -> None:
    image = picture("astronaut")
    before = image.copy()

    draw_faces(image, engine.analyse(image), {}, heading="astronaut")

    assert np.array_equal(image, before)


def test_faces_are_marked_where_they_are(engine: Engine, picture: Read) -> None:
    image = picture("astronaut")
    (face,) = engine.analyse(image)
    plain, marked = (draw_faces(image, faces, {}, heading="").astype(int) for faces in ([], [face]))
    scale = LEAST_SIDE / 512

    changed = np.abs(plain - marked).sum(axis=2) > 60

    rows, columns = np.nonzero(changed)
    x, y, width, height = (value * scale for value in face.box)
    assert columns.min() == pytest.approx(x, abs=8)
    assert columns.max() == pytest.approx(x + width, abs=8)
    assert rows.max() == pytest.approx(y + height, abs=8)
    for px, py in face.landmarks * scale:
        assert changed[round(float(py)), round(float(px))]


@pytest.mark.parametrize("box", [(-50.0, -50.0, 100.0, 100.0), (600.0, 440.0, 300.0, 300.0), (0.0, 0.0, 1.0, 1.0)])
def test_faces_beyond_the_picture_s_edge_can_be_drawn(
    make_face: Callable[..., Face], box: tuple[float, float, float, float]
) -> None:
    sheet = draw_faces(np.zeros((480, 640, 3), dtype=np.uint8), [make_face(box=box)] * 9, {}, heading="")

    assert sheet[:, :-COLUMN].max() > 0


@pytest.mark.parametrize("sentence", [LONG, JAPANESE, LONG.replace(" ", "")])
def test_what_is_written_stays_within_the_column(sentence: str) -> None:
    note = Note(title=sentence, rows=[Row(name=sentence, value="12 px", share=1.0)] * 25, sentences=[sentence])

    sheet = draw_faces(np.zeros((480, 640, 3), dtype=np.uint8), [], {0: note, -1: note}, heading=sentence)

    assert sheet[:, -8:].min() == 255
    assert sheet[-8:, -COLUMN:].min() == 255
    assert sheet[:, -COLUMN:].min() < 128

"""What whoever decides is shown of a photo."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from kaodoki.enrolment.portraits import HEIGHT, WIDTH, portrait_of
from kaodoki.enrolment.services import register_photo, seal_photo
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
from kaodoki.gallery.engine import engine_turn
from kaodoki.people.models import Company
from kaodoki.people.services import create_employee


@pytest.mark.parametrize("name", ["biden.jpg", "astronaut.png", "obama_1.jpg"])
def test_the_face_is_in_the_middle_and_large(in_scope: Company, pictures: Path, name: str) -> None:
    person = create_employee(in_scope, "0012", {}, by="tests")
    photo = register_photo(person, (pictures / name).read_bytes(), consent=True, by="tests")

    portrait = decode_image(portrait_of(photo), limits=PHOTO_LIMITS)

    assert portrait.shape == (HEIGHT, WIDTH, 3)
    with engine_turn() as engine:
        left, top, width, height = engine.analyse(portrait, liveness=False)[0].box
    assert abs(left + width / 2 - WIDTH / 2) < 0.05 * WIDTH
    assert abs(height - HEIGHT / 2) < 0.1 * HEIGHT
    assert 0 < top < HEIGHT / 2


def test_without_a_face_the_middle_is_shown(in_scope: Company) -> None:
    person = create_employee(in_scope, "0012", {}, by="tests")
    _, wall = cv2.imencode(".jpg", np.full((300, 900, 3), 90, np.uint8))
    photo = seal_photo(person, wall.tobytes(), status="approved", quality={})

    portrait = decode_image(portrait_of(photo), limits=PHOTO_LIMITS)

    assert portrait.shape == (HEIGHT, WIDTH, 3)

"""Templates: compared only within a pack, averaged by direction, never shown."""

import numpy as np
import pytest

from kaodoki.faces import Template, mean_template
from kaodoki.faces.errors import TemplatePackMismatch
from kaodoki.faces.face import unit


def template(*values: float, pack: str = "a-1") -> Template:
    return Template(vector=unit(np.array(values)), pack=pack)


def test_similarity_is_the_cosine() -> None:
    assert template(2, 0).similarity(template(3, 0)) == pytest.approx(1)
    assert template(1, 0).similarity(template(0, 5)) == pytest.approx(0)


def test_templates_of_different_packs_do_not_compare() -> None:
    with pytest.raises(TemplatePackMismatch) as caught:
        template(1, 0).similarity(template(1, 0, pack="b-1"))

    assert caught.value.code == "template_pack_mismatch"
    with pytest.raises(TemplatePackMismatch):
        mean_template([template(1, 0), template(1, 0, pack="b-1")])


def test_mean_lies_between_and_has_unit_length() -> None:
    mean = mean_template([template(1, 0), template(0, 1)])

    assert mean.vector == pytest.approx([0.5**0.5, 0.5**0.5])
    assert mean.vector.dtype == np.float32


def test_repr_shows_no_biometric_value() -> None:
    shown = repr(template(0.6, 0.8))

    assert "0.6" not in shown
    assert "a-1" in shown


def test_vector_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        template(1, 0).vector[0] = 2


def test_a_face_seen_better_counts_more_in_the_mean() -> None:
    clear = Template(vector=unit(np.array([1.0, 0.0])), pack="a-1", weight=12.0)
    blurred = Template(vector=unit(np.array([0.0, 1.0])), pack="a-1", weight=4.0)

    mean = mean_template([clear, blurred])

    assert mean.vector == pytest.approx(unit(np.array([12.0, 4.0])))
    assert mean.weight == pytest.approx(np.hypot(12, 4) / 2)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_a_vector_with_a_number_that_is_none_matches_nobody(bad: float) -> None:
    broken = template(1.0, bad)

    assert broken.vector.tolist() == [0.0, 0.0]
    assert broken.similarity(template(1, 0)) == 0.0
    assert np.isfinite(mean_template([broken, template(1, 0)]).vector).all()

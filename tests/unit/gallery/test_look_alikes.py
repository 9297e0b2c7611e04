"""Look-alikes: which scores and margins, and the pairs in memory."""

import uuid

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaodoki.faces.pack import read_pack
from kaodoki.gallery import look_alikes
from kaodoki.gallery.index import GalleryIndex
from kaodoki.gallery.look_alikes import CompanyGallery, duplicate_score, look_alike_score, pair_of, pairs_above
from kaodoki.identification import Candidate

CALIBRATION = read_pack().calibration
ONE, OTHER, THIRD = (uuid.UUID(int=number) for number in (1, 2, 3))


def candidates(*people: uuid.UUID) -> list[Candidate[uuid.UUID]]:
    return [Candidate(employee_id=one, score=0.9 - 0.1 * place) for place, one in enumerate(people)]


def test_larger_galleries_and_stricter_wishes_need_a_nearer_duplicate() -> None:
    small = duplicate_score(CALIBRATION, gallery_size=100, wanted_fpir=0.003, site_margin=0.02)
    large = duplicate_score(CALIBRATION, gallery_size=10_000, wanted_fpir=0.003, site_margin=0.02)
    strict = duplicate_score(CALIBRATION, gallery_size=100, wanted_fpir=0.001, site_margin=0.02)

    assert small < large
    assert small < strict


def test_a_duplicate_is_as_much_nearer_as_the_company_s_own_margin_asks() -> None:
    usual, strict = (
        duplicate_score(CALIBRATION, gallery_size=100, wanted_fpir=0.003, site_margin=margin) for margin in (0.0, 0.1)
    )

    assert strict - usual == pytest.approx(0.1)


def test_look_alikes_begin_a_runner_up_margin_below_a_duplicate() -> None:
    duplicate = duplicate_score(CALIBRATION, gallery_size=1000, wanted_fpir=0.003, site_margin=0.02)
    look_alike = look_alike_score(CALIBRATION, gallery_size=1000, wanted_fpir=0.003, site_margin=0.02)

    assert duplicate - look_alike == pytest.approx(CALIBRATION.runner_up_margin)


def test_only_a_known_pair_at_the_top_gets_the_larger_margin() -> None:
    gallery = CompanyGallery(GalleryIndex(), [pair_of(OTHER, ONE)])

    assert gallery.runner_up_margin(candidates(ONE, OTHER), CALIBRATION) == 2 * CALIBRATION.runner_up_margin
    assert gallery.runner_up_margin(candidates(OTHER, ONE, THIRD), CALIBRATION) == 2 * CALIBRATION.runner_up_margin
    assert gallery.runner_up_margin(candidates(ONE, THIRD, OTHER), CALIBRATION) is None
    assert gallery.runner_up_margin(candidates(ONE), CALIBRATION) is None
    assert gallery.runner_up_margin([], CALIBRATION) is None


def test_pairs_of_a_changed_person_are_those_read_anew() -> None:
    gallery = CompanyGallery(GalleryIndex(), [pair_of(ONE, OTHER), pair_of(OTHER, THIRD)])

    changed = gallery.with_changes(put=[(ONE, np.ones(4, np.float32))], removed=[], pairs=[pair_of(ONE, THIRD)])
    erased = gallery.with_changes(put=[], removed=[OTHER], pairs=[])

    assert [changed.are_look_alikes(*pair) for pair in ((ONE, OTHER), (OTHER, THIRD), (ONE, THIRD))] == [
        False,
        True,
        True,
    ]
    assert not any(erased.are_look_alikes(one, OTHER) for one in (ONE, THIRD))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.integers(1, 9), st.floats(-0.5, 0.9), st.integers(0, 2**32 - 1))
def test_all_pairs_are_those_of_comparing_each_with_each(count: int, tile: int, score: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(count, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = [uuid.UUID(int=random.integers(2**62).item()) for _ in range(count)]
    expected = {
        pair_of(ids[i], ids[j])
        for i in range(count)
        for j in range(i)
        if vectors[i] @ vectors[j] >= score and abs(vectors[i] @ vectors[j] - score) > 1e-5
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(look_alikes, "TILE", tile)
        index = GalleryIndex.of_people(zip(ids, vectors.astype(np.float32), strict=True))
        found = list(pairs_above(index, score))

    near = {pair for pair, value in found if abs(value - score) > 1e-5}
    assert near == expected
    assert len(found) == len({pair for pair, _ in found})

"""Sections of the sheet on made-up people whose error rates are known."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kaodoki.evaluation.datasets import DataSet, Pair
from kaodoki.evaluation.embedding import FaceSet, Failure
from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.sheet.conditions import Used, data_section
from kaodoki.evaluation.sheet.gate import gate_section
from kaodoki.evaluation.sheet.identification import identification_section
from kaodoki.evaluation.sheet.verification import NO_SCORE, pair_scores, verification_section
from kaodoki.faces.gate import Finding
from kaodoki.faces.pack import Pack

People = Callable[..., tuple[NDArray[np.float32], NDArray[np.int64]]]
AsFaces = Callable[..., FaceSet]

SPLITS, SEED = 2, 1


def data_of(faces: FaceSet, pairs: tuple[Pair, ...] = ()) -> DataSet:
    return DataSet(folder=Path("nowhere"), photos=tuple(item.photo for item in faces.faces), pairs=pairs)


def test_clear_people_meet_every_target_of_verification(clear_people: FaceSet) -> None:
    names = [item.photo.name for item in clear_people.faces]
    pairs = tuple(
        Pair(first=names[7 * number], second=names[7 * number + step], is_same=step == 1)
        for step in (1, 8)
        for number in range(50)
    )

    found = verification_section(data_of(clear_people, pairs), clear_people, seed=SEED)

    assert {row.target.id for row in found.measured} == {"pairs_plain", "pairs_mirror", "tar_plain", "tar_mirror"}
    assert all(row.found.value == 1 for row in found.measured)
    assert "1e-5" in found.text
    assert "{plot:det}" in found.text
    assert found.plots[0].name == "det"


def test_pair_with_a_photo_without_a_face_counts_as_two_people(clear_people: FaceSet) -> None:
    names = [item.photo.name for item in clear_people.faces]
    data = data_of(clear_people, (Pair(first=names[0], second="gone", is_same=True),))

    assert pair_scores(data, clear_people, clear_people.plain) == [NO_SCORE]


def test_data_set_without_pairs_says_so(clear_people: FaceSet) -> None:
    found = verification_section(data_of(clear_people), clear_people, seed=SEED)

    assert "were not compared" in found.text
    assert {row.target.id for row in found.measured} == {"tar_plain", "tar_mirror"}


def test_wrong_labels_count_in_the_published_pairs_only(clear_people: FaceSet) -> None:
    """The last photo of everybody with seven shows somebody else, and the list of errors says so."""
    vectors = clear_people.plain
    vectors[6:420:7] = vectors[420:480]
    wrong = replace(
        clear_people,
        faces=tuple(
            replace(
                item,
                photo=replace(item.photo, is_mislabelled=place < 420 and place % 7 == 6),
                face=replace(item.face, template=replace(item.face.template, vector=vectors[place])),
            )
            for place, item in enumerate(clear_people.faces)
        ),
    )

    found = verification_section(data_of(wrong), wrong, seed=SEED)

    assert next(row.found.value for row in found.measured if row.target.id == "tar_plain") == 1


def test_clear_people_are_always_identified(clear_people: FaceSet, pack: Pack) -> None:
    found = identification_section(clear_people, None, pack, splits=SPLITS, seed=SEED)

    assert {row.target.id for row in found.measured} == {"fnir_1_1", "fnir_3_1", "fnir_1_3", "fnir_3_3"}
    assert all(row.found.value == 0 and row.target.is_met(row.found) for row in found.measured)


def test_hopeless_recogniser_misses_every_target(people: People, as_faces: AsFaces, pack: Pack) -> None:
    several, _ = people(420, 1, likeness=1.0)
    single, _ = people(1200, 1, likeness=1.0, seed=2)
    faces = as_faces(np.concatenate([several, single]), np.concatenate([np.arange(420) // 7, np.arange(1200) + 60]))

    found = identification_section(faces, None, pack, splits=SPLITS, seed=SEED)

    assert not any(row.target.is_met(row.found) for row in found.measured)
    assert all(row.found.value > 0.9 for row in found.measured)


def test_galleries_that_cannot_be_filled_are_left_out(people: People, as_faces: AsFaces, pack: Pack) -> None:
    faces = as_faces(*people(30, 2, likeness=0.9))

    with pytest.raises(TooFewPeople):
        identification_section(faces, None, pack, splits=SPLITS, seed=SEED)


def test_gate_counts_each_finding(clear_people: FaceSet) -> None:
    half = len(clear_people.faces) // 2
    faces = replace(
        clear_people,
        faces=tuple(
            replace(item, probe_findings=(Finding.BLURRED,) if place < half else ())
            for place, item in enumerate(clear_people.faces)
        ),
    )

    found = gate_section({"LFW": faces})

    assert "| LFW | `blurred` | 50.0 %" in found.text
    assert "turned" not in found.text


def test_every_photo_without_a_face_is_counted_and_the_first_listed(clear_people: FaceSet) -> None:
    failures = tuple(Failure(name=f"{number}.jpg", code="image_unreadable") for number in range(25))
    faces = replace(clear_people, failures=failures)

    found = data_section([Used(name="LFW", data=data_of(clear_people), faces=faces)])

    assert "| LFW | 1,620 | 1,260 | 25 | none |" in found.text
    assert "`0.jpg` (image_unreadable)" in found.text
    assert "and 5 more" in found.text

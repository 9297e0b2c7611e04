"""Folders of pictures into data sets. The files are empty: nobody looks into them here."""

from pathlib import Path

import pytest

from kaodoki.evaluation.datasets import Pair, read_impostors, read_lfw
from kaodoki.evaluation.errors import DataSetLayout, DataSetMissing


@pytest.fixture
def named(tmp_path: Path) -> Path:
    for name in ("Ann_A/Ann_A_0001.jpg", "Ann_A/Ann_A_0002.jpg", "A_Ann/A_Ann_0001.jpg", "Bo/Bo_0001.JPG"):
        path = tmp_path / "lfw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path / "lfw"


def test_person_is_the_folder(named: Path) -> None:
    found = read_lfw(named)

    assert [(photo.name, photo.person) for photo in found.photos] == [
        ("A_Ann/A_Ann_0001.jpg", "A_Ann"),
        ("Ann_A/Ann_A_0001.jpg", "Ann_A"),
        ("Ann_A/Ann_A_0002.jpg", "Ann_A"),
        ("Bo/Bo_0001.JPG", "Bo"),
    ]


def test_label_errors_are_marked_and_double_names_merged(named: Path) -> None:
    (named / "label-errors.txt").write_text("# wrong\ndrop Bo_0001\ndrop Gone_0001\nsame Ann_A A_Ann\nsame X Y\n")

    found = read_lfw(named)

    assert [photo.name for photo in found.mislabelled] == ["Bo/Bo_0001.JPG"]
    assert {photo.person for photo in found.photos} == {"Ann_A", "Bo"}
    assert found.merged_names == 1


def test_pairs_are_read_in_both_forms(named: Path) -> None:
    expected = (
        Pair(first="Ann_A/Ann_A_0001.jpg", second="Ann_A/Ann_A_0002.jpg", is_same=True),
        Pair(first="Ann_A/Ann_A_0001.jpg", second="A_Ann/A_Ann_0001.jpg", is_same=False),
    )

    (named / "pairs.txt").write_text("1 1\nAnn_A 1 2\nAnn_A\t1\tA_Ann\t1\n")
    published = read_lfw(named).pairs
    (named / "pairs.txt").write_text(
        "Ann_A/Ann_A_0001.jpg Ann_A/Ann_A_0002.jpg 1\nAnn_A/Ann_A_0001.jpg A_Ann/A_Ann_0001.jpg 0\n"
    )
    plain = read_lfw(named).pairs

    assert published == plain == expected


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pairs.txt", "Ann_A/Ann_A_0001.jpg Nobody/Nobody_0001.jpg 0\n"),
        ("pairs.txt", "Ann_A/Ann_A_0001.jpg Ann_A/Ann_A_0002.jpg yes\n"),
        ("pairs.txt", "one two three four five\n"),
        ("label-errors.txt", "remove Bo_0001\n"),
        ("label-errors.txt", "same Bo\n"),
    ],
)
def test_lines_that_mean_nothing_are_named(named: Path, file: str, text: str) -> None:
    (named / file).write_text(text)

    with pytest.raises(DataSetLayout) as caught:
        read_lfw(named)

    assert file in caught.value.message("en")


def test_list_in_another_encoding_is_refused(named: Path) -> None:
    (named / "pairs.txt").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(DataSetLayout):
        read_lfw(named)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    for read in (read_lfw, read_impostors):
        with pytest.raises(DataSetMissing) as caught:
            read(tmp_path / "nowhere")
        assert "nowhere" in caught.value.message("ja")


def test_folder_of_another_layout_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.jpg").touch()

    with pytest.raises(DataSetLayout):
        read_lfw(tmp_path)


def test_every_impostor_photo_is_a_person(tmp_path: Path) -> None:
    (tmp_path / "1.jpg").touch()
    (tmp_path / "2.png").touch()
    (tmp_path / "notes.txt").touch()

    found = read_impostors(tmp_path)

    assert [(photo.name, photo.person) for photo in found.photos] == [("1.jpg", "1.jpg"), ("2.png", "2.png")]


def test_empty_impostor_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataSetLayout):
        read_impostors(tmp_path)

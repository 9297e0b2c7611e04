"""`kaodoki identify --gallery` and `kaodoki inspect`, on real photographs, as somebody at a shell meets them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner, Result

from kaodoki.cli import app
from kaodoki.cli.look import FAILED, NOT_ALL
from kaodoki.errors import KaodokiError
from kaodoki.project.demo_pictures import picture_path
from kaodoki.project.looking import rounded, stranger_sentence

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def invoke(*arguments: object, language: str = "en") -> Result:
        monkeypatch.delenv("LC_ALL", raising=False)
        monkeypatch.setenv("LANG", f"{language}_JP.UTF-8")
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """One person with two photos in a folder, one with a single file, and two files that show nobody alone."""
    folder = tmp_path / "people"
    (folder / "obama").mkdir(parents=True)
    for name in ("obama_1", "obama_2"):
        shutil.copy(picture_path(name), folder / "obama")
    shutil.copy(picture_path("astronaut"), folder / "collins.jpg")  # a PNG by another name
    shutil.copy(picture_path("group"), folder / "friends.jpg")
    (folder / "notes.txt").write_text("no picture")
    return folder


def test_person_is_identified_and_the_score_explained(run: Run, people: Path) -> None:
    result = run("identify", picture_path("obama_3"), "--gallery", people)

    assert result.exit_code == 0
    assert "among 2 people" in result.stdout
    assert "identified" in result.stdout
    assert "Fewer than one stranger in 10,000 would score this high." in result.stdout


def test_photos_that_show_nobody_alone_are_named(run: Run, people: Path) -> None:
    result = run("identify", picture_path("obama_3"), "--gallery", people)

    assert "friends.jpg: One person at a time" in result.stderr
    assert "notes.txt: Send the image as one of" in result.stderr


def test_stranger_is_unknown_and_the_exit_code_says_so(run: Run, people: Path) -> None:
    result = run("identify", picture_path("obama_3"), picture_path("biden"), "--gallery", people, language="ja")

    assert result.exit_code == NOT_ALL
    assert "該当者なし" in result.stdout
    assert "他人でもふつうに出る得点です。" in result.stdout


def test_every_face_of_a_group_gets_an_answer(run: Run, people: Path) -> None:
    result = run("identify", picture_path("group"), "--gallery", people, "--json")

    document = json.loads(result.stdout)
    faces = document["images"][0]["faces"]
    assert document["people"] == 2
    assert len(faces) == 6
    assert {face["outcome"] for face in faces} == {"unknown"}
    assert all(face["score"] < face["threshold"] and face["one_stranger_in"] is None for face in faces)
    assert all({"score", "inter_eye_px"} <= face["quality"].keys() for face in faces)


def test_an_unreadable_picture_does_not_hide_the_others(run: Run, people: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(picture_path("obama_3").read_bytes()[:5000])

    result = run("identify", broken, tmp_path / "none.jpg", picture_path("obama_3"), "--gallery", people, "--json")

    codes = [image.get("error", {}).get("code") for image in json.loads(result.stdout)["images"]]
    assert codes == ["image_unreadable", "image_missing", None]
    assert result.exit_code == FAILED


@pytest.mark.parametrize("further", [(), ("--company", "acme", "--gallery", "people")])
def test_it_needs_either_a_company_or_a_folder(run: Run, further: tuple[str, ...]) -> None:
    result = run("identify", picture_path("biden"), *further)

    assert isinstance(result.exception, KaodokiError)
    assert result.exception.code == "invalid_input"


@pytest.mark.parametrize("folder", ["empty", "missing"])
def test_a_folder_without_faces_is_told(run: Run, tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()

    result = run("identify", picture_path("biden"), "--gallery", tmp_path / folder)

    assert isinstance(result.exception, KaodokiError)
    assert result.exception.code == "nobody_to_find"


def test_a_hostile_file_name_reaches_no_terminal(run: Run, people: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "\x1b]0;title\x07[red]x[bold].jpg"
    shutil.copy(picture_path("biden"), hostile)

    for result in (run("identify", hostile, "--gallery", people), run("inspect", hostile)):
        assert "\x1b" not in result.stdout
        assert "\x07" not in result.stdout
        assert "[red]x[bold]" in result.stdout


def test_a_good_photo_is_shown_with_its_numbers(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "seen.png"

    result = run("inspect", picture_path("astronaut"), "--out", out)

    assert result.exit_code == 0
    assert "512×512 px" in result.stdout
    assert "between the eyes" in result.stdout
    assert result.stdout.count("It can be used as it is.") == 2
    drawn = cv2.imread(str(out))
    assert drawn is not None
    assert min(drawn.shape[:2]) > 800


def test_what_is_wrong_is_said_in_the_reader_s_language(run: Run, tmp_path: Path) -> None:
    result = run("inspect", picture_path("cut_1"), "--out", tmp_path / "seen.jpg", language="ja")

    assert result.exit_code == NOT_ALL
    assert "顔全体が画面に入るようにしてください。" in result.stdout
    assert "両眼の間隔" in result.stdout


def test_inspection_as_a_document_has_no_template(run: Run) -> None:
    result = run("inspect", picture_path("group"), "--json")

    document = json.loads(result.stdout)
    assert len(document["faces"]) == 6
    assert document["findings"]["enrolment"] == ["several_faces"]
    assert np.shape(document["faces"][0]["landmarks"]) == (5, 2)
    assert "vector" not in result.stdout


def test_a_picture_without_a_face_is_no_error(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.png"
    cv2.imwrite(str(empty), np.full((300, 300, 3), 127, dtype=np.uint8))

    result = run("inspect", empty, "--out", tmp_path / "seen.png")

    assert result.exit_code == NOT_ALL
    assert "No face was found." in result.stdout


@pytest.mark.parametrize("out", ["seen.nonsense", "missing/seen.png"])
def test_a_picture_that_cannot_be_written_is_told(run: Run, tmp_path: Path, out: str) -> None:
    result = run("inspect", picture_path("astronaut"), "--out", tmp_path / out)

    assert isinstance(result.exception, KaodokiError)
    assert result.exception.code == "picture_not_written"


@pytest.mark.parametrize(
    ("rate", "english"),
    [
        (1.0, "Most strangers would score this high."),
        (0.1, "About one stranger in 10 would score this high."),
        (1 / 412, "About one stranger in 400 would score this high."),
        (1e-9, "Fewer than one stranger in 10,000 would score this high."),
    ],
)
def test_sentence_about_strangers(rate: float, english: str) -> None:
    assert stranger_sentence(rate, "en") == english
    assert stranger_sentence(rate, "ja").endswith("。")


@pytest.mark.parametrize(("number", "expected"), [(2.2, 2), (14.4, 14), (29, 29), (31, 30), (412, 400), (9700, 10_000)])
def test_numbers_are_not_more_exact_than_the_estimate(number: float, expected: int) -> None:
    assert rounded(number) == expected

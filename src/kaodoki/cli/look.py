"""`kaodoki identify` and `kaodoki inspect`: for people who look before they trust."""

import importlib
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kaodoki.cli.database import on_database
from kaodoki.cli.language import language
from kaodoki.errors import InvalidInput, KaodokiError

FAILED = 1
"""An image could not be read."""
NOT_ALL = 3
"""`identify`: an image in which nobody is identified. `inspect`: a picture that enrolment would refuse."""

_WIDTH = 128
_OUTCOMES = {
    "identified": ("特定", "identified"),
    "not_sure": ("判定保留", "not sure"),
    "unknown": ("該当者なし", "unknown"),
}
_COLUMNS = (
    ("顔", "face", False),
    ("最も近い人", "nearest", False),
    ("得点", "score", True),
    ("しきい値", "needed", True),
    ("結果", "result", False),
    ("得点の意味", "what the score is worth", False),
    ("品質", "quality", True),
)


def identify(
    images: Annotated[list[Path], typer.Argument(metavar="IMAGE…", help="Pictures with any number of faces.")],
    company: Annotated[str | None, typer.Option(help="Look among the employees of this company.")] = None,
    gallery: Annotated[Path | None, typer.Option(help="Look among the photos NAME.jpg or NAME/… of a folder.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
) -> None:
    """Say who is in pictures, and what that is worth. Exit 3 if there is one in which nobody is identified."""
    if (company is None) == (gallery is None):
        raise InvalidInput(reason="--gallery | --company")
    looking = _looking()
    with ExitStack() as stack:
        if company is not None:
            stack.enter_context(on_database())
            opening = importlib.import_module("kaodoki.project.company_looking")
            engine, people = opening.open_company(company, images=len(images))
        else:
            engine = importlib.import_module("kaodoki.faces").load_engine()
            people, skipped = looking.gallery_of_folder(engine, gallery)
            _tell_skipped(skipped)
        found = [_identified(looking, engine, path, people) for path in images]
    if as_json:
        print(json.dumps({"people": people.people, "images": [_document(*one) for one in found]}, ensure_ascii=False))
    else:
        _print_answers(looking, found, people.people)
    _leave(found)


def inspect(
    image: Annotated[Path, typer.Argument(metavar="IMAGE", help="A picture with any number of faces.")],
    out: Annotated[Path | None, typer.Option(help="Write a copy with faces, landmarks and quality drawn in.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")] = False,
) -> None:
    """Show what is seen in a picture: faces, landmarks, quality, findings. Exit 3 if enrolment would refuse it."""
    looking, inspection = _looking(), importlib.import_module("kaodoki.project.inspection")
    picture = looking.read_image(image)
    engine = importlib.import_module("kaodoki.faces").load_engine()
    seen = inspection.inspect_picture(engine, picture)
    if out is not None:
        drawn_in = language() if inspection.can_draw_japanese() else "en"
        inspection.write_picture(out, inspection.draw(picture, seen, name=image.name, language=drawn_in))
    if as_json:
        print(json.dumps(seen.as_document(), ensure_ascii=False))
    else:
        _print_inspection(inspection, seen, image)
    if seen.enrolment:
        raise typer.Exit(NOT_ALL)


def _looking() -> ModuleType:
    return importlib.import_module("kaodoki.project.looking")


def _identified(looking: ModuleType, engine: Any, path: Path, people: Any) -> tuple[Path, list[Any] | KaodokiError]:
    try:
        return path, looking.identify_faces(engine, looking.read_image(path), people)
    except KaodokiError as error:
        return path, error


def _document(path: Path, answers: list[Any] | KaodokiError) -> dict[str, object]:
    if isinstance(answers, KaodokiError):
        return {"image": str(path), "error": {"code": answers.code, "message": answers.message(language())}}
    return {"image": str(path), "faces": [answer.as_document() for answer in answers]}


def _leave(found: list[tuple[Path, list[Any] | KaodokiError]]) -> None:
    read = [answers for _, answers in found if not isinstance(answers, KaodokiError)]
    if len(read) < len(found):
        raise typer.Exit(FAILED)
    if not all(any(answer.outcome == "identified" for answer in answers) for answers in read):
        raise typer.Exit(NOT_ALL)


def _print_answers(looking: ModuleType, found: list[tuple[Path, list[Any] | KaodokiError]], people: int) -> None:
    console, japanese = _console(), language() == "ja"
    for path, answers in found:
        if isinstance(answers, KaodokiError):
            console.print(_plain(f"{path}: {answers.message(language())}"), style="red")
        elif not answers:
            console.print(_plain(f"{path}: " + ("顔が見つかりません。" if japanese else "no face was found.")))
        else:
            among = f"照合対象 {people} 人" if japanese else f"among {people} people"
            console.print(_table_of_answers(looking, f"{path} — {among}", answers))


def _table_of_answers(looking: ModuleType, title: str, answers: list[Any]) -> Table:
    table = Table(title=_plain(title), title_justify="left", title_style="bold")
    for japanese, english, is_number in _COLUMNS:
        table.add_column(japanese if language() == "ja" else english, justify="right" if is_number else "left")
    for number, answer in enumerate(answers, start=1):
        worth = [looking.stranger_sentence(answer.rate, language())]
        worth += [finding.message(language()) for finding in answer.findings]
        cells = (answer.best, f"{answer.score:.3f}", f"{answer.threshold:.3f}", _outcome(answer.outcome))
        quality = f"{answer.face.quality.score:.0f}"
        table.add_row(str(number), *map(_plain, cells), _plain("\n".join(worth)), quality)
    return table


def _print_inspection(inspection: ModuleType, seen: Any, path: Path) -> None:
    console, japanese = _console(), language() == "ja"
    size = f"{path}: {seen.width}×{seen.height} px"
    console.print(_plain(size + ("(読み込んだ大きさ)" if japanese else " as read")))
    if seen.faces:
        table = Table()
        table.add_column("顔" if japanese else "face")
        for number in range(1, len(seen.faces) + 1):
            table.add_column(str(number), justify="right")
        for name, values in inspection.comparison_rows(seen.faces, language()):
            table.add_row(_plain(name), *map(_plain, values))
        console.print(table)
    for title, sentences, is_good in inspection.verdicts(seen, language()):
        console.print(_plain(title), style="bold")
        for sentence in sentences:
            console.print(_plain(f"  {sentence}"), style="green" if is_good else "red")


def _tell_skipped(skipped: list[Any]) -> None:
    for one in skipped:
        print(_plain(f"{one.file}: {one.reason(language())}").plain, file=sys.stderr)


def _outcome(outcome: str) -> str:
    japanese, english = _OUTCOMES.get(outcome, (outcome, outcome))
    return japanese if language() == "ja" else english


def _plain(text: str) -> Text:
    """Text without markup and without what a hostile file name could make a terminal do."""
    return Text("".join(letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text))


def _console() -> Console:
    """As wide as the terminal; in a pipe, wide enough for a table."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(width=_WIDTH, highlight=False)

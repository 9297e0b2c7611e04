"""Load company data from files, or write example files."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from django.core.management.base import BaseCommand

from attendance_server.loading.examples import example_files
from attendance_server.loading.load import load_files
from attendance_server.loading.problems import LoadRefused, Words
from attendance_server.loading.sheets import File
from attendance_server.loading.summary import counted, refused

_IS_THERE = Words(
    ja="{place} はすでにあります。別のフォルダーを指定してください。",
    en="{place} is there already. Choose another folder.",
)


class Command(BaseCommand):
    """Ends with exit status 1 where nothing was done. Only `load` calls it, with values and not with texts."""

    stealth_options = ("paths", "examples", "language")

    def handle(self, *_: object, paths: Sequence[Path], examples: Path | None, language: str, **_more: object) -> None:
        if examples:
            _write_examples(examples, language)
            return
        try:
            counts = load_files(list(_files(paths)))
        except LoadRefused as error:
            _leave(refused(error.problems, language))
        print("\n".join(counted(counts, language)))


def _files(paths: Sequence[Path]) -> Iterator[File]:
    for path in paths:
        found = sorted(p for p in path.iterdir() if p.suffix.lower() == ".csv") if path.is_dir() else [path]
        for file in found:
            yield File(name=file.name, content=file.read_bytes())


def _write_examples(folder: Path, language: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in example_files(language):
        place = folder / file.name
        if place.exists():
            _leave([_IS_THERE.filled(place=place).said(language)])
        place.write_bytes(file.content)
    print(folder)


def _leave(lines: Sequence[str]) -> NoReturn:
    print("\n".join(lines), file=sys.stderr)
    raise SystemExit(1)

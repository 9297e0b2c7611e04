"""What is wrong with a file, said to somebody who made it in a spreadsheet."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The same in Japanese and English."""

    ja: str
    en: str

    def said(self, language: str) -> str:
        return self.en if language == "en" else self.ja

    def filled(self, **details: object) -> "Words":
        """With the details in both languages; a detail may be Words itself."""
        ja = {name: value.ja if isinstance(value, Words) else value for name, value in details.items()}
        en = {name: value.en if isinstance(value, Words) else value for name, value in details.items()}
        return Words(ja=self.ja.format(**ja), en=self.en.format(**en))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Where it is and what to do; `line` counts from 1 with the headings, as a spreadsheet does."""

    words: Words
    file: str
    line: int | None = None
    column: Words | None = None

    def said(self, language: str) -> str:
        """One sentence, beginning with the place."""
        if language == "en":
            place = f"{self.file}{f', line {self.line}' if self.line else ''}"
            return f"{place}{f', “{self.column.en}”' if self.column else ''}: {self.words.en}"
        place = f"{self.file}{f' {self.line}行目' if self.line else ''}"
        return f"{place}{f'「{self.column.ja}」' if self.column else ''}: {self.words.ja}"


class BadCell(Exception):
    """A cell, or a row, that says nothing that can be kept. `heading` names the column if the reader knows it."""

    def __init__(self, words: Words, *, heading: Words | None = None) -> None:
        super().__init__(words.en)
        self.words = words
        self.heading = heading


class LoadRefused(Exception):
    """Nothing was stored, and why: every problem that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)

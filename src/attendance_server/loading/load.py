"""Files into the database, in the order in which one needs the other; all of them or nothing."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from attendance_server.loading.applications import APPLICATIONS
from attendance_server.loading.company import CALENDAR, DIVISIONS, GROUPS, HOLIDAY_TYPES
from attendance_server.loading.people import EMPLOYEES
from attendance_server.loading.plans import GRANTS, SCHEDULES
from attendance_server.loading.problems import LoadRefused, Problem, Words
from attendance_server.loading.reading import Codes, check_headings, read_line
from attendance_server.loading.sheets import File, Sheet, read_sheet
from attendance_server.loading.storing import Outcome, store
from attendance_server.loading.tables import Row, Table
from attendance_server.loading.working_types import WORKING_TYPES

TABLES = (DIVISIONS, WORKING_TYPES, GROUPS, HOLIDAY_TYPES, EMPLOYEES, CALENDAR, GRANTS, SCHEDULES, APPLICATIONS)
_LOCK = 7_206_241_119  # one load at a time: any number that nobody else uses
_UNKNOWN_FILE = Words(
    ja="ファイル名から内容を判断できません。「{known}」のいずれかで始まる名前にしてください。",
    en="The name does not tell what is in it. Let it begin with one of: {known}.",
)
_NO_FILES = Words(
    ja="読み込むCSVファイルがありません。フォルダーにCSVを入れてください。",
    en="There is no CSV file to load. Put one into the folder.",
)
_CHANGED_MEANWHILE = Words(
    ja="読み込み中に別の操作で同じデータが変更されました。もう一度読み込んでください。",
    en="Somebody changed the same data meanwhile. Load the files again.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What became of the rows of a kind of file."""

    name: Words
    added: int
    changed: int
    removed: int
    unchanged: int

    @property
    def is_idle(self) -> bool:
        return not (self.added or self.changed or self.removed)


def load_files(files: Sequence[File]) -> list[Count]:
    """Take everything that the files say. Raises LoadRefused with all problems, and has changed nothing then."""
    by_table = _by_table(files)
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            return _load(by_table)
    except IntegrityError as error:
        raise LoadRefused([Problem(words=_CHANGED_MEANWHILE, file=files[0].name)]) from error


def _load(by_table: Sequence[tuple[Table, list[Sheet]]]) -> list[Count]:
    codes, counts = Codes(), []
    problems: list[Problem] = []
    for table, sheets in by_table:
        rows, found = _rows(sheets, table, codes)
        outcome = _stored(rows, table)
        problems += [*found, *outcome.problems]
        codes.forget(table.model)
        counts.append(_count(table, outcome))
    if problems:
        raise LoadRefused(problems)
    return counts


def _stored(rows: Sequence[Row], table: Table) -> Outcome:
    if not rows:
        return Outcome()
    try:
        return store(rows, table)
    except LoadRefused as error:
        return Outcome(problems=list(error.problems))


def _rows(sheets: Sequence[Sheet], table: Table, codes: Codes) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    for sheet in sheets:
        try:
            check_headings(sheet, table)
        except LoadRefused as error:
            problems += error.problems
            continue
        for line in sheet.lines:
            try:
                rows.append(read_line(line, sheet, table, codes))
            except LoadRefused as error:
                problems += error.problems
    return rows, problems


def _by_table(files: Sequence[File]) -> list[tuple[Table, list[Sheet]]]:
    """Each kind of file once, in order; raises LoadRefused."""
    if not files:
        raise LoadRefused([Problem(words=_NO_FILES, file="*.csv")])
    sheets: dict[str, list[Sheet]] = {}
    problems: list[Problem] = []
    for file in sorted(files, key=lambda file: file.name):
        try:
            sheets.setdefault(_table_of(file).name.en, []).append(read_sheet(file))
        except LoadRefused as error:
            problems += error.problems
    if problems:
        raise LoadRefused(problems)
    return [(table, sheets[table.name.en]) for table in TABLES if table.name.en in sheets]


def _table_of(file: File) -> Table:
    """By the longest name that the file's begins with; macOS takes letters apart (プ), so they are put together."""
    name = unicodedata.normalize("NFKC", file.name).lower()
    fitting = [(said, table) for table in TABLES for said in (table.name.ja, table.name.en) if name.startswith(said)]
    if not fitting:
        known = Words(ja="・".join(t.name.ja for t in TABLES), en=", ".join(t.name.en for t in TABLES))
        raise LoadRefused([Problem(words=_UNKNOWN_FILE.filled(known=known), file=file.name)])
    return max(fitting, key=lambda item: len(item[0]))[1]


def _count(table: Table, outcome: Outcome) -> Count:
    return Count(
        name=table.name,
        added=outcome.added,
        changed=outcome.changed,
        removed=outcome.removed,
        unchanged=outcome.unchanged,
    )

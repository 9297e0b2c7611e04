"""Lines of a file as rows of a table, and everything that is wrong with them."""

from collections.abc import Iterator, Sequence

from django.db.models import Model

from attendance_server.loading.cells import flag, narrow
from attendance_server.loading.problems import BadCell, LoadRefused, Problem, Words
from attendance_server.loading.sheets import Line, Sheet
from attendance_server.loading.tables import REMOVAL, Column, Need, Row, Table, Values, same
from attendance_server.webapi.models import Employee

_UNKNOWN_HEADING = Words(
    ja="この見出しは使えません。使える見出し: {known}。",
    en="There is no such heading. The headings are: {known}.",
)
_NO_HEADING = Words(ja="見出し「{name}」の列がありません。列を追加してください。", en="Add the column “{name}”.")
_NEEDED = Words(ja="必須です。値を入力してください。", en="Enter a value: it is needed.")
_UNKNOWN_CODE = Words(ja="「{code}」は登録されていません。{hint}", en="“{code}” is not known. {hint}")
_LOST_ZEROS = Words(
    ja="「{like}」ではありませんか(Excelは先頭の0を消すため、列の表示形式を「文字列」にしてください)。",
    en="Is it “{like}”? (Spreadsheets drop leading zeros: format the column as text.)",
)
_REGISTER_FIRST = Words(
    ja="コードを確認するか、先に登録してください(同じフォルダーのCSVに入れても登録できます)。",
    en="Check the code, or add it first (a CSV file of the same folder may do so).",
)


class Codes:
    """The codes of the company's things, each kind read when it is first asked for."""

    def __init__(self) -> None:
        self._known: dict[type[Model], dict[str, int]] = {}

    def id_of(self, model: type[Model], text: str) -> int:
        """Raises BadCell."""
        known = self._of(model)
        code = text if text in known else narrow(text)
        if code not in known:
            like = next((other for other in known if other.lstrip("0") == code.lstrip("0")), None)
            hint = _LOST_ZEROS.filled(like=like) if like else _REGISTER_FIRST
            raise BadCell(_UNKNOWN_CODE.filled(code=text[:40], hint=hint))
        return known[code]

    def forget(self, model: type[Model]) -> None:
        """Some were added."""
        self._known.pop(model, None)

    def _of(self, model: type[Model]) -> dict[str, int]:
        if model not in self._known:
            rows = model._default_manager.all()
            rows = rows.filter(deleted_at__isnull=True) if model is Employee else rows
            self._known[model] = {str(code): pk for code, pk in rows.values_list("code", "pk")}
        return self._known[model]


def check_headings(sheet: Sheet, table: Table) -> None:
    """Raises LoadRefused."""
    known = {name: column for column in table.columns for name in _names(column)}
    allowed = {*known, *((REMOVAL.ja, REMOVAL.en) if table.can_remove else ())}
    listed = Words(
        ja="・".join([c.heading.ja for c in table.columns] + [REMOVAL.ja] * table.can_remove),
        en=", ".join([c.heading.en for c in table.columns] + [REMOVAL.en] * table.can_remove),
    )
    problems = [
        Problem(words=_UNKNOWN_HEADING.filled(known=listed), file=sheet.file, line=1, column=same(heading))
        for heading in sheet.headings
        if heading not in allowed
    ]
    missing = [c for c in table.columns if c.need is Need.ALWAYS and not set(_names(c)) & set(sheet.headings)]
    problems += [Problem(words=_NO_HEADING.filled(name=column.heading), file=sheet.file, line=1) for column in missing]
    if problems:
        raise LoadRefused(problems)


def read_line(line: Line, sheet: Sheet, table: Table, codes: Codes) -> Row:
    """Raises LoadRefused with everything that is wrong with the line."""
    values: Values = {}
    problems = []
    is_removal = _is_removal(line, sheet, table)
    for column in table.columns:
        heading = next((name for name in _names(column) if name in line.cells), None)
        if heading is None or (is_removal and column.need is not Need.ALWAYS):
            continue
        try:
            values[column.field] = _value(line.cells[heading], column, codes)
        except BadCell as error:
            problems.append(Problem(words=error.words, file=sheet.file, line=line.number, column=same(heading)))
    if problems:
        raise LoadRefused(problems)
    return _finished(Row(file=sheet.file, line=line.number, values=values, is_removal=is_removal), table)


def lacking(row: Row, table: Table) -> Iterator[Problem]:
    """What a row lacks to be added."""
    for column in table.columns:
        if column.need is Need.NEW and row.values.get(column.field) in (None, ""):
            yield Problem(words=_NEEDED, file=row.file, line=row.line, column=column.heading)


def emptied(row: Row, table: Table) -> Iterator[Problem]:
    """What may not be taken away from something that is there."""
    needed = (c for c in table.columns if c.need is Need.NEW and c.field in row.values)
    for column in needed:
        if row.values[column.field] in (None, ""):
            yield Problem(words=_NEEDED, file=row.file, line=row.line, column=column.heading)


def _value(text: str, column: Column, codes: Codes) -> object:
    if "\x00" in text:
        raise BadCell(_NEEDED)
    if not text:
        if column.need is Need.ALWAYS:
            raise BadCell(_NEEDED)
        return column.empty
    return codes.id_of(column.refers, text) if column.refers else column.read(text)


def _is_removal(line: Line, sheet: Sheet, table: Table) -> bool:
    heading = next((name for name in (REMOVAL.ja, REMOVAL.en) if table.can_remove and name in line.cells), None)
    if heading is None or not line.cells[heading]:
        return False
    try:
        return flag(line.cells[heading])
    except BadCell as error:
        problem = Problem(words=error.words, file=sheet.file, line=line.number, column=same(heading))
        raise LoadRefused([problem]) from error


def _finished(row: Row, table: Table) -> Row:
    if row.is_removal:
        return row
    try:
        return Row(file=row.file, line=row.line, values=table.finish(row.values))
    except BadCell as error:
        problem = Problem(words=error.words, file=row.file, line=row.line, column=error.heading)
        raise LoadRefused([problem]) from error


def _names(column: Column) -> Sequence[str]:
    return narrow(column.heading.ja), column.heading.en

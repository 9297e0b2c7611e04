"""Rows of a table against the database: what is new is added, what differs is changed, the rest is left alone."""

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from attendance_server.loading.problems import Problem, Words
from attendance_server.loading.reading import emptied, lacking
from attendance_server.loading.tables import Row, Table, Values

_TWICE = Words(
    ja="{first}と同じものが2行あります。どちらかを削除してください。",
    en="This is there twice: {first} says the same. Remove one of the two.",
)
_CLOSED = Words(
    ja="締め済みの勤務日は変更できません。締めを解除してから読み込んでください。",
    en="The working day is closed. Reopen the month first.",
)
_BATCH = 2000


@dataclass(slots=True, kw_only=True)
class Outcome:
    """How many rows were what, and what is wrong."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sorted:
    """Rows by what is to be done with them."""

    new: list[Row]
    kept: list[tuple[Row, Any]]
    changed: list[tuple[Row, Any]]
    removed: list[tuple[Row, Any]]
    gone: int


def store(rows: Sequence[Row], table: Table) -> Outcome:
    """Within the caller's transaction, which must not be committed if there are problems."""
    once, problems = _once(rows, table)
    found = {_key(values, table): item for values, item in _existing(once, table)}
    parts = _sorted(once, found, table)
    problems += [p for row in parts.new for p in lacking(row, table)]
    problems += [p for row, _ in (*parts.changed, *parts.kept) for p in emptied(row, table)]
    touched = [*parts.new, *(row for row, _ in (*parts.changed, *parts.removed))]
    closed = table.frozen(touched) if table.frozen else set()
    problems += [Problem(words=_CLOSED, file=touched[at].file, line=touched[at].line) for at in sorted(closed)]
    if problems:
        return Outcome(problems=problems)
    return _stored(parts, table)


def _stored(parts: _Sorted, table: Table) -> Outcome:
    manager = table.model._default_manager
    added = manager.bulk_create([_made(row, table) for row in parts.new], batch_size=_BATCH)
    _save(parts.changed, table)
    manager.filter(pk__in=[item.pk for _, item in parts.removed]).delete()
    pairs = [*zip(parts.new, added, strict=True), *parts.changed, *parts.kept]
    moved = table.after(pairs) if table.after else set()
    first_kept = len(parts.new) + len(parts.changed)
    moved_kept = sum(1 for at in moved if at >= first_kept)
    return Outcome(
        added=len(parts.new),
        changed=len(parts.changed) + moved_kept,
        removed=len(parts.removed),
        unchanged=len(parts.kept) - moved_kept + parts.gone,
    )


def _once(rows: Sequence[Row], table: Table) -> tuple[list[Row], list[Problem]]:
    first: dict[tuple[object, ...], Row] = {}
    problems = []
    for row in rows:
        earlier = first.setdefault(_key(row.values, table), row)
        if earlier is not row:
            place = Words(ja=f"{earlier.file} {earlier.line}行目", en=f"{earlier.file}, line {earlier.line}")
            problems.append(Problem(words=_TWICE.filled(first=place), file=row.file, line=row.line))
    return list(first.values()), problems


def _existing(rows: Sequence[Row], table: Table) -> Iterator[tuple[Values, Any]]:
    for item in table.existing(rows):
        yield {name: getattr(item, name) for name in table.keys}, item


def _sorted(rows: Iterable[Row], found: dict[tuple[object, ...], Any], table: Table) -> _Sorted:
    parts = _Sorted(new=[], kept=[], changed=[], removed=[], gone=0)
    gone = 0
    for row in rows:
        item = found.get(_key(row.values, table))
        if row.is_removal:
            gone += item is None
            parts.removed.extend([(row, item)] if item is not None else [])
        elif item is None:
            parts.new.append(row)
        else:
            (parts.changed if _apply(row, item, table) else parts.kept).append((row, item))
    return _Sorted(new=parts.new, kept=parts.kept, changed=parts.changed, removed=parts.removed, gone=gone)


def _key(values: Values, table: Table) -> tuple[object, ...]:
    return tuple(values[name] for name in table.keys)


def _made(row: Row, table: Table) -> Any:
    item = table.model(**table.added())
    _apply(row, item, table)
    return item


def _apply(row: Row, item: Any, table: Table) -> bool:
    """Put the row's values into the item; whether any differed."""
    unstored = {column.field for column in table.columns if not column.stored}
    is_changed = False
    for name, value in row.values.items():
        if name not in unstored:
            is_changed = _put(item, name, value) or is_changed
    return is_changed


def _put(item: Any, name: str, value: object) -> bool:
    attribute, _, path = name.partition(".")
    if path:
        before = getattr(item, attribute)
        value = _with(before, path.split("."), value)
    else:
        before = getattr(item, name)
    if before == value:
        return False
    setattr(item, attribute, value)
    return True


def _with(tree: Values, path: Sequence[str], value: object) -> Values:
    """The tree with a value at a path; None takes it out, and what is empty then."""
    result = copy.deepcopy(tree)
    *parents, last = path
    branch = result
    for name in parents:
        branch = branch.setdefault(name, {})
    if value is None:
        branch.pop(last, None)
    else:
        branch[last] = value
    if parents and not branch:
        result.pop(parents[0], None)
    return result


def _save(changed: Sequence[tuple[Row, Any]], table: Table) -> None:
    unstored = {column.field for column in table.columns if not column.stored}
    names = {name.partition(".")[0] for row, _ in changed for name in row.values if name not in unstored}
    fields = sorted(names - set(table.keys))
    if changed and fields:
        table.model._default_manager.bulk_update([item for _, item in changed], fields, batch_size=_BATCH)

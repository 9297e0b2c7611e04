"""What a file's columns mean: the values of `Table` and `Column`, from which files are read, stored and exemplified."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import Model, QuerySet

from attendance_server.loading.cells import Reader
from attendance_server.loading.problems import Words

Values = dict[str, Any]  # by the model's attribute: `division_id`, `rules.overtime_start`


NOTHING = Words(ja="", en="")


class Need(Enum):
    """When a column must be there and filled."""

    ALWAYS = "always"  # it says which row of the database is meant
    NEW = "new"  # to add something; without the column, what is there stays
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a file. Without the column a value stays as it is; an empty cell makes it `empty`.

    `refers` names the model whose code the cell holds. What is not `stored` is left to the table's `finish` or `after`.
    """

    heading: Words
    field: str
    read: Reader
    need: Need = Need.NEVER
    empty: object = None
    refers: type[Model] | None = None
    stored: bool = True
    example: Words = NOTHING  # cells of the example's rows, separated by |


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line that could be read; `place` is for whoever finds something wrong later."""

    file: str
    line: int
    values: Values
    is_removal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A kind of file. `keys` are the attributes that say which row is meant.

    `finish` makes stored values out of a row's values and raises BadCell; `added` gives what only a new row gets;
    `existing` finds the rows of the database that the file may mean; `after` stores the rest and gives the indices of
    the rows that it changed; `frozen` gives the indices of changed rows that nobody may change any more.
    """

    name: Words
    model: type[Model]
    keys: Sequence[str]
    columns: Sequence[Column]
    existing: Callable[[Sequence[Row]], QuerySet[Any]]
    finish: Callable[[Values], Values] = lambda values: values
    added: Callable[[], Mapping[str, object]] = dict
    after: Callable[[Sequence[tuple[Row, Any]]], set[int]] | None = None
    frozen: Callable[[Sequence[Row]], set[int]] | None = None
    can_remove: bool = False


REMOVAL = Words(ja="削除", en="Remove")  # the column of tables whose rows can be removed


def same(ja: str) -> Words:
    """An example that reads the same in both languages."""
    return Words(ja=ja, en=ja)

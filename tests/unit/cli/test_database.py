"""Only what a person can mend becomes a sentence: the rest stays the error that it is."""

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, ProgrammingError
from psycopg import errors

from kaodoki.cli.database import _in_words


def caused(error: DatabaseError, cause: Exception) -> DatabaseError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (caused(ProgrammingError(), errors.UndefinedTable()), "tables_outdated"),
        (caused(ProgrammingError(), errors.UndefinedColumn()), "tables_outdated"),
        (caused(OperationalError(), psycopg.OperationalError("connection refused")), "database_away"),
        (caused(OperationalError(), errors.InvalidPassword()), "database_away"),
        (caused(OperationalError(), errors.AdminShutdown()), "database_away"),
        (caused(OperationalError(), errors.DeadlockDetected()), None),
        (caused(OperationalError(), errors.DiskFull()), None),
        (caused(ProgrammingError(), errors.SyntaxError()), None),
        (DatabaseError(), None),
    ],
)
def test_state_of_the_server_says_what_is_told(error: DatabaseError, code: str | None) -> None:
    told = _in_words(error)

    assert (told and told.code) == code

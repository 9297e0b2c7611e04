"""Django on the right database, for the commands that need one."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from kaodoki.errors import KaodokiError
from kaodoki.project.environment import read_environment
from kaodoki.project.running import database_for_command

SETTINGS = "kaodoki.project.settings"

# PostgreSQL's appendix A: a table or a column that is not there.
_NO_TABLE = {"42P01", "42703"}
# Connection exceptions, refused logins, no such database, the server is stopping; none: nobody answered at all.
_AWAY = ("08", "28", "3D", "57P", "None")


@contextmanager
def on_database() -> Iterator[None]:
    """Django on the right database, for as long as the block runs.

    Raises `TablesOutdated` and `DatabaseAway` for what the block met; what else the database says passes.
    """
    with database_for_command(read_environment(os.environ)) as variables:
        os.environ.update(variables)
        set_up_django()
        try:
            yield
        except importlib.import_module("django.db").DatabaseError as error:
            told = _in_words(error)
            if told is None:
                raise
            raise told from error
        finally:
            _close_connections()


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    importlib.import_module("django").setup()


def _in_words(error: Exception) -> KaodokiError | None:
    """By the server's own code, which is the cause's; None if it is something else."""
    sentences = importlib.import_module("kaodoki.project.supervisor_migrations")
    told: KaodokiError | None = None
    state = str(getattr(error.__cause__, "sqlstate", None))
    if state in _NO_TABLE:
        told = sentences.TablesOutdated()
    elif isinstance(error, importlib.import_module("django.db").OperationalError) and state.startswith(_AWAY):
        told = sentences.DatabaseAway()
    return told


def _close_connections() -> None:
    """Before the database may be stopped; a pool would keep trying."""
    for connection in importlib.import_module("django.db").connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()

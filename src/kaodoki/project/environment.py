"""What Kaodoki takes from environment variables, read and checked once: a misspelt name is an error, not a default."""

import base64
import binascii
import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kaodoki.errors import KaodokiError
from kaodoki.project.mail_server import parse_mail_server

PREFIX = "KAODOKI_"
FILE_SUFFIX = "_FILE"
DATABASE_URL = "KAODOKI_DATABASE_URL"
DATA_DIR = "KAODOKI_DATA_DIR"
SECRET_KEY = "KAODOKI_SECRET_KEY"  # noqa: S105 - a name, no secret
TEMPLATE_KEY = "KAODOKI_TEMPLATE_KEY"
PUBLIC_URL = "KAODOKI_PUBLIC_URL"
TRUSTED_PROXIES = "KAODOKI_TRUSTED_PROXIES"
CONNECTOR_HOSTS = "KAODOKI_CONNECTOR_HOSTS"
CONNECTOR_FOLDERS = "KAODOKI_CONNECTOR_FOLDERS"
EMAIL_URL = "KAODOKI_EMAIL_URL"
EMAIL_FROM = "KAODOKI_EMAIL_FROM"
OIDC_ISSUER = "KAODOKI_OIDC_ISSUER"
OIDC_CLIENT_ID = "KAODOKI_OIDC_CLIENT_ID"
OIDC_CLIENT_SECRET = "KAODOKI_OIDC_CLIENT_SECRET"  # noqa: S105 - a name, no secret
OIDC_NAME = "KAODOKI_OIDC_NAME"
# From the supervisor to its parts; nobody sets these by hand.
INTERNAL_CLOCK = "KAODOKI_INTERNAL_CLOCK"
INTERNAL_DEMO = "KAODOKI_INTERNAL_DEMO"
INTERNAL_ATTENDANCE = "KAODOKI_INTERNAL_ATTENDANCE"
INTERNAL_AUTHORITY = "KAODOKI_INTERNAL_AUTHORITY"
INTERNAL_TABLETS = "KAODOKI_INTERNAL_TABLETS"
NAMES = (
    *(DATABASE_URL, DATA_DIR, SECRET_KEY, TEMPLATE_KEY, PUBLIC_URL, TRUSTED_PROXIES),
    *(CONNECTOR_HOSTS, CONNECTOR_FOLDERS, INTERNAL_CLOCK, INTERNAL_DEMO, INTERNAL_ATTENDANCE),
    *(INTERNAL_AUTHORITY, INTERNAL_TABLETS, EMAIL_URL, EMAIL_FROM),
    *(OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME),
)
_SENDER = re.compile(r"[^@\s<>,\"]+@[^@\s<>,\"]+")
TEMPLATE_KEY_BYTES = 32
SHORTEST_SECRET_KEY = 32


class EnvironmentInvalid(KaodokiError):
    code = "environment_invalid"
    ja = "環境変数を修正してください: {problems}"
    en = "Correct these environment variables: {problems}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Environment:
    """The checked values. No `repr`: two of them are keys and two hold a password.

    `attendance_url`: of the attendance server that runs beside, if there is one. `authority`: the certificate that
    tablets install, if it is ours. `tablets_url`: where tablets on the network open the kiosk, if they can.
    """

    database_url: str | None = None
    data_dir: Path | None = None
    secret_key: str | None = None
    template_key: bytes | None = None
    public_url: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    connector_hosts: tuple[str, ...] = ()
    connector_folders: tuple[Path, ...] = ()
    email_url: str | None = None
    email_from: str | None = None
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = None
    oidc_name: str | None = None
    clock_offset: float = 0.0
    demo: bool = False
    attendance_url: str | None = None
    authority: Path | None = None
    tablets_url: str | None = None


def read_environment(variables: Mapping[str, str]) -> Environment:
    """Parses all `KAODOKI_*` variables; `EnvironmentInvalid` names every problem at once, and no value."""
    problems = [f"{name} is unknown" for name in sorted(variables) if name.startswith(PREFIX) and not _is_known(name)]
    reader = _Reader(variables, problems)
    environment = Environment(
        database_url=reader.database_url(),
        data_dir=_path(reader.text(DATA_DIR)),
        secret_key=reader.secret_key(),
        template_key=reader.template_key(),
        public_url=reader.public_url(),
        trusted_proxies=reader.networks(TRUSTED_PROXIES),
        connector_hosts=tuple(host.lower() for host in reader.items(CONNECTOR_HOSTS)),
        connector_folders=reader.folders(CONNECTOR_FOLDERS),
        email_url=reader.email_url(),
        email_from=reader.email_from(),
        oidc_issuer=reader.oidc_issuer(),
        oidc_client_id=reader.text(OIDC_CLIENT_ID),
        oidc_client_secret=reader.text(OIDC_CLIENT_SECRET),
        oidc_name=reader.text(OIDC_NAME),
        clock_offset=reader.seconds(INTERNAL_CLOCK),
        demo=reader.text(INTERNAL_DEMO) == "1",
        attendance_url=reader.text(INTERNAL_ATTENDANCE),
        authority=_path(reader.text(INTERNAL_AUTHORITY)),
        tablets_url=reader.text(INTERNAL_TABLETS),
    )
    if problems:
        raise EnvironmentInvalid(problems="; ".join(problems))
    return environment


def choose_data_dir(environment: Environment) -> Path:
    """`KAODOKI_DATA_DIR`; else `var` in a checkout; else the user's folder for data."""
    if environment.data_dir is not None:
        return environment.data_dir
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").exists():
        return checkout / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "kaodoki"


class _Reader:
    """Reads one variable after another and collects what is wrong."""

    def __init__(self, variables: Mapping[str, str], problems: list[str]) -> None:
        self._variables = variables
        self._problems = problems

    def text(self, name: str) -> str | None:
        """The value of `name`, or the content of the file that `name_FILE` names; None where neither is set."""
        value = self._variables.get(name) or None
        file = self._variables.get(name + FILE_SUFFIX)
        if not file:
            return value
        if value is not None:
            self._problems.append(f"{name} and {name}{FILE_SUFFIX} are both set")
            return None
        try:
            return Path(file).read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError):
            self._problems.append(f"{name}{FILE_SUFFIX} names a file that cannot be read")
            return None

    def oidc_issuer(self) -> str | None:
        issuer = self.text(OIDC_ISSUER)
        if issuer is None:
            return None
        if not issuer.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            self._problems.append(f"{OIDC_ISSUER} is no https address")
        if not self.text(OIDC_CLIENT_ID) or not self.text(OIDC_CLIENT_SECRET):
            self._problems.append(f"{OIDC_ISSUER} needs {OIDC_CLIENT_ID} and {OIDC_CLIENT_SECRET}")
        return issuer.rstrip("/")

    def items(self, name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in (self.text(name) or "").split(",") if part.strip())

    def folders(self, name: str) -> tuple[Path, ...]:
        folders = tuple(Path(item) for item in self.items(name))
        # "/" would allow everything, and a relative one something else for each process.
        if any(not folder.is_absolute() or folder == Path(folder.anchor) for folder in folders):
            self._problems.append(f"{name} names something that is no absolute folder")
        return folders

    def database_url(self) -> str | None:
        value = self.text(DATABASE_URL)
        if value is not None and not value.startswith(("postgresql://", "postgres://")):
            self._problems.append(f"{DATABASE_URL} is not a postgresql:// address")
        return value

    def secret_key(self) -> str | None:
        value = self.text(SECRET_KEY)
        if value is not None and len(value) < SHORTEST_SECRET_KEY:
            self._problems.append(f"{SECRET_KEY} has fewer than {SHORTEST_SECRET_KEY} characters")
        return value

    def template_key(self) -> bytes | None:
        value = self.text(TEMPLATE_KEY)
        if value is None:
            return None
        try:
            key = base64.b64decode(value, validate=True)
        except binascii.Error:
            key = b""
        if len(key) != TEMPLATE_KEY_BYTES:
            self._problems.append(f"{TEMPLATE_KEY} is not {TEMPLATE_KEY_BYTES} bytes in base64")
        return key

    def public_url(self) -> str | None:
        value = self.text(PUBLIC_URL)
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"} or parts.query:
            self._problems.append(f"{PUBLIC_URL} is not an address like https://kaodoki.example.jp")
        return value.rstrip("/")

    def email_url(self) -> str | None:
        value = self.text(EMAIL_URL)
        if value is None:
            return None
        try:
            parse_mail_server(value)
        except ValueError:
            self._problems.append(f"{EMAIL_URL} is not an address like smtp+starttls://user:password@mail.example.jp")
        if not self.text(EMAIL_FROM):
            self._problems.append(f"{EMAIL_FROM} must be set with {EMAIL_URL}")
        return value

    def email_from(self) -> str | None:
        value = self.text(EMAIL_FROM)
        if value is not None and not _SENDER.fullmatch(value):
            self._problems.append(f"{EMAIL_FROM} is not an address like kaodoki@example.jp")
        return value

    def networks(self, name: str) -> tuple[str, ...]:
        networks = self.items(name)
        for network in networks:
            try:
                ipaddress.ip_network(network, strict=False)
            except ValueError:
                self._problems.append(f"{name} is not a list of addresses or networks like 10.0.0.0/8")
        return networks

    def seconds(self, name: str) -> float:
        try:
            return float(self.text(name) or 0)
        except ValueError:
            self._problems.append(f"{name} is not a number of seconds")
            return 0.0


def _is_known(name: str) -> bool:
    return name in NAMES or (name.endswith(FILE_SUFFIX) and name.removesuffix(FILE_SUFFIX) in NAMES)


def _path(value: str | None) -> Path | None:
    return Path(value).expanduser() if value else None

"""What a person at the server must be told: where to make the first administrator, and what a tablet needs."""

import io
from pathlib import Path

import psycopg
import segno

from kaodoki.vault.first_run import certificate_fingerprint, set_up_code

FIRST_RUN_PATH = "/first-run/"
INSTALL_PATH = "/kiosk/install-ca"
CONNECT_TIMEOUT_S = 5


def has_administrator(database_url: str) -> bool:
    """Asked without Django, which a supervisor does not load. True where the database does not say."""
    try:
        with psycopg.connect(database_url, connect_timeout=CONNECT_TIMEOUT_S) as connection:
            row = connection.execute("SELECT EXISTS (SELECT 1 FROM accounts_administrator)").fetchone()
    except psycopg.Error:
        return True
    return row is None or bool(row[0])


def first_run_lines(address: str, tablets_url: str | None, secret_key: str) -> list[str]:
    """The one-time address: on this machine and, if they reach it, for others. It opens only without administrator."""
    path = f"{FIRST_RUN_PATH}?code={set_up_code(secret_key)}"
    return [
        "初期設定: 次のアドレスを開いて最初の管理者を登録してください(登録するまで有効)",
        "First set-up: open this address to make the first administrator (works until there is one)",
        *(f"{each}{path}" for each in dict.fromkeys((address, tablets_url or address))),
    ]


def tablet_lines(tablets_url: str, authority: Path | None, *, with_picture: bool) -> list[str]:
    """The kiosk's address and, if the certificate is ours, where a tablet installs the authority. The fingerprint is
    for comparing by eye: whoever is between tablet and server cannot make one that is equal."""
    if authority is None or not authority.exists():
        return [
            "端末のアドレス / for tablets",
            f"{tablets_url}/kiosk/",
            *_picture(f"{tablets_url}/kiosk/", with_picture),
        ]
    address = f"{tablets_url}{INSTALL_PATH}"
    fingerprint = certificate_fingerprint(authority.read_text(encoding="ascii"))
    return [
        "タブレットでこのアドレスを開き、証明書を入れてください / open this on the tablet and install the certificate",
        address,
        *_picture(address, with_picture),
        "証明書のフィンガープリント / SHA-256 fingerprint",
        fingerprint[:47],
        fingerprint[48:],
        f"{authority}",
    ]


def _picture(address: str, is_wanted: bool) -> list[str]:
    if not is_wanted:
        return []
    drawn = io.StringIO()
    segno.make(address, error="m").terminal(out=drawn, border=4, compact=True)
    return drawn.getvalue().splitlines()

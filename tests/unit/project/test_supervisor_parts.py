"""What the supervisor makes of its options."""

import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from kaodoki.project.environment import Environment
from kaodoki.project.secrets import Secrets, SecretsMissing, secrets_for
from kaodoki.project.supervisor_options import ClockWithoutDemo, Options, Tls, TlsIncomplete
from kaodoki.project.supervisor_parts import attendance_part, certificate_for, web_part, with_options

KEYS = Secrets(secret_key="a-secret", template_key="a-key")
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)


def test_another_clock_is_for_demos_only(tmp_path: Path) -> None:
    with pytest.raises(ClockWithoutDemo):
        Options(data_dir=tmp_path, clock=NOON)


def test_a_certificate_without_its_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TlsIncomplete):
        Options(data_dir=tmp_path, tls_certificate=tmp_path / "certificate.pem")


def test_the_bundled_attendance_server_may_be_linked_and_no_other_port_of_this_machine(tmp_path: Path) -> None:
    linked = with_options(Environment(), Options(data_dir=tmp_path, attendance_port=8123))
    alone = with_options(Environment(), Options(data_dir=tmp_path, with_attendance=False))

    assert linked.connector_hosts == ("127.0.0.1:8123",)
    assert alone.connector_hosts == ()


def test_the_attendance_server_gets_none_of_our_keys_and_the_shifted_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAODOKI_SECRET_KEY", "x" * 40)
    options = Options(data_dir=tmp_path, demo=True, clock=NOON)

    part = attendance_part(options, with_options(Environment(), options), KEYS, "postgresql:///attendance")

    assert not [name for name in part.environment if name.startswith("KAODOKI_")]
    assert KEYS.secret_key not in part.environment.values()
    command = list(part.command())
    told = datetime.fromisoformat(command[command.index("--clock") + 1])
    assert 0 <= (told - NOON).total_seconds() < 5


@pytest.mark.parametrize(
    ("options", "public_url", "addresses"),
    [
        ({"port": 8001}, None, ["http://127.0.0.1:8001", "http://localhost:8001"]),
        ({"host": "0.0.0.0"}, None, ["https://127.0.0.1:8000", "https://localhost:8000"]),
        ({"host": "192.0.2.7", "tls": Tls.OFF}, None, ["http://192.0.2.7:8000"]),
        ({"host": "0.0.0.0"}, "https://kaodoki.example.jp", ["https://kaodoki.example.jp"]),
    ],
)
def test_the_attendance_server_knows_where_administrators_come_back_to(
    tmp_path: Path, options: dict[str, Any], public_url: str | None, addresses: list[str]
) -> None:
    told = Options(data_dir=tmp_path, **options)

    command = attendance_part(told, with_options(Environment(public_url=public_url), told), KEYS, None).command()

    registered = [part.partition("=")[2] for part in command if part.startswith("--register-client=")]
    assert registered == [f"kaodoki={address}/console/system/linking/return" for address in addresses]


def test_tls_is_off_on_this_machine_and_on_anywhere_else(tmp_path: Path) -> None:
    assert certificate_for(Options(data_dir=tmp_path, host="127.0.0.1")) is None
    assert certificate_for(Options(data_dir=tmp_path, host="localhost")) is None
    assert certificate_for(Options(data_dir=tmp_path, host="0.0.0.0", tls=Tls.OFF)) is None

    options = Options(data_dir=tmp_path, host="192.0.2.7", port=8443)
    certificate = certificate_for(options)

    assert certificate is not None
    assert web_part(options, {}, certificate).address == "https://192.0.2.7:8443"


def test_the_certificate_names_the_host_is_signed_by_the_kept_authority_and_its_keys_are_private(
    tmp_path: Path,
) -> None:
    first = certificate_for(Options(data_dir=tmp_path, host="kaodoki.local"))
    second = certificate_for(Options(data_dir=tmp_path, host="192.0.2.7"))

    assert first is not None
    assert second is not None
    assert second.authority is not None
    server = x509.load_pem_x509_certificate(second.certificate.read_bytes())
    authority = x509.load_pem_x509_certificate(second.authority.read_bytes())
    server.verify_directly_issued_by(authority)
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "192.0.2.7" in [str(address) for address in names.get_values_for_type(x509.IPAddress)]
    for key in (tmp_path / "tls" / "ca-key.pem", second.key):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_good_certificate_is_kept(tmp_path: Path) -> None:
    options = Options(data_dir=tmp_path, host="kaodoki.local")
    first = certificate_for(options)
    assert first is not None
    before = first.certificate.read_bytes()

    certificate_for(options)

    assert first.certificate.read_bytes() == before


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first = secrets_for(tmp_path, Environment())
    second = secrets_for(tmp_path, Environment())

    assert (first.secret_key, first.template_key) == (second.secret_key, second.template_key)
    assert stat.S_IMODE((tmp_path / "secrets.toml").stat().st_mode) == 0o600
    assert first.secret_key not in repr(first)


def test_lost_keys_are_not_replaced_by_new_ones_under_an_old_database(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()

    with pytest.raises(SecretsMissing):
        secrets_for(tmp_path, Environment())

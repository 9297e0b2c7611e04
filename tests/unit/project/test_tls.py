"""The certificate of our own authority: believed by who has the authority, by nobody else, and kept good."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from kaodoki.project import tls
from kaodoki.project.announcement import first_run_lines, has_administrator, tablet_lines
from kaodoki.project.certificate_watch import CertificateWatch
from kaodoki.project.environment import INTERNAL_TABLETS, Environment
from kaodoki.project.processes import Part, Process
from kaodoki.project.supervisor_options import Options, Tls
from kaodoki.project.supervisor_parts import certificate_for, tablets_url, with_options
from kaodoki.project.tls import Certificate, address_for_tablets, is_due, self_signed_certificate
from kaodoki.vault.first_run import certificate_fingerprint, is_set_up_code, set_up_code

EVERYWHERE = "0.0.0.0"
LAN = "192.0.2.7"


def at(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """The machine has this address from now on."""
    monkeypatch.setattr(tls, "_own_addresses", lambda: (address,))


def names_in(files: Certificate) -> list[str]:
    certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [str(name.value) for name in names]


@contextmanager
def served(files: Certificate) -> Iterator[int]:
    """A TLS server on all addresses; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    listener = socket.create_server((EVERYWHERE, 0))
    is_over = threading.Event()

    def serve() -> None:
        while not is_over.is_set():
            try:
                plain, _ = listener.accept()
                with plain, context.wrap_socket(plain, server_side=True) as secure:
                    secure.sendall(b"ok")
            except OSError:  # a client that does not believe us, or the end
                continue

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        is_over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def ask(address: str, port: int, authority: Path | None, *, named: str | None = None) -> bytes:
    context = ssl.create_default_context(cafile=authority)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    with (
        socket.create_connection((address, port), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname=named or address) as secure,
    ):
        return secure.recv(10)


def test_who_has_the_authority_believes_the_address_on_the_network_and_nobody_else_does(tmp_path: Path) -> None:
    files = self_signed_certificate(tmp_path / "tls", EVERYWHERE)
    address = address_for_tablets(EVERYWHERE) or "127.0.0.1"  # a machine without any network has only this one

    with served(files) as port:
        believed = ask(address, port, files.authority)
        with pytest.raises(ssl.SSLCertVerificationError, match="self-signed"):
            ask(address, port, None)
        with pytest.raises(ssl.SSLCertVerificationError, match="not valid for"):
            ask(address, port, files.authority, named="somebody-else.example.jp")

    assert believed == b"ok"


def test_certificate_names_what_a_tablet_may_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, LAN)
    monkeypatch.setattr(socket, "gethostname", lambda: "clock")

    files = self_signed_certificate(tmp_path / "tls", EVERYWHERE)

    assert names_in(files) == ["clock", "clock.local", LAN, "localhost", "127.0.0.1", "::1"]


def test_another_address_makes_a_new_certificate_of_the_same_authority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, LAN)
    files = self_signed_certificate(tmp_path / "tls", EVERYWHERE)
    assert files.authority is not None
    authority = files.authority.read_bytes()
    was_due = is_due(tmp_path / "tls", EVERYWHERE)

    at(monkeypatch, "192.0.2.99")
    is_due_now = is_due(tmp_path / "tls", EVERYWHERE)
    self_signed_certificate(tmp_path / "tls", EVERYWHERE)

    assert (was_due, is_due_now) == (False, True)
    assert "192.0.2.99" in names_in(files)
    assert files.authority.read_bytes() == authority
    assert not is_due(tmp_path / "tls", EVERYWHERE)


def test_a_network_that_is_away_for_a_moment_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, LAN)
    self_signed_certificate(tmp_path / "tls", EVERYWHERE)

    monkeypatch.setattr(tls, "_own_addresses", tuple)

    assert not is_due(tmp_path / "tls", EVERYWHERE)


def test_certificate_is_due_a_month_before_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "CERTIFICATE_DAYS", tls.RENEW_BEFORE_DAYS)
    self_signed_certificate(tmp_path / "tls", "127.0.0.1")

    assert is_due(tmp_path / "tls", "127.0.0.1")


def test_keys_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    self_signed_certificate(tmp_path / "tls", "127.0.0.1")

    modes = {file.name: file.stat().st_mode & 0o077 for file in (tmp_path / "tls").iterdir()}

    assert set(modes.values()) == {0}


@pytest.mark.parametrize(
    ("host", "url"),
    [
        (EVERYWHERE, f"https://{LAN}:8000"),
        ("127.0.0.1", None),
        ("192.0.2.9", "https://192.0.2.9:8000"),
        ("clock.example.jp", "https://clock.example.jp:8000"),
        ("2001:db8::1", "https://[2001:db8::1]:8000"),
    ],
)
def test_tablets_are_told_an_address_that_they_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, url: str | None
) -> None:
    at(monkeypatch, LAN)

    assert tablets_url(Options(data_dir=tmp_path, host=host)) == url


def test_only_our_own_authority_is_offered_to_tablets(tmp_path: Path) -> None:
    own = Options(data_dir=tmp_path, host=EVERYWHERE)
    plain = Options(data_dir=tmp_path, host=EVERYWHERE, tls=Tls.OFF)
    brought = Options(data_dir=tmp_path, host=EVERYWHERE, tls_certificate=tmp_path / "a", tls_key=tmp_path / "b")

    offered = [with_options(Environment(), options).authority for options in (own, plain, brought)]

    assert offered == [tmp_path / "tls" / "ca.pem", None, None]


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Process]:
    """A part that runs, in the place of the web."""
    process = Process(
        Part(name="web", command=lambda: ("-c", "import time; time.sleep(60)"), environment={"PATH": "/usr/bin"})
    )
    process.start()
    yield process
    process.ask_to_stop()
    process.wait_for_stop(time.monotonic() + 5)


def test_a_changed_address_restarts_the_web_once_with_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, web: Process
) -> None:
    at(monkeypatch, LAN)
    options = Options(data_dir=tmp_path, host=EVERYWHERE)
    certificate_for(options)
    watch, before = CertificateWatch(options, interval_s=0), web.pid
    untouched = watch.renew(web)

    at(monkeypatch, "192.0.2.99")
    renewed, again = watch.renew(web), watch.renew(web)
    deadline = time.monotonic() + 10
    while web.pid in {before, None} and time.monotonic() < deadline:
        web.restart_if_dead()
        time.sleep(0.05)

    assert (untouched, renewed, again) == (False, True, False)
    assert web.part.environment[INTERNAL_TABLETS] == "https://192.0.2.99:8000"
    assert web.pid not in {before, None}


def test_an_operators_own_certificate_is_left_alone(tmp_path: Path, web: Process) -> None:
    options = Options(data_dir=tmp_path, tls_certificate=tmp_path / "a.pem", tls_key=tmp_path / "b.pem")

    assert not CertificateWatch(options, interval_s=0).renew(web)
    assert not (tmp_path / "tls").exists()


def test_the_fingerprint_is_that_of_the_certificate(tmp_path: Path) -> None:
    authority = self_signed_certificate(tmp_path / "tls", "127.0.0.1").authority
    assert authority is not None

    known = x509.load_pem_x509_certificate(authority.read_bytes()).fingerprint(hashes.SHA256())

    assert certificate_fingerprint(authority.read_text()) == known.hex(":").upper()


def test_the_announcement_names_the_page_the_whole_fingerprint_and_no_key(tmp_path: Path) -> None:
    authority = self_signed_certificate(tmp_path / "tls", EVERYWHERE).authority
    assert authority is not None

    lines = tablet_lines(f"https://{LAN}:8000", authority, with_picture=True)

    fingerprint = certificate_fingerprint(authority.read_text())
    assert f"https://{LAN}:8000/kiosk/install-ca" in lines
    assert ":".join(line for line in lines if line in (fingerprint[:47], fingerprint[48:])) == fingerprint
    assert any("▀" in line or "█" in line or "\x1b" in line for line in lines)  # a QR code is drawn
    assert not any("PRIVATE" in line for line in lines)


def test_the_qr_code_on_the_servers_screen_leads_to_the_page(tmp_path: Path) -> None:
    authority = self_signed_certificate(tmp_path / "tls", EVERYWHERE).authority

    lines = tablet_lines(f"https://{LAN}:8000", authority, with_picture=True)

    drawn = [line for line in lines if line and set(line) <= set(" ▀▄█")]
    halves = {" ": (0, 0), "▀": (255, 0), "▄": (0, 255), "█": (255, 255)}
    rows = [[halves[character][half] for character in line] for line in drawn for half in (0, 1)]
    seen = np.kron(np.array(rows, dtype=np.uint8), np.ones((8, 8), dtype=np.uint8))
    assert cv2.QRCodeDetector().detectAndDecode(seen)[0] == f"https://{LAN}:8000/kiosk/install-ca"


def test_without_our_authority_tablets_are_led_to_the_kiosk_itself() -> None:
    assert f"https://{LAN}:8000/kiosk/" in tablet_lines(f"https://{LAN}:8000", None, with_picture=False)


def test_the_set_up_code_is_of_the_installation_and_survives_typing() -> None:
    code = set_up_code("a" * 40)

    assert len(code.replace("-", "")) == 20
    assert is_set_up_code(code.lower().replace("-", " "), "a" * 40)
    assert not is_set_up_code(code, "b" * 40)
    assert not is_set_up_code("", "a" * 40)
    assert any(code in line for line in first_run_lines("http://127.0.0.1:8000", None, "a" * 40))


def test_a_database_that_does_not_answer_offers_no_set_up() -> None:
    assert has_administrator("postgresql://127.0.0.1:1/nothing")

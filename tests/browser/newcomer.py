"""An empty Kaodoki on the whole network, over TLS of its own authority, started as the guide says."""

import base64
import hashlib
import json
import os
import re
import secrets
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx2
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kaodoki.project.demo.programs import free_ports

LOGIN, PASSWORD = "yamada", "four quiet herons wade"
PATIENCE_S = 90


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Empty:
    """`here` is for the administrator at the server, `network` for tablets; `said`: what the server printed."""

    here: str
    network: str
    attendance: str
    attendance_login: tuple[str, str]
    attendance_token: str
    said: Path
    data: Path

    @property
    def set_up_address(self) -> str:
        """The one-time address, read off the server's screen."""
        found = re.search(rf"{re.escape(self.here)}/first-run/\?code=\S+", self.said.read_text(encoding="utf-8"))
        assert found is not None, self.said.read_text(encoding="utf-8")
        return found[0]

    @property
    def authority(self) -> Path:
        return self.data / "tls" / "ca.pem"

    @property
    def spki(self) -> str:
        """The hash by which Chromium may be told of one certificate: it has no option for an authority."""
        certificate = x509.load_pem_x509_certificate((self.data / "tls" / "server.pem").read_bytes())
        key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(hashlib.sha256(key).digest()).decode()

    def client(self, token: str) -> httpx2.Client:
        """A program on the network that knows the authority."""
        headers = {"Authorization": f"Bearer {token}"}
        context = ssl.create_default_context(cafile=self.authority)
        return httpx2.Client(base_url=self.network, headers=headers, verify=context, trust_env=False, timeout=30)

    def run(self, *command: str) -> str:
        """A command on the server; what it printed."""
        variables = {**_variables(), "KAODOKI_DATA_DIR": str(self.data)}
        done = subprocess.run(
            [sys.executable, "-m", "kaodoki.cli", *command], env=variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextmanager
def running_empty(folder: Path, *, clock: datetime) -> Iterator[Empty]:
    """`kaodoki up --host 0.0.0.0` with nothing in it; the attendance server beside has its people."""
    ports, token, login = free_ports(), secrets.token_hex(16), ("demo", secrets.token_urlsafe(9))
    data, said = folder / "data", folder / "said"
    command = ["up", "--temporary", "--data", str(data), "--host", "0.0.0.0", "--demo", "--clock", clock.isoformat()]
    command += ["--port", str(ports.kaodoki), "--attendance-port", str(ports.attendance)]
    switches = ("--token", token, "--seed", "demo", "--restricted-hours", "", "--demo-admin", ":".join(login))
    command += [f"--attendance-argument={switch}" for switch in switches]
    with (
        said.open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "kaodoki.cli", *command], env=_variables(), stdout=log, stderr=log
        ) as process,
    ):
        try:
            facts = _facts(process, data, said)
            yield Empty(
                here=facts["web"],
                network=facts["tablets"],
                attendance=facts["attendance"],
                attendance_login=login,
                attendance_token=token,
                said=said,
                data=data,
            )
        finally:
            process.terminate()
            process.wait(30)


def _facts(process: "subprocess.Popen[bytes]", data: Path, said: Path) -> dict[str, str]:
    deadline = time.monotonic() + PATIENCE_S
    while "first-run" not in said.read_text(encoding="utf-8"):
        assert process.poll() is None, said.read_text(encoding="utf-8")
        assert time.monotonic() < deadline, said.read_text(encoding="utf-8")
        time.sleep(0.2)
    facts: dict[str, str] = json.loads((data / "running.json").read_text(encoding="utf-8"))
    return facts


def _variables() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("KAODOKI_", "DJANGO_"))}

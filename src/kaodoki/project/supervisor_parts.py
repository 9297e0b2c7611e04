"""Which parts `kaodoki up` runs, with which commands and variables."""

import hashlib
import os
import signal
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kaodoki.linking.linkage_client import CLIENT_ID, RETURN_PATH
from kaodoki.project.environment import PREFIX, Environment
from kaodoki.project.processes import Part
from kaodoki.project.secrets import Secrets
from kaodoki.project.supervisor_options import LOOPBACK, Options, Tls
from kaodoki.project.tls import Certificate, address_for_tablets, is_loopback, self_signed_certificate

CLI = ("-m", "kaodoki.cli")
EVERYWHERE = {"0.0.0.0": LOOPBACK, "::": "::1"}  # noqa: S104 - where to reach what listens on all addresses


def with_options(environment: Environment, options: Options) -> Environment:
    """The environment of the parts: the operator's, and what the options add."""
    hosts = environment.connector_hosts
    if options.with_attendance:
        hosts = (*hosts, f"{LOOPBACK}:{options.attendance_port}")
    offset = 0.0 if options.clock is None else (options.clock - datetime.now(tz=UTC)).total_seconds()
    return replace(
        environment,
        data_dir=options.data_dir,
        connector_hosts=hosts,
        clock_offset=offset,
        demo=options.demo,
        attendance_url=options.attendance_url if options.with_attendance else None,
        authority=certificate_folder(options) / "ca.pem" if makes_certificate(options) else None,
        tablets_url=environment.public_url or tablets_url(options),
    )


def tablets_url(options: Options) -> str | None:
    """Where a tablet on the network opens this Kaodoki; None where only this machine can."""
    host = address_for_tablets(options.host)
    return None if host is None else address_of(host, options.port, secure=_is_secure(options))


def certificate_folder(options: Options) -> Path:
    return options.data_dir / "tls"


def makes_certificate(options: Options) -> bool:
    """Whether the certificate is one of our own authority."""
    return options.tls_certificate is None and _is_secure(options)


def certificate_for(options: Options) -> Certificate | None:
    """The operator's certificate; else one of our own, where browsers insist on one; else None."""
    if options.tls_certificate is not None and options.tls_key is not None:
        return Certificate(certificate=options.tls_certificate, key=options.tls_key, authority=None)
    return self_signed_certificate(certificate_folder(options), options.host) if _is_secure(options) else None


def web_part(options: Options, variables: dict[str, str], certificate: Certificate | None) -> Part:
    command = [*CLI, "serve", "--host", options.host, "--port", str(options.port)]
    if certificate is not None:
        command += ["--tls-cert", str(certificate.certificate), "--tls-key", str(certificate.key)]
    address = address_of(options.host, options.port, secure=certificate is not None)
    return Part(name="web", command=lambda: command, environment=variables, address=address)


def worker_part(variables: dict[str, str]) -> Part:
    # Orphaned, it would wait for the database, which goes with the supervisor, too. Deliveries survive a crash anyway.
    return Part(name="worker", command=lambda: (*CLI, "work"), environment=variables, when_orphaned=signal.SIGKILL)


def attendance_part(options: Options, environment: Environment, keys: Secrets, database_url: str | None) -> Part:
    """The attendance server gets nothing of Kaodoki's: no key, no database but its own."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    if database_url is not None:
        variables["ATTENDANCE_DATABASE_URL"] = database_url
    variables.setdefault("ATTENDANCE_SECRET_KEY", hashlib.sha256(f"attendance {keys.secret_key}".encode()).hexdigest())
    shifted = options.clock is not None
    clients = [f"--register-client={CLIENT_ID}={address}{RETURN_PATH}" for address in _addresses(options, environment)]

    def command() -> Sequence[str]:
        arguments = ["-m", "attendance_server", "serve", "--host", LOOPBACK, "--port", str(options.attendance_port)]
        arguments += ["--data", str(options.data_dir / "attendance"), *clients, *options.attendance_arguments]
        if shifted:
            now = datetime.now(tz=UTC) + timedelta(seconds=environment.clock_offset)
            arguments += ["--clock", now.isoformat()]
        return arguments

    return Part(name="attendance", command=command, environment=variables, address=options.attendance_url)


def _addresses(options: Options, environment: Environment) -> list[str]:
    """Where administrators open the console, and so where linking brings them back to."""
    if environment.public_url:
        return [environment.public_url]
    host = EVERYWHERE.get(options.host, options.host)
    hosts = dict.fromkeys((host, LOOPBACK, "localhost") if is_loopback(host) else (host,))
    return [address_of(each, options.port, secure=_is_secure(options)) for each in hosts]


def _is_secure(options: Options) -> bool:
    if options.tls_certificate is not None:
        return True
    return options.tls is Tls.SELF_SIGNED or (options.tls is Tls.AUTOMATIC and not is_loopback(options.host))


def address_of(host: str, port: int, *, secure: bool) -> str:
    """Where a browser on this machine finds it."""
    host = EVERYWHERE.get(host, host)
    scheme = "https" if secure else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"

"""What `kaodoki up` can be told. Apart from the supervisor, so that the command line can name it without loading it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kaodoki.errors import KaodokiError

LOOPBACK = "127.0.0.1"


class Tls(StrEnum):
    AUTOMATIC = "automatic"
    OFF = "off"
    SELF_SIGNED = "self-signed"


class TlsIncomplete(KaodokiError):
    code = "tls_incomplete"
    ja = "--tls-cert と --tls-key は両方指定してください。"
    en = "Give both --tls-cert and --tls-key."


class ClockWithoutDemo(KaodokiError):
    code = "clock_without_demo"
    ja = "--clock は --demo と一緒にのみ使用できます。"
    en = "--clock works only together with --demo."


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`temporary` removes the database on stop; `attendance_arguments` are handed to that server."""

    data_dir: Path
    host: str = LOOPBACK
    port: int = 8000
    attendance_port: int = 8100
    with_attendance: bool = True
    tls: Tls = Tls.AUTOMATIC
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    demo: bool = False
    clock: datetime | None = None
    temporary: bool = False
    attendance_arguments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.clock is not None and not self.demo:
            raise ClockWithoutDemo
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise TlsIncomplete

    @property
    def attendance_url(self) -> str:
        return f"http://{LOOPBACK}:{self.attendance_port}"

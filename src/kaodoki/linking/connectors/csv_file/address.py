"""The address of a folder: `file:///srv/kaodoki/ACME?format=king_of_time&every=60`."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from kaodoki.linking.connectors.csv_file.lines import Format
from kaodoki.linking.errors import ConnectionRefusedFolder

LONGEST_ADDRESS = 200
DEFAULT_EVERY_MINUTES = 60
MOST_EVERY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where files go, what they look like, and how long one is filled; 0 minutes: until the delivery at hand ends."""

    folder: Path
    format: Format = Format.KING_OF_TIME
    every_minutes: int = DEFAULT_EVERY_MINUTES

    @property
    def address(self) -> str:
        return f"file://{quote(str(self.folder))}?format={self.format.value}&every={self.every_minutes}"


def parse_address(base_url: str, *, allowed_folders: Iterable[Path]) -> Destination:
    """Raises `ConnectionRefusedFolder` unless the folder, links followed, is one of `allowed_folders` or below one."""
    parts = _parts(base_url)
    options = _options(parts.query)
    folder = _resolved(Path(unquote(parts.path)))
    if not any(folder.is_relative_to(_resolved(allowed)) for allowed in allowed_folders):
        raise ConnectionRefusedFolder(reason="許可されていません / the operator does not allow it for this company")
    destination = Destination(
        folder=folder,
        format=Format(options.get("format", Format.KING_OF_TIME)),
        every_minutes=int(options.get("every", DEFAULT_EVERY_MINUTES)),
    )
    if len(destination.address) > LONGEST_ADDRESS:
        raise ConnectionRefusedFolder(reason="長すぎます / its address is longer than 200 characters")
    return destination


def _parts(base_url: str) -> SplitResult:
    # Before it is parsed: parsing drops line breaks and tabs.
    if len(base_url) > LONGEST_ADDRESS or not base_url.isprintable():
        raise ConnectionRefusedFolder(
            reason="形式が正しくありません / it is not a plain address of up to 200 characters"
        )
    try:
        parts = urlsplit(base_url)
    except ValueError as error:
        raise ConnectionRefusedFolder(reason="形式が正しくありません / it is not an address") from error
    path = unquote(parts.path)
    if parts.scheme != "file" or parts.netloc or parts.fragment or not path.startswith("/") or not path.isprintable():
        raise ConnectionRefusedFolder(
            reason="file:///… の形式ではありません / it does not look like file:///srv/import"
        )
    return parts


def _options(query: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    every = options.get("every", "0")
    is_number = every.isascii() and every.isdigit() and int(every[:5]) <= MOST_EVERY_MINUTES and len(every) <= 4
    known = set(options) <= {"format", "every"} and options.get("format", Format.PLAIN) in set(Format)
    if not known or not is_number:
        reason = (
            "format または every の値が正しくありません / format is king_of_time or plain, every is 0 to 1440 minutes"
        )
        raise ConnectionRefusedFolder(reason=reason)
    return options


def _resolved(folder: Path) -> Path:
    try:
        return folder.resolve()
    except (OSError, RuntimeError) as error:
        raise ConnectionRefusedFolder(reason="たどれません / it cannot be followed to its end") from error

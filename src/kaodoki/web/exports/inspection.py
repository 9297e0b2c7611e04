"""What an inspector is handed of a site and month: every punch, also what was discarded or corrected, with the reason.

Each line carries a hash over itself and the line before, so that a line cannot be changed, left out or put in without
all hashes after it changing; the last one stands on every page of the PDF.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, QuerySet, Subquery

from kaodoki.errors import KaodokiError
from kaodoki.people.models import Company, Site
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.models import OvertimeBalance, Punch, PunchEvent
from kaodoki.web.exports.csv_file import written
from kaodoki.web.exports.words import KIND_WORDS, METHOD_WORDS, SOURCE_WORDS, STATE_WORDS, WORDS
from kaodoki.web.texts import Text

# About a site of 1,000 people who punch four times a day.
MOST_PUNCHES = 100_000
COLUMNS = (
    *("employee_code", "name", "working_date", "working_time", "punched_at", "kind", "method", "terminal"),
    *("time_source", "state", "corrects", "reason", "by", "punch_id"),
)


class ExportTooLarge(KaodokiError):
    code = "export_too_large"
    ja = "打刻が {most} 件を超えるため、一度に出力できません。拠点を選んで分けて出力してください。"
    en = "There are more than {most} punches, too many for one file. Choose a site and export each by itself."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is exported. `seen`: the condition on punches of people whom the one who asks may see."""

    company: Company
    first: date
    last: date
    site: Site | None
    seen: Q

    @property
    def month(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One punch as it was made. `corrects` is the id of the punch it corrects, in short; times are local."""

    employee_code: str
    name: str
    working_date: date
    working_time: str
    punched_at: datetime
    kind: str
    method: str
    terminal: str
    time_source: str
    state: str
    corrects: str
    reason: str
    by: str
    punch_id: str

    @property
    def counts(self) -> bool:
        return self.state != "discarded"


def records(asked: Asked) -> Iterator[Record]:
    """All punches, by person, working day and time. Raises `ExportTooLarge` before the first is read."""
    zone = zone_of(settings_of(asked.company))
    rows = _rows(asked)
    if rows[MOST_PUNCHES:].exists():
        raise ExportTooLarge(most=f"{MOST_PUNCHES:,}")
    decisions = PunchEvent.objects.filter(punch=OuterRef("pk")).exclude(by="").order_by("-at", "-id")
    found = rows.annotate(
        decided_note=Subquery(decisions.values("note")[:1]), decided_by=Subquery(decisions.values("by")[:1])
    )
    # A generator of its own, so that the check above happens now.
    return (_record(punch, zone) for punch in found.iterator(chunk_size=2_000))


def overtime_of(asked: Asked) -> dict[str, int]:
    """Minutes of the month as the attendance system last told them, by employee code."""
    people = Q(employee__site=asked.site) if asked.site else Q()
    kept = OvertimeBalance.objects.filter(people, company=asked.company, month=asked.month)
    return dict(kept.values_list("employee__employee_code", "minutes"))


def codes_seen(asked: Asked) -> Iterator[str]:
    """Of those whose punches are exported."""
    return iter(_rows(asked).order_by().values_list("employee__employee_code", flat=True).distinct())


def csv_rows(asked: Asked, found: Iterable[Record], language: str) -> Iterator[Sequence[str]]:
    """The head, then a line for each record with its hash."""
    said = {name: text.in_language(language) for name, text in WORDS.items()}
    yield [*(said[column] for column in COLUMNS), said["hash"]]
    last = seed_of(asked)
    for record in found:
        cells = cells_of(record, language)
        last = next_hash(last, cells)
        yield [*cells, last]


def seed_of(asked: Asked) -> str:
    """What the first line's hash begins with: whose record this is."""
    whose = f"{asked.company.code}|{asked.site.code if asked.site else '*'}|{asked.month}"
    return hashlib.sha256(whose.encode()).hexdigest()


def next_hash(last: str, cells: Sequence[str]) -> str:
    """SHA-256 over the hash before and this line as the CSV has it, without the hash itself and the line's end."""
    return hashlib.sha256((last + written(cells).removesuffix("\r\n")).encode()).hexdigest()


def cells_of(record: Record, language: str) -> list[str]:
    """The record as text, in the order of `COLUMNS`."""
    words = {"kind": KIND_WORDS, "method": METHOD_WORDS, "time_source": SOURCE_WORDS, "state": STATE_WORDS}
    cells = []
    for column in COLUMNS:
        value = getattr(record, column)
        if column in words:
            value = _word(words[column], value, language)
        elif isinstance(value, datetime):
            value = value.isoformat(timespec="seconds")
        cells.append(str(value))
    return cells


def _word(words: dict[str, Text], value: str, language: str) -> str:
    return words[value].in_language(language) if value in words else value


def _rows(asked: Asked) -> QuerySet[Punch]:
    where = Q(company=asked.company, working_date__range=(asked.first, asked.last)) & asked.seen
    if asked.site is not None:
        where &= Q(employee__site=asked.site)
    rows = Punch.objects.filter(where).select_related("employee", "terminal", "attempt")
    return rows.order_by("employee__employee_code", "working_date", "punched_at", "created_at", "id")


def _record(punch: Punch, zone: ZoneInfo) -> Record:
    return Record(
        employee_code=punch.employee.employee_code,
        name=punch.employee.display_name,
        working_date=punch.working_date,
        working_time=punch.working_time,
        punched_at=punch.punched_at.astimezone(zone),
        kind=punch.kind,
        method=punch.attempt.method if punch.attempt else "console",
        terminal=punch.terminal.name if punch.terminal else "",
        time_source=punch.time_source,
        state=punch.state,
        corrects=str(punch.corrects_id)[:8] if punch.corrects_id else "",
        reason=getattr(punch, "decided_note", "") or "",
        by=getattr(punch, "decided_by", "") or "",
        punch_id=str(punch.id)[:8],
    )

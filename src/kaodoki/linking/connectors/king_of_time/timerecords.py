"""Punches in the WebAPI's notation: writing one, and finding ours among those it has. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from kaodoki.linking.connectors.protocol import OutgoingPunch, Receipt
from kaodoki.timekeeping.kinds import Kind
from kaodoki.timekeeping.restricted_hours import JAPAN

# WebAPI reference, 6.1. An automatic punch has no code: the attendance system decides.
CODES = {
    Kind.IN: "1",
    Kind.OUT: "2",
    Kind.BREAK_START: "3",
    Kind.BREAK_END: "4",
    Kind.GO_OUT: "7",
    Kind.RETURN: "8",
}
# WebAPI reference, 3: a read spans at most 62 days. The number of keys is ours, for addresses of a usual length.
LONGEST_SPAN = timedelta(days=61)
MOST_KEYS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRecord:
    """A punch that the other side has."""

    employee_key: str
    working_date: date
    punched_at: datetime
    code: str


def body_of(punch: OutgoingPunch) -> dict[str, str]:
    """The body of a registration: the instant in Japan time to the second, and the working day Kaodoki decided on."""
    body = {
        "time": punch.punched_at.astimezone(JAPAN).replace(microsecond=0).isoformat(),
        "date": punch.working_date.isoformat(),
    }
    if punch.kind is not Kind.AUTO:
        body["code"] = CODES[punch.kind]
    if punch.division_code:
        body["divisionCode"] = punch.division_code
    return body


def chunks(punches: Sequence[OutgoingPunch]) -> Iterator[list[OutgoingPunch]]:
    """`punches` in groups that one read may ask for: days close enough together, not too many keys."""
    group: list[OutgoingPunch] = []
    for punch in sorted(punches, key=lambda p: p.working_date):
        keys = {member.employee_key for member in group} | {punch.employee_key}
        if group and (punch.working_date - group[0].working_date > LONGEST_SPAN or len(keys) > MOST_KEYS):
            yield group
            group = []
        group.append(punch)
    if group:
        yield group


def parse_records(days: object) -> list[TimeRecord]:
    """The punches in an answer of GET /daily-workings/timerecord; what is incomplete or unreadable is left out."""
    return [
        record
        for day in _objects(days)
        for person in _objects(day.get("dailyWorkings"))
        for item in _objects(person.get("timeRecord"))
        if (record := _record(day, person, item)) is not None
    ]


def found_among(punches: Iterable[OutgoingPunch], records: Sequence[TimeRecord]) -> dict[UUID, Receipt]:
    """Which punches the other side has: same key, date and instant, and same code unless automatic."""
    have: set[tuple[str, date, int, str | None]] = set()
    for record in records:
        place = (record.employee_key, record.working_date, _second(record.punched_at))
        have |= {(*place, record.code), (*place, None)}
    receipts: dict[UUID, Receipt] = {}
    for punch in punches:
        if (punch.employee_key, punch.working_date, _second(punch.punched_at), CODES.get(punch.kind)) in have:
            receipts[punch.punch_id] = Receipt(punch_id=punch.punch_id)
        elif _may_be_overwritten(punch, records):
            receipts[punch.punch_id] = Receipt(punch_id=punch.punch_id, superseded=True)
    return receipts


def _may_be_overwritten(punch: OutgoingPunch, records: Iterable[TimeRecord]) -> bool:
    """A company may let a later clock-out replace an earlier one (WebAPI reference, 6.4): then absence says nothing."""
    return punch.kind in {Kind.OUT, Kind.AUTO} and any(
        record.employee_key == punch.employee_key
        and record.working_date == punch.working_date
        and record.code == CODES[Kind.OUT]
        and record.punched_at > punch.punched_at
        for record in records
    )


def _record(day: dict[str, object], person: dict[str, object], item: dict[str, object]) -> TimeRecord | None:
    try:
        punched_at = datetime.fromisoformat(str(item["time"]))
        return TimeRecord(
            employee_key=str(person["employeeKey"]),
            working_date=date.fromisoformat(str(person.get("date") or day["date"])),
            punched_at=punched_at if punched_at.tzinfo else punched_at.replace(tzinfo=JAPAN),
            code=str(item.get("code", "")),
        )
    except (KeyError, ValueError):
        return None


def _second(instant: datetime) -> int:
    return int(instant.timestamp())


def _objects(value: object) -> list[dict[str, object]]:
    """The objects in a list, or a single object as a list of one; nothing for anything else."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]

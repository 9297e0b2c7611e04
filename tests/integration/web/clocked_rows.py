"""People, terminals, attempts and punches as rows, for pages that count them."""

import uuid
from datetime import date, datetime, timedelta

from kaodoki.identification import Outcome
from kaodoki.people.models import Company, Employee, Site
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.models import Attempt, Method, Punch, State
from kaodoki.terminals.models import Terminal
from kaodoki.timekeeping.kinds import Kind


def person(company: Company, code: str, *, site: Site | None = None, name: str = "") -> Employee:
    """An employee; without a name, the code is one."""
    return Employee.objects.create(
        company=company, employee_code=code, family_name=name or f"従業員{code}", site=site, created_at=long_ago()
    )


def terminal_at(company: Company, name: str, *, site: Site | None = None, seen: datetime | None = None) -> Terminal:
    """A paired terminal, last seen then."""
    return Terminal.objects.create(
        company=company, name=name, site=site, token_hash=uuid.uuid4().hex, last_seen_at=seen, created_at=long_ago()
    )


def punched(
    employee: Employee,
    kind: Kind,
    at: datetime,
    *,
    state: State = State.DELIVERED,
    day: date | None = None,
    held_until: datetime | None = None,
    delivered_after: timedelta | None = None,
) -> Punch:
    """A punch of that person; its working day is the calendar's unless said."""
    local = at.astimezone(zone_of(settings_of(employee.company)))
    return Punch.objects.create(
        company=employee.company,
        employee=employee,
        kind=kind.value,
        punched_at=at,
        working_date=day or local.date(),
        working_time=f"{local:%H:%M}",
        state=state,
        deliver_after=at,
        held_until=held_until,
        delivered_at=at + delivered_after if delivered_after is not None else None,
        created_at=at,
    )


def tried(
    terminal: Terminal,
    at: datetime,
    *,
    outcome: Outcome = Outcome.IDENTIFIED,
    by: Employee | None = None,
    method: Method = Method.FACE,
    findings: tuple[str, ...] = (),
    scores: tuple[float, float | None] | None = None,
    threshold: float = 0.4,
) -> Attempt:
    """An attempt at that terminal; `scores`: the best person's and the next one's."""
    return Attempt.objects.create(
        company=terminal.company,
        terminal=terminal,
        attempt_id=uuid.uuid4(),
        captured_at=at,
        recorded_at=at,
        outcome=outcome.value,
        employee=by,
        method=method,
        findings=list(findings),
        score=scores[0] if scores else None,
        runner_up_score=scores[1] if scores else None,
        threshold=threshold if scores else None,
    )


def long_ago() -> datetime:
    """Before everything that the tests tell of."""
    return datetime.fromisoformat("2026-01-05T09:00:00+09:00")

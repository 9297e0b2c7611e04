"""The face-authentication log (顔認証ログ) and the punches (打刻)."""

import uuid
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from kaodoki.errors import NotFound
from kaodoki.identification import Outcome
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.punches.models import Attempt, Punch, State
from kaodoki.punches.queries import attempt_json, attempts_of, punch_json, punches_of
from kaodoki.punches.resolving import Action, Decision, resolve_punch
from kaodoki.timekeeping.kinds import Kind
from kaodoki.web.api.authentication import company_of, require
from kaodoki.web.api.instants import Instant
from kaodoki.web.api.paging import PAGE, Json, page_by_time

router = Router(tags=["records"])


class Period(Schema):
    """Half-open; both ends optional."""

    from_: Annotated[Instant | None, Field(alias="from")] = None
    to: Instant | None = None
    employee_code: str | None = None
    cursor: str | None = None
    limit: int = PAGE


class AttemptFilter(Period):
    """Which attempts."""

    outcome: Outcome | None = None


class PunchFilter(Period):
    """Which punches."""

    state: State | None = None


class Resolution(Schema):
    """What an administrator decided over a punch."""

    action: Action
    kind: Kind | None = None
    punched_at: Instant | None = None
    note: Annotated[str, Field(min_length=1, max_length=200)]


@router.get("/attempts")
def list_attempts(request: HttpRequest, filters: Query[AttemptFilter]) -> Json:
    """All attempts in the order they were recorded."""
    company = company_of(request)
    zone = zone_of(settings_of(company))
    wanted = _wanted("recorded_at", filters, outcome=filters.outcome)

    def show(attempt: Attempt) -> Json:
        return attempt_json(attempt, zone)

    rows = attempts_of(company).filter(**wanted)
    return page_by_time(rows, column="recorded_at", cursor=filters.cursor, limit=filters.limit, show=show)


@router.get("/punches")
def list_punches(request: HttpRequest, filters: Query[PunchFilter]) -> Json:
    """All punches in the order of their time."""
    company = company_of(request)
    zone = zone_of(settings_of(company))
    wanted = _wanted("punched_at", filters, state=filters.state)

    def show(punch: Punch) -> Json:
        return punch_json(punch, zone)

    rows = punches_of(company).filter(**wanted)
    return page_by_time(rows, column="punched_at", cursor=filters.cursor, limit=filters.limit, show=show)


@router.post("/punches/{punch_id}/resolve")
def post_resolution(request: HttpRequest, punch_id: uuid.UUID, body: Resolution) -> Json:
    """Delivers, discards or corrects a punch that waits for a person's decision."""
    by = require(request)
    company = company_of(request)
    punch = punches_of(company).filter(id=punch_id).first()
    if punch is None:
        raise NotFound
    decision = Decision(action=body.action, note=body.note, by=by, kind=body.kind, punched_at=body.punched_at)
    resolved = resolve_punch(punch, decision)
    return punch_json(resolved, zone_of(settings_of(company)))


def _wanted(column: str, filters: Period, **equal: str | None) -> dict[str, datetime | str]:
    conditions = {
        f"{column}__gte": filters.from_,
        f"{column}__lt": filters.to,
        "employee__employee_code": filters.employee_code,
        **equal,
    }
    return {name: value for name, value in conditions.items() if value is not None}

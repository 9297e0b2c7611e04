"""Records of working time go when their period is over, and not a day before."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError, transaction
from tests.integration.api_client import jst

from kaodoki.audit.models import AuditEvent
from kaodoki.people.models import Company, Employee, Settings
from kaodoki.people.services import create_employee
from kaodoki.punches import retention
from kaodoki.punches.models import Attempt, AttemptChallenge, KeptFrame, Punch, PunchEvent, SealedAttempt
from kaodoki.punches.retention import forget_punches, next_punch_due
from kaodoki.punches.tasks import forget_punches_past_their_time
from kaodoki.terminals.models import Terminal
from kaodoki.terminals.services import create_terminal

LAST_KEPT = jst("2026-12-31T23:00:00")
FIRST_GONE = jst("2027-01-01T01:00:00")


@pytest.fixture
def person(in_scope: Company) -> Employee:
    create_terminal(in_scope, name="玄関", site=None, punch_selection="chosen", accepts_past=False, by="tests")
    return create_employee(in_scope, "0012", {}, by="tests")


def punched(person: Employee, at: datetime, **fields: object) -> Punch:
    """A delivered punch with its attempt and its states."""
    terminal = Terminal.objects.get()
    attempt = attempted(person, at)
    attempt.punch = Punch.objects.create(
        company=person.company,
        employee=person,
        attempt=attempt,
        terminal=terminal,
        punched_at=at,
        **{
            "kind": "in",
            "working_date": at.date(),
            "working_time": f"{at:%H:%M}",
            "state": "delivered",
            "deliver_after": at,
            "created_at": at,
            **fields,
        },
    )
    attempt.save(update_fields=["punch"])
    PunchEvent.objects.create(company=person.company, punch=attempt.punch, state="pending", at=at)
    return attempt.punch


def attempted(person: Employee, at: datetime) -> Attempt:
    return Attempt.objects.create(
        company=person.company,
        terminal=Terminal.objects.get(),
        attempt_id=uuid.uuid4(),
        captured_at=at,
        recorded_at=at,
        outcome="identified",
        employee=person,
        findings=[],
    )


def test_a_month_is_kept_until_its_period_is_over(person: Employee) -> None:
    punched(person, jst("2021-11-01T08:30:00"))
    punched(person, jst("2021-11-30T08:30:00"))
    december = punched(person, jst("2021-12-01T08:30:00"))

    assert next_punch_due(person.company) == FIRST_GONE.date()
    assert forget_punches(person.company, now=LAST_KEPT) == 0
    assert forget_punches(person.company, now=FIRST_GONE) == 2

    assert Punch.objects.get() == december
    assert Attempt.objects.get() == december.attempt
    assert PunchEvent.objects.get().punch == december
    event = AuditEvent.objects.get(action="punches_expired")
    assert (event.subject, event.details) == ("2", {"kept_from": "2021-12-01"})


def test_a_night_shift_goes_with_its_working_day(person: Employee) -> None:
    punched(person, jst("2021-12-01T01:00:00"), working_date=jst("2021-11-30T00:00:00").date(), working_time="25:00")

    assert forget_punches(person.company, now=FIRST_GONE) == 1


def test_the_companys_own_years_count(person: Employee) -> None:
    Settings.objects.update(punch_retention_years=7)
    punched(person, jst("2021-11-01T08:30:00"))

    assert forget_punches(person.company, now=FIRST_GONE) == 0
    assert forget_punches(person.company, now=jst("2029-01-01T01:00:00")) == 1


def test_what_a_younger_correction_points_to_stays_with_it(person: Employee) -> None:
    old = punched(person, jst("2021-11-30T08:30:00"), state="discarded")
    punched(person, jst("2021-12-01T08:30:00"), corrects=old)

    assert forget_punches(person.company, now=FIRST_GONE) == 0
    assert forget_punches(person.company, now=jst("2027-02-01T01:00:00")) == 2


def test_corrections_among_the_old_go_in_any_order(person: Employee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    old = punched(person, jst("2021-11-30T08:30:00"), state="discarded")
    punched(person, jst("2021-11-30T08:31:00"), corrects=old)

    assert forget_punches(person.company, now=FIRST_GONE) == 2


def test_attempts_go_with_all_that_hangs_on_them(person: Employee) -> None:
    at = jst("2021-11-30T08:30:00")
    attempt = attempted(person, at)
    company, terminal = person.company, Terminal.objects.get()
    KeptFrame.objects.create(
        company=company, attempt=attempt, purpose="log", key_version=1, sealed=b"s", kept_until=at + timedelta(days=9)
    )
    AttemptChallenge.objects.create(
        company=company, attempt=attempt, action="turn_left", asked_at=at, expires_at=at, answered_at=at, key_version=1
    )
    SealedAttempt.objects.create(
        company=company, terminal=terminal, attempt_id=attempt.attempt_id, sequence=1, digest="0" * 64, received_at=at,
        state="recorded", record=attempt,
    )  # fmt: skip
    young = attempted(person, jst("2021-12-01T08:30:00"))

    forget_punches(company, now=FIRST_GONE)

    assert Attempt.objects.get() == young
    assert not any(model.objects.exists() for model in (KeptFrame, AttemptChallenge, SealedAttempt))


def test_the_database_keeps_what_the_law_wants_kept(person: Employee) -> None:
    punch = punched(person, datetime.now(tz=jst("2026-11-20T08:00:00").tzinfo).replace(microsecond=0))

    with pytest.raises(ProgrammingError, match="kept for three years"), transaction.atomic():
        PunchEvent.objects.filter(punch=punch)._raw_delete("default")
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        PunchEvent.objects.filter(punch=punch).update(note="changed")


def test_the_job_runs_for_every_company(person: Employee) -> None:
    punched(person, jst("2015-11-01T08:30:00"))

    forget_punches_past_their_time(0)

    assert not Punch.objects.exists()

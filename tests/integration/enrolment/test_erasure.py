"""Erasing wins over everything that was under way when it came."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from kaodoki.clocking.choose import choose_kind
from kaodoki.consent.services import record_consent
from kaodoki.enrolment import services
from kaodoki.enrolment.inviting import invite
from kaodoki.enrolment.models import Invitation, Photo, Submission
from kaodoki.enrolment.submitting import Picture, submit_pictures
from kaodoki.errors import NotFound
from kaodoki.gallery.models import StoredTemplate
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import change_employee, create_employee
from kaodoki.punches.errors import PunchNotOpen
from kaodoki.punches.kept_frames import keep_frame
from kaodoki.punches.models import Attempt, KeptFrame, Punch, State
from kaodoki.punches.resolving import Action, Decision, resolve_punch
from kaodoki.terminals.services import create_terminal
from kaodoki.timekeeping.kinds import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def employee(in_scope: Company) -> Employee:
    return create_employee(in_scope, "0012", {"family_name": "佐藤", "given_name": "美咲"}, by="tests")


def test_photo_that_was_looked_at_during_an_erasure_leaves_no_template(
    employee: Employee, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = services._one_good_face

    def look_and_be_overtaken(data: bytes, *, pack: str) -> object:
        face = look(data, pack=pack)
        services.erase_employee(employee, by="tests")
        return face

    monkeypatch.setattr(services, "_one_good_face", look_and_be_overtaken)
    with pytest.raises(EmployeeUnknown):
        services.register_photo(employee, (pictures / "obama_1.jpg").read_bytes(), consent=True, by="tests")

    assert not StoredTemplate.objects.exists()


def test_change_with_old_values_does_not_undo_an_erasure(employee: Employee) -> None:
    services.erase_employee(Employee.objects.get(pk=employee.pk), by="tests")

    with pytest.raises(EmployeeUnknown):
        change_employee(employee, {"given_name": "花子"}, by="tests")

    erased = Employee.objects.get(pk=employee.pk)
    assert (erased.family_name, erased.given_name) == ("", "")
    assert erased.erased_at is not None


def test_erased_person_cannot_choose_a_kind_afterwards(employee: Employee) -> None:
    company, now = employee.company, timezone.now()
    terminal = create_terminal(
        company, name="入口", site=None, punch_selection="chosen_after", accepts_past=False, by="tests"
    ).terminal
    attempt = Attempt.objects.create(
        company=company,
        terminal=terminal,
        attempt_id=uuid.uuid4(),
        captured_at=now,
        recorded_at=now,
        outcome="identified",
        employee=employee,
    )
    services.erase_employee(employee, by="tests")

    with pytest.raises(NotFound):
        choose_kind(terminal, attempt.attempt_id, Kind.IN)

    assert not Punch.objects.exists()


def test_punch_that_may_lie_over_there_is_not_resolved_by_hand(employee: Employee) -> None:
    now = timezone.now()
    punch = Punch.objects.create(
        company=employee.company,
        employee=employee,
        kind="in",
        punched_at=now.replace(microsecond=0),
        working_date=now.date(),
        working_time="09:00",
        state=State.UNCONFIRMED,
        deliver_after=now,
        created_at=now,
    )

    with pytest.raises(PunchNotOpen):
        resolve_punch(punch, Decision(action=Action.DELIVER, note="x", by="tests"))

    assert Punch.objects.get().state == State.UNCONFIRMED


def test_everything_of_a_face_goes_with_it(employee: Employee, pictures: Path) -> None:
    terminal = create_terminal(
        employee.company, name="玄関", site=None, punch_selection="chosen", accepts_past=False, by="tests"
    ).terminal
    now = timezone.now()
    looks = [
        Attempt.objects.create(
            company=employee.company, terminal=terminal, attempt_id=uuid.uuid4(), captured_at=now, recorded_at=now,
            outcome="identified", employee=who, findings=[],
        )
        for who in (employee, None)
    ]  # fmt: skip
    for look in looks:
        keep_frame(look, b"jpeg", purpose="log", until=now + timedelta(days=9))
    invite(employee, "letter", by="tests")
    record_consent(employee, declared_by="0012", version="1")
    picture = Picture(pose="front", data=(pictures / "obama_1.jpg").read_bytes())
    submit_pictures(employee, [picture], notice_version="1")

    services.erase_employee(employee, by="tests")

    assert KeptFrame.objects.get().attempt == looks[1]
    assert not Submission.objects.exists()
    assert not Invitation.objects.exists()
    assert not Photo.objects.exists()

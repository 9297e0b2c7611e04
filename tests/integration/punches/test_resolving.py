"""Each decision has a note and a name, nothing is overwritten, and what stands later on the day follows."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone
from django_scopes import scope
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.integration.api_client import Answer, ApiClient
from tests.integration.punches.conftest import Clock, november

from kaodoki.accounts.services import create_token
from kaodoki.audit.models import AuditEvent
from kaodoki.people.models import Company
from kaodoki.people.services import create_company
from kaodoki.punches.models import Attempt, Punch, PunchEvent
from kaodoki.punches.queue import DELIVER_TASK
from kaodoki.punches.resolving import cancel_attempt

pytestmark = pytest.mark.django_db

Mark = Callable[[Punch, str], None]


def resolve(api: ApiClient, punch: Punch, action: str, **more: str) -> Answer:
    return api.post(f"/punches/{punch.id}/resolve", {"action": action, "note": "本人に確認済み", **more})


def test_delivered_as_it_is_is_not_judged_again(api: ApiClient, clock: Clock) -> None:
    wrong = clock.press("out", "20T18:00")

    answer = resolve(api, wrong, "deliver")
    clock.press("break_start", "20T12:00")

    assert (answer.status, answer.body["state"], answer.body["error"]) == (200, "pending", None)
    assert clock.day() == ["break_start 20 integrity_error no_clock_in", "out 20 pending"]


def test_what_is_delivered_as_it_is_counts_for_those_after_it(api: ApiClient, clock: Clock) -> None:
    wrong = clock.press("break_start", "20T12:00")
    clock.press("break_end", "20T13:00")

    resolve(api, wrong, "deliver")

    assert clock.day() == ["break_start 20 pending", "break_end 20 pending"]


def test_correction_points_to_the_old_and_sets_the_day_right(api: ApiClient, clock: Clock) -> None:
    wrong = clock.press("out", "20T09:00")
    clock.press("out", "20T18:00")

    new = resolve(api, wrong, "correct", kind="in").body

    assert (new["corrects"], new["kind"], new["state"]) == (str(wrong.id), "in", "pending")
    assert clock.day() == ["out 20 discarded no_clock_in", "in 20 pending", "out 20 pending"]


def test_correction_of_the_time_alone_moves_the_punch_and_is_judged_itself(api: ApiClient, clock: Clock) -> None:
    clock.press("in", "20T09:00")
    clock.press("out", "20T18:00")
    wrong = clock.press("break_end", "20T19:00")

    still_wrong = resolve(api, wrong, "correct", punched_at=november("20T20:00").isoformat()).body

    assert (still_wrong["kind"], still_wrong["state"], still_wrong["error"]) == (
        "break_end",
        "integrity_error",
        "no_clock_in",
    )


def test_correction_to_an_earlier_time_is_a_late_arrival(api: ApiClient, clock: Clock) -> None:
    wrong = clock.press("out", "20T21:00")
    clock.press("break_start", "20T12:00")

    resolve(api, wrong, "correct", kind="in", punched_at=november("20T09:00").isoformat())

    assert clock.day() == ["in 20 pending", "break_start 20 pending", "out 20 discarded no_clock_in"]


def test_discarding_a_clock_in_that_waits_leaves_the_clock_out_alone_on_its_day(api: ApiClient, clock: Clock) -> None:
    clock_in = clock.press("in", "20T09:00")
    clock.press("out", "20T18:00")

    resolve(api, clock_in, "discard")

    assert clock.day() == ["in 20 discarded", "out 20 integrity_error no_clock_in"]


def test_undo_at_the_terminal_is_followed_too(clock: Clock, in_scope: Company) -> None:
    clock_in = clock.press("in", "20T09:00")
    clock.press("out", "20T18:00")

    cancel_attempt(Attempt.objects.get(punch=clock_in), now=timezone.now())

    assert clock.day() == ["in 20 discarded", "out 20 integrity_error no_clock_in"]


def test_error_that_an_undone_punch_had_caused_is_sent_at_once(clock: Clock, in_scope: Company) -> None:
    clock.press("in", "20T09:00")
    break_start = clock.press("break_start", "20T12:00")
    clock.press("out", "20T18:00")
    soon = timezone.now() + timedelta(seconds=3)

    cancel_attempt(Attempt.objects.get(punch=break_start), now=timezone.now())

    at_once = Q(scheduled_at=None) | Q(scheduled_at__lt=soon)
    assert clock.day()[-1] == "out 20 pending"
    assert ProcrastinateJob.objects.filter(at_once, task_name=DELIVER_TASK).exists()


def test_decision_keeps_its_note_and_name_and_what_was_wrong(api: ApiClient, clock: Clock, in_scope: Company) -> None:
    wrong = clock.press("out", "20T09:00")

    resolve(api, wrong, "correct", kind="in")

    old, new = (
        [(event.state, event.note, event.by) for event in PunchEvent.objects.filter(punch=punch).order_by("id")]
        for punch in (wrong, Punch.objects.get(corrects=wrong))
    )
    by = AuditEvent.objects.get(action="punch_correct").by
    assert by.startswith("tests (")
    assert old == [("integrity_error", "no_clock_in", ""), ("discarded", "本人に確認済み", by)]
    assert new == [("pending", "本人に確認済み", by)]


@pytest.mark.parametrize(
    ("action", "more", "status", "code"),
    [
        ("correct", {}, 422, "correction_empty"),
        ("correct", {"kind": "out"}, 422, "correction_empty"),
        ("correct", {"punched_at": "2099-01-01T00:00:00+09:00"}, 422, "correction_time_wrong"),
        ("correct", {"punched_at": "2020-01-01T00:00:00+09:00"}, 422, "correction_time_wrong"),
        ("correct", {"punched_at": "2026-11-20T09:00:00+09:00"}, 409, "punch_second_taken"),
        ("deliver", {"kind": "in"}, 422, "invalid_input"),
        ("discard", {"punched_at": "2026-11-20T08:00:00+09:00"}, 422, "invalid_input"),
        ("deliver", {"note": ""}, 422, "invalid_input"),
        ("deliver", {"note": "x" * 201}, 422, "invalid_input"),
    ],
)
def test_decision_that_cannot_be_carried_out_changes_nothing(
    api: ApiClient, clock: Clock, action: str, more: dict[str, str], status: int, code: str
) -> None:
    clock.press("auto", "20T09:00", chosen=False)
    clock.press("break_start", "20T17:00")
    clock.set(integrity_check=True)
    wrong = clock.press("out", "20T18:00")
    before = clock.day()

    answer = resolve(api, wrong, action, **more)

    assert (answer.status, answer.body["code"]) == (status, code)
    assert clock.day() == before
    with scope(company=clock.company):
        assert not AuditEvent.objects.filter(action__startswith="punch_").exists()


@pytest.mark.parametrize("state", ["sending", "unconfirmed", "delivered", "discarded"])
def test_what_is_on_its_way_or_over_is_not_open(api: ApiClient, clock: Clock, mark: Mark, state: str) -> None:
    punch = clock.press("in", "20T09:00")
    mark(punch, state)

    answer = resolve(api, punch, "discard")

    assert (answer.status, answer.body["code"]) == (409, "punch_not_open")


@pytest.mark.parametrize("role", ["viewer", "photo_approver", "site_manager"])
def test_only_all_rights_decide(clock: Clock, role: str) -> None:
    wrong = clock.press("out", "20T18:00")
    _, secret = create_token(clock.company, "reader", role)

    answer = resolve(ApiClient(token=secret), wrong, "deliver")

    assert (answer.status, answer.body["code"]) == (403, "forbidden")
    assert clock.day() == ["out 20 integrity_error no_clock_in"]


def test_punch_of_another_company_does_not_exist(clock: Clock) -> None:
    wrong = clock.press("out", "20T18:00")
    _, secret = create_token(create_company("other", "別会社"), "theirs", "all_rights")

    answer = resolve(ApiClient(token=secret), wrong, "deliver")

    assert (answer.status, answer.body["code"]) == (404, "not_found")
    assert clock.day() == ["out 20 integrity_error no_clock_in"]


def test_punch_that_nobody_made_is_not_found(api: ApiClient) -> None:
    answer = api.post(f"/punches/{uuid.uuid4()}/resolve", {"action": "discard", "note": "x"})

    assert (answer.status, answer.body["code"]) == (404, "not_found")

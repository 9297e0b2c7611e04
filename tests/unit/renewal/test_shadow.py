"""What two packs' answers amount to, and how much of a machine the comparison may take."""

import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from kaodoki.people.models import Company, Settings
from kaodoki.renewal import shadow
from kaodoki.renewal.models import Agreement
from kaodoki.renewal.shadow import RESTS, LiveAttempt, Shadow, verdict_on

ONE, TWO = uuid.uuid4(), uuid.uuid4()
Verdict = Agreement.Verdict


@dataclass(slots=True)
class Timer:
    """Seconds that only a test lets pass."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def attempt() -> LiveAttempt:
    company = Company(id=uuid.uuid4(), trial_pack="made-1")
    return LiveAttempt(company=company, settings=Settings(company=company), images=[], employee_id=ONE, score=0.7)


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture
def worker(timer: Timer) -> Iterator[Shadow]:
    made = Shadow(timer)
    yield made
    made._pool.shutdown()


@pytest.mark.parametrize(
    ("deciding", "trial", "is_known", "verdict"),
    [
        (ONE, ONE, True, Verdict.SAME),
        (ONE, TWO, True, Verdict.OTHER),
        (ONE, TWO, False, Verdict.OTHER),
        (ONE, None, True, Verdict.NEW_NOBODY),
        (ONE, None, False, Verdict.NOT_RENEWED),
        (None, ONE, False, Verdict.NEW_SOMEBODY),
        (None, None, False, Verdict.BOTH_NOBODY),
    ],
)
def test_verdict_on_two_answers(
    deciding: uuid.UUID | None, trial: uuid.UUID | None, is_known: bool, verdict: Agreement.Verdict
) -> None:
    assert verdict_on(deciding, trial, is_known=is_known) is verdict


def test_comparison_takes_a_quarter_of_the_time_at_most(
    worker: Shadow, timer: Timer, attempt: LiveAttempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work_for_a_second(_: LiveAttempt) -> None:
        timer.now += 1.0

    monkeypatch.setattr(shadow, "compare", work_for_a_second)
    accepted = 0
    started = timer.now

    while timer.now < started + 100:
        done = worker.offer(attempt)
        if done is not None:
            done.result(timeout=10)
            accepted += 1
        timer.now += 0.1

    assert 100 / (1 + RESTS) - 3 <= accepted <= 100 / (1 + RESTS) + 1


def test_attempt_that_comes_while_another_is_compared_is_dropped(
    worker: Shadow, attempt: LiveAttempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, entered = threading.Event(), threading.Event()

    def wait(_: LiveAttempt) -> None:
        entered.set()
        go_on.wait(10)

    monkeypatch.setattr(shadow, "compare", wait)
    first = worker.offer(attempt)
    assert entered.wait(10)

    second = worker.offer(attempt)

    go_on.set()
    assert first is not None
    first.result(timeout=10)
    assert second is None


def test_whatever_goes_wrong_in_a_comparison_stays_there(
    worker: Shadow,
    timer: Timer,
    attempt: LiveAttempt,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: LiveAttempt) -> None:
        raise MemoryError

    monkeypatch.setattr(shadow, "compare", fail)

    for _ in range(2):
        done = worker.offer(attempt)
        assert done is not None
        done.result(timeout=10)
        timer.now += 10

    assert "could not be counted" in caplog.text


def test_process_that_is_ending_takes_no_more(worker: Shadow, attempt: LiveAttempt) -> None:
    worker._pool.shutdown()

    assert worker.offer(attempt) is None
    assert worker.offer(attempt) is None

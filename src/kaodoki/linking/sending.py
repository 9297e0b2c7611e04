"""Sending what is due: `sending` is committed before anything leaves, and what came of it right after."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kaodoki.linking.budget import SLOW_S, Budget
from kaodoki.linking.connectors.protocol import (
    Ambiguous,
    Capabilities,
    ConnectorFault,
    CredentialsRefused,
    OutgoingPunch,
    Rejected,
    RestrictedHours,
)
from kaodoki.linking.drain import LOOK_UP_AFTER, Drain, outgoing
from kaodoki.linking.lanes import Answer, Lanes
from kaodoki.linking.ledger import UNSETTLED, WAITING, Outcome, record_outcomes, take_for_sending
from kaodoki.linking.unlinked import within_deadline
from kaodoki.linking.waiting import WaitingLine, employee_keys
from kaodoki.punches.models import Punch, State

# What may be taken for sending beyond what is on its way, so that no lane waits for a commit.
TAKEN_PER_LANE = 4
# So many in a row without a clear answer are the other side's trouble, not that of one employee.
AMBIGUOUS_IN_A_ROW = 3
# Until the first clear answer, another one leaves only when the one before has been out for this long: where the other
# side takes nothing, one request hears so, and where only one person's hangs, nobody waits long for it.
PATIENCE_S = 1.0
# The drain waits for room in the rate budget itself where that is near; else it has itself woken.
LONGEST_WAIT_S = 3.0
PAST_DEADLINE = "past_deadline"


class Stopped(Exception):
    """Nothing more is sent in this drain; it may go on at `until` (None: not before a person acts)."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__("stopped")
        self.until = until


class Sender:
    """Sends the waiting punches of a company, in order per employee. Raises `Stopped` when it must not go on."""

    def __init__(self, drain: Drain, lanes: Lanes, capabilities: Capabilities, budget: Budget | None) -> None:
        self._drain = drain
        self._lanes = lanes
        self._capabilities = capabilities
        self._budget = budget
        self._line = WaitingLine()
        # Of the people whose punches go out next: read again with each commit, because they may be bound anew.
        self._keys: dict[UUID, str] = {}
        self._ambiguous_in_a_row = 0
        self._is_open = False
        self._stopped: Stopped | None = None

    def send_due(self) -> None:
        """Until nothing is due."""
        answers: list[Answer] = []
        while True:
            outgoing_now = self._write(answers)
            for punch in outgoing_now:
                self._lanes.send(punch, self._outgoing(punch))
            if not len(self._lanes) and self._is_over(answers):
                return
            answers = self._lanes.answers(PATIENCE_S)

    def _is_over(self, answers: Sequence[Answer]) -> bool:
        if self._stopped is not None:
            raise self._stopped
        if answers or self._line:
            # What was just answered may have made way for more; or the budget is spent.
            self._wait_for_budget()
            return False
        return True

    def _write(self, answers: Sequence[Answer]) -> list[Punch]:
        """One commit: what came of the `answers`, and the punches that go out next."""
        moment = self._drain.now()
        outcomes = [self._outcome(answer, moment) for answer in answers]
        self._stop_in_restricted_hours()
        count = 0 if self._stopped else self._room()
        next_ones = self._line.next(count, moment) if count else []
        if not outcomes and not next_ones:
            return []
        with transaction.atomic(durable=True):
            chosen = self._chosen(next_ones, outcomes)
            record_outcomes(outcomes, at=moment, settings=self._drain.settings)
            self._count_slow(answers)
            granted = self._granted(len(chosen))
            taken = take_for_sending(chosen[:granted], at=moment)
        self._take_back(chosen, taken, granted)
        for answer in answers:
            if isinstance(answer.fault, Rejected):
                self._line.forget(answer.punch.employee_id)
        if self._is_open and self._stopped is None:
            self._drain.succeed()
        return taken

    def _take_back(self, chosen: Sequence[Punch], taken: Sequence[Punch], granted: int) -> None:
        """What the budget had no room for is next again; what no longer waits has been decided by somebody else."""
        for punch in chosen[granted:]:
            self._line.put_back(punch)
        for punch in chosen[:granted]:
            if punch not in taken:
                self._line.release(punch.employee_id)

    def _chosen(self, punches: Sequence[Punch], outcomes: list[Outcome]) -> list[Punch]:
        """Those of `punches` that can be sent; why the others cannot is added to `outcomes`. None if meanwhile the
        company was unlinked or linked anew: nothing may reach a system, or a person, that is not the company's now.
        """
        if not punches:
            return []
        if not self._drain.hold_connection():
            self._stop(self._drain.now())
            for punch in punches:
                self._line.put_back(punch)
            return []
        self._keys = employee_keys(punches)
        hindrances = [(punch, self._hindrance(punch)) for punch in punches]
        for punch, hindrance in hindrances:
            if hindrance is not None:
                outcomes.append(hindrance)
                self._line.release(punch.employee_id)
        return [punch for punch, hindrance in hindrances if hindrance is None]

    def _hindrance(self, punch: Punch) -> Outcome | None:
        if punch.employee_id not in self._keys:
            note = "no such employee code in the attendance system"
            return Outcome(punch_id=punch.pk, state=State.NOT_LINKED, expected=WAITING, note=note)
        if self._capabilities.has_deadline and not within_deadline(punch):
            columns = {"error": PAST_DEADLINE}
            note = "the attendance system takes it no more: enter it there, then discard it here"
            return Outcome(punch_id=punch.pk, state=State.REJECTED, expected=WAITING, note=note, columns=columns)
        return None

    def _room(self) -> int:
        if self._is_open:
            return self._capabilities.lanes * TAKEN_PER_LANE - len(self._lanes)
        return 1 if len(self._lanes) < self._capabilities.lanes else 0

    def _granted(self, wanted: int) -> int:
        return self._budget.take(wanted) if self._budget is not None and wanted else wanted

    def _count_slow(self, answers: Sequence[Answer]) -> None:
        slow = sum(answer.sent and answer.seconds > SLOW_S for answer in answers)
        if self._budget is not None and slow:
            self._budget.spend_again(slow)

    def _wait_for_budget(self) -> None:
        seconds = self._budget.free_in_s() if self._budget is not None else 0.0
        if seconds > LONGEST_WAIT_S:
            raise Stopped(self._drain.now() + timedelta(seconds=seconds))
        time.sleep(min(seconds, LONGEST_WAIT_S))

    def _stop_in_restricted_hours(self) -> None:
        until = None if self._drain.settings.deliver_in_restricted_hours else self._drain.restricted_until()
        if until is not None and self._stopped is None:
            self._stop(until)

    def _stop(self, until: datetime | None) -> None:
        self._stopped = Stopped(until)
        self._lanes.recall()

    def _outcome(self, answer: Answer, moment: datetime) -> Outcome:
        """Where the punch goes, and what it means for its person and for the rest."""
        punch, fault = answer.punch, answer.fault
        if isinstance(fault, Ambiguous):
            return self._unconfirmed(punch, fault, moment)
        if isinstance(fault, Rejected):
            # The person is busy until this is committed: what follows is judged anew with it.
            self._ambiguous_in_a_row, self._is_open = 0, True
            outcome = _outcome_of(punch, State.REJECTED, str(fault), error=fault.reason[:64])
            return replace(outcome, changes_the_day=True)
        self._line.release(punch.employee_id)
        if not answer.sent:
            return Outcome(punch_id=punch.pk, state=State.PENDING, expected=(State.SENDING,), note="did not leave")
        if fault is None:
            self._ambiguous_in_a_row, self._is_open = 0, True
            columns = {"delivered_at": moment, "error": "", "next_lookup_at": None}
            # `unconfirmed` too: another drain may have taken this one for dead after our session broke.
            return Outcome(punch_id=punch.pk, state=State.DELIVERED, expected=UNSETTLED, note="", columns=columns)
        return self._stopping(punch, fault)

    def _unconfirmed(self, punch: Punch, fault: Ambiguous, moment: datetime) -> Outcome:
        self._line.block(punch.employee_id)
        self._ambiguous_in_a_row += 1
        if self._ambiguous_in_a_row >= AMBIGUOUS_IN_A_ROW and self._stopped is None:
            self._stop(self._drain.stop(fault))
        look_at = moment + LOOK_UP_AFTER
        return _outcome_of(punch, State.UNCONFIRMED, "no clear answer", lookups=0, next_lookup_at=look_at)

    def _stopping(self, punch: Punch, fault: ConnectorFault) -> Outcome:
        """A fault of the whole connection; of several that were on the way, the first counts, and a refused token."""
        if self._stopped is None or isinstance(fault, CredentialsRefused):
            self._stop(self._drain.stop(fault))
        note = str(fault) or fault.__class__.__name__
        if isinstance(fault, RestrictedHours):
            return _outcome_of(punch, State.HELD, note, held_until=self._stopped.until if self._stopped else None)
        return _outcome_of(punch, State.PENDING, note)

    def _outgoing(self, punch: Punch) -> OutgoingPunch:
        code = self._drain.division_codes.get(punch.terminal_id) if punch.terminal_id else None
        return outgoing(punch, self._keys[punch.employee_id], division_code=code)


def _outcome_of(punch: Punch, state: State, note: str, **columns: object) -> Outcome:
    return Outcome(punch_id=punch.pk, state=state, expected=(State.SENDING,), note=note, columns=columns)

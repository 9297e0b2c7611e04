"""Setting and verifying PINs. A wrong code and a wrong PIN cost the same time and get the same answer."""

import secrets
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from django.db import transaction

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.credentials.errors import PinBlocked, PinRefused, PinUnfit
from kaodoki.credentials.models import Pin, WrongPin
from kaodoki.credentials.rules import FEWEST_DIGITS, FORGOTTEN_AFTER, MOST_DIGITS, is_fit, wait_after
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Employee
from kaodoki.terminals.models import Terminal

LONGEST_CODE = 64
# One PIN tried over many codes: so many wrong ones a minute and terminal, whatever code they were for.
FAILURES_A_MINUTE = 20

# RFC 9106's second choice for little memory: argon2id, 64 MiB, three passes.
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


def set_pin(employee: Employee, pin: str, *, by: str) -> None:
    """The person's PIN from now on; raises `PinUnfit`, or `EmployeeUnknown` for somebody erased."""
    if not is_fit(pin):
        raise PinUnfit(fewest=FEWEST_DIGITS, most=MOST_DIGITS)
    pin_hash = _HASHER.hash(pin)
    with transaction.atomic():
        locked = _unerased(employee)
        values = {"company": locked.company, "pin_hash": pin_hash, "set_at": clock.now()}
        Pin.objects.update_or_create(employee=locked, defaults=values)
        # Who gets a new PIN starts without the old one's wrong tries.
        WrongPin.objects.filter(typed_code=locked.employee_code).delete()
        record_event(locked.company_id, "pin_set", subject=locked.employee_code, by=by)


def draw_pin(employee: Employee, *, by: str) -> str:
    """A random PIN of six digits, set and given back this once."""
    while not is_fit(pin := f"{secrets.randbelow(10**FEWEST_DIGITS):0{FEWEST_DIGITS}d}"):
        pass
    set_pin(employee, pin, by=by)
    return pin


def clear_pin(employee: Employee, *, by: str) -> bool:
    """Takes the PIN away; whether there was one."""
    with transaction.atomic():
        deleted, _ = Pin.objects.filter(employee=employee).delete()
        if deleted:
            record_event(employee.company_id, "pin_cleared", subject=employee.employee_code, by=by)
    return bool(deleted)


def has_pin(employee: Employee) -> bool:
    """Whether the person can punch with code and PIN."""
    return Pin.objects.filter(employee=employee, employee__erased_at__isnull=True).exists()


def employee_by_pin(terminal: Terminal, employee_code: str, pin: str) -> Employee:
    """Whose code and PIN these are. Raises `PinRefused`, or `PinBlocked` while the terminal waits with this code.

    Tries with one code stand in a row: guesses sent at once are counted one by one. Not to be called in a transaction
    that the refusal would roll back, or the wrong try would be forgotten.
    """
    typed, now = employee_code.strip()[:LONGEST_CODE].replace("\x00", ""), clock.now()
    with transaction.atomic():
        Terminal.objects.select_for_update(of=("self",), no_key=True).get(pk=terminal.pk)
        wrong = WrongPin.objects.filter(terminal=terminal, typed_code=typed).first()
        wait = _wait(terminal, wrong, now)
        if wait <= timedelta(0):
            employee = _verified(terminal, typed, pin)
            _note(terminal, wrong, typed, now, is_right=employee is not None)
    if wait > timedelta(0):
        raise PinBlocked(seconds=max(1, -(-wait // timedelta(seconds=1))))
    if employee is None:
        raise PinRefused
    return employee


def _wait(terminal: Terminal, wrong: WrongPin | None, now: datetime) -> timedelta:
    lately = WrongPin.objects.filter(terminal=terminal, failed_at__gt=now - timedelta(minutes=1))
    if sum(lately.values_list("failures", flat=True)) >= FAILURES_A_MINUTE and lately.count() > 1:
        return timedelta(minutes=1)
    return wrong.failed_at + wait_after(wrong.failures) - now if wrong else timedelta(0)


def _verified(terminal: Terminal, typed: str, pin: str) -> Employee | None:
    people = Employee.objects.filter(company=terminal.company, employee_code=typed, erased_at__isnull=True)
    found = people.select_related("pin", "site").filter(pin__isnull=False).first()
    known_hash, absent_hash = found.pin.pin_hash if found else None, _hash_of_nobody()
    try:
        _HASHER.verify(known_hash or absent_hash, pin[: MOST_DIGITS + 1])
    except (VerificationError, InvalidHashError):
        return None
    return found


def _note(terminal: Terminal, wrong: WrongPin | None, typed: str, now: datetime, *, is_right: bool) -> None:
    if is_right:
        if wrong:
            wrong.delete()
        return
    # Those long ago leave the table here: it stays as small as the last hours' mistakes.
    WrongPin.objects.filter(terminal=terminal, failed_at__lt=now - FORGOTTEN_AFTER).exclude(typed_code=typed).delete()
    before = wrong.failures if wrong and wrong.failed_at > now - FORGOTTEN_AFTER else 0
    values = {"company": terminal.company, "failures": before + 1, "failed_at": now}
    WrongPin.objects.update_or_create(terminal=terminal, typed_code=typed, defaults=values)


def _unerased(employee: Employee) -> Employee:
    rows = Employee.objects.select_for_update(of=("self",), no_key=True).filter(erased_at__isnull=True)
    locked = rows.select_related("company").filter(pk=employee.pk).first()
    if locked is None:
        raise EmployeeUnknown(employee_code=employee.employee_code)
    return locked


@cache
def _hash_of_nobody() -> str:
    """What a code without a PIN is compared with, as dear as a real one; nobody knows what it is the hash of."""
    return _HASHER.hash(secrets.token_hex(16))

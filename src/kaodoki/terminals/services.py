"""Pairing and revoking terminals."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django_scopes import scope, scopes_disabled

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.people.models import Company, Site
from kaodoki.terminals.errors import PairingBlocked, PairingFailed, TerminalRefused
from kaodoki.terminals.models import PairingFailure, Terminal
from kaodoki.vault.sealing import secret_hash

# Crockford's base 32: no letter that is read as another. Ten of them are 50 random bits; 40 is the least allowed.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
CODE_LIFETIME = timedelta(minutes=10)
FAILURES_ALLOWED = 10
FAILURE_WINDOW = timedelta(minutes=10)
TOKEN_PREFIX = "kat_"  # noqa: S105 - a marker that lets secret scanners find leaked tokens
SEEN_EVERY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTerminal:
    """A terminal that waits to be paired; the code is shown this once."""

    terminal: Terminal
    pairing_code: str
    expires_at: datetime


def create_terminal(
    company: Company, *, name: str, site: Site | None, punch_selection: str, accepts_past: bool, by: str
) -> NewTerminal:
    """A terminal with a fresh pairing code."""
    code, now = _draw_code(), clock.now()
    expires_at = now + CODE_LIFETIME
    with transaction.atomic():
        terminal = Terminal.objects.create(
            company=company,
            name=name,
            site=site,
            punch_selection=punch_selection,
            accepts_past=accepts_past,
            pairing_code_hash=secret_hash(code),
            pairing_expires_at=expires_at,
            created_at=now,
        )
        record_event(company.id, "terminal_created", subject=name, by=by, accepts_past=accepts_past)
    return NewTerminal(terminal=terminal, pairing_code=_written(code), expires_at=expires_at)


def pair_again(terminal: Terminal, *, by: str) -> NewTerminal:
    """A new code for the same terminal; what it is paired with goes on until the code is used."""
    code, expires_at = _draw_code(), clock.now() + CODE_LIFETIME
    with transaction.atomic():
        terminal.pairing_code_hash, terminal.pairing_expires_at = secret_hash(code), expires_at
        terminal.save(update_fields=["pairing_code_hash", "pairing_expires_at"])
        record_event(terminal.company_id, "terminal_code_issued", subject=terminal.name, by=by)
    return NewTerminal(terminal=terminal, pairing_code=_written(code), expires_at=expires_at)


def change_terminal(terminal: Terminal, *, name: str, site: Site | None, punch_selection: str, by: str) -> None:
    """The terminal's settings; its kiosk takes them with the next heartbeat."""
    with transaction.atomic():
        terminal.name, terminal.site, terminal.punch_selection = name, site, punch_selection
        terminal.save(update_fields=["name", "site", "punch_selection"])
        changed = {"site": site.code if site else "", "punch_selection": punch_selection}
        record_event(terminal.company_id, "terminal_changed", subject=name, by=by, **changed)


def pair(pairing_code: str, *, address: str) -> tuple[Terminal, str]:
    """The terminal and its token, once per code; raises `PairingFailed`, or `PairingBlocked` after ten wrong codes."""
    now = clock.now()
    if PairingFailure.objects.filter(address=address, at__gt=now - FAILURE_WINDOW).count() >= FAILURES_ALLOWED:
        raise PairingBlocked
    paired = _use_code(_normalised(pairing_code), now)
    if paired is None:
        PairingFailure.objects.create(address=address, at=now)
        raise PairingFailed
    return paired


def terminal_by_token(token: str) -> Terminal:
    """The terminal of this token, or `TerminalRefused`; notes that it was seen, at most twice a minute."""
    with scopes_disabled():
        found = Terminal.objects.filter(token_hash=secret_hash(token), revoked_at__isnull=True)
        # All that an attempt needs, in one query; the hash is unique, so there is nothing to order.
        terminal = next(iter(found.select_related("company__settings")), None)
        if terminal is None:
            raise TerminalRefused
        now = clock.now()
        if terminal.last_seen_at is None or now - terminal.last_seen_at > SEEN_EVERY:
            Terminal.objects.filter(pk=terminal.pk).update(last_seen_at=now)
    return terminal


def revoke_terminal(terminal: Terminal, *, by: str) -> None:
    """From the next request on the terminal's token opens nothing."""
    terminal.revoked_at = clock.now()
    terminal.token_hash = None
    terminal.pairing_code_hash = None
    terminal.save(update_fields=["revoked_at", "token_hash", "pairing_code_hash"])
    record_event(terminal.company_id, "terminal_revoked", subject=terminal.name, by=by)


def _draw_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def _written(code: str) -> str:
    return f"{code[:5]}-{code[5:]}"


def _normalised(code: str) -> str:
    """Upper case without separators, and the letters people type for look-alikes."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return plain.translate(str.maketrans("OIL", "011"))


def _use_code(code: str, now: datetime) -> tuple[Terminal, str] | None:
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with scopes_disabled(), transaction.atomic():
        # The row lock makes two devices with one code take turns; the second finds the code gone.
        waiting = Terminal.objects.select_for_update().filter(
            pairing_code_hash=secret_hash(code), pairing_expires_at__gt=now, revoked_at__isnull=True
        )
        terminal = waiting.first()
        if terminal is None:
            return None
        terminal.pairing_code_hash = None
        terminal.token_hash = secret_hash(token)
        terminal.paired_at = now
        terminal.save(update_fields=["pairing_code_hash", "token_hash", "paired_at"])
        with scope(company=terminal.company):
            record_event(terminal.company_id, "terminal_paired", subject=terminal.name)
    return terminal, token

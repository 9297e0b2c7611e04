"""Who may call what: every address of the pages and of the API, with every role, and with another company's ids.

A new address fails here until it has its row in `route_table.ROWS`: that is on purpose. Add the row with the roles that
should come in, not with those that happen to.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django_scopes import scope, scopes_disabled
from tests.integration.web.route_rows import SESSION, Rows, rows_of
from tests.integration.web.route_table import BODIES, NOBODY, OPEN, ROWS, TERMINAL

from kaodoki.accounts.models import AdministratorSite, Role
from kaodoki.accounts.services import create_administrator, create_token
from kaodoki.audit.models import AuditEvent
from kaodoki.people.models import Company
from kaodoki.terminals.models import PairingFailure

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# A refusal may leave an event, a wrong pairing code a count of it; nothing else.
KEPT = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("kaodoki.") and model not in (AuditEvent, PairingFailure)
]
WRITES = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\b")
# Django's session of a visitor, and when allauth saw it last.
SESSION_SEEN = re.compile(r'(SELECT .* FROM|INSERT INTO|UPDATE|DELETE FROM) "django_session"|UPDATE "usersessions_')
Call = Callable[[str, str], HttpResponse]
Callers = dict[str, tuple[Call, Call]]


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield address
        else:
            yield from _patterns(entry, address)


ADDRESSES = sorted(set(_patterns(get_resolver())))


def _address(pattern: str, ids: dict[str, str]) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: ids[found[1]], pattern)


def _caller(client: Client, ids: dict[str, str], headers: dict[str, str]) -> Call:
    cookies = dict(client.cookies)

    def call(method: str, pattern: str) -> HttpResponse:
        # Whatever the call before did to the session was taken back; the visitor's cookies are, too.
        client.cookies.clear()
        client.cookies.update(cookies)
        body = BODIES.get(f"{method} {pattern}", {})
        kind: dict[str, Any] = {} if method == "GET" else {"data": body}
        if isinstance(body, bytes):
            kind["content_type"] = "multipart/form-data; boundary=x"
        elif method != "GET" and pattern.startswith("api/"):
            kind["content_type"] = "application/json"
        answer: HttpResponse = getattr(client, method.lower())(_address(pattern, ids), headers=headers, **kind)
        return answer

    return call


def _callers(rows: Rows, ids: dict[str, str]) -> Callers:
    """For each visitor: how they call the API, and how they call pages."""
    nobody = _caller(Client(raise_request_exception=False), ids, {})
    terminal = _caller(Client(raise_request_exception=False), ids, {"Authorization": rows.terminal_token})
    callers = {NOBODY: (nobody, nobody), TERMINAL: (terminal, nobody)}
    for role in Role:
        client = Client(raise_request_exception=False)
        administrator = create_administrator(rows.company, f"walk-{role}", "a-long-password-for-tests", role)
        if role == Role.SITE_MANAGER:  # the others see every site
            with scope(company=rows.company):
                AdministratorSite.objects.create(company=rows.company, administrator=administrator, site=rows.site)
        client.force_login(administrator)
        _, secret = create_token(rows.company, f"walk {role}", role)
        token = _caller(Client(raise_request_exception=False), ids, {"Authorization": f"Bearer {secret}"})
        callers[role.value] = (token, _caller(client, ids, {}))
    return callers


def _answer(call: Call, method: str, pattern: str) -> HttpResponse:
    """The answer; what the call changed is taken back."""
    with transaction.atomic():
        answer = call(method, pattern)
        transaction.set_rollback(True)
    assert answer.status_code < 500 or answer.status_code == 503, f"{method} {pattern}: {answer.status_code}"
    return answer


def _changed(
    call: Call, method: str, pattern: str, company: Company, before: list[object]
) -> tuple[HttpResponse, bool]:
    """The answer, and whether any row of the company is not as `before`; the change itself is taken back."""
    written: list[str] = []
    with transaction.atomic():
        with connection.execute_wrapper(_noting(written)):
            answer = call(method, pattern)
        # Reading every row is slow; without a statement that writes there is nothing to compare.
        is_changed = bool(written) and _rows_of(company) != before
        transaction.set_rollback(True)
    return answer, is_changed


def _noting(written: list[str]) -> Callable[..., object]:
    def note(execute: Callable[..., object], sql: str, params: object, many: object, context: object) -> object:
        if WRITES.search(sql) and not SESSION_SEEN.match(sql):
            written.append(sql)
        return execute(sql, params, many, context)

    return note


def _rows_of(company: Company) -> list[object]:
    owner = dict.fromkeys(KEPT, "company") | {Company: "pk", Authenticator: "user__company"}
    with scopes_disabled():
        found = [
            *(model._default_manager.filter(**{path: company.pk}) for model, path in owner.items()),
            # A visitor's own session notes that they came by: those of `rows_of` alone must stay as they are.
            UserSession.objects.filter(user__company=company, session_key__startswith=SESSION),
        ]
        return [list(rows.order_by("pk").values_list()) for rows in found]


def _is_let_in(answer: HttpResponse) -> bool:
    to_login = answer.status_code in (301, 302) and answer["Location"].startswith("/console/login?")
    return answer.status_code not in (401, 403) and not to_login


def _is_page(pattern: str) -> bool:
    return not pattern.startswith("api/")


def _visitors(callers: Callers, pattern: str) -> set[str]:
    """A terminal has no session: on pages it is nobody."""
    return callers.keys() - ({TERMINAL} if _is_page(pattern) else set())


def _offered(callers: Callers, pattern: str) -> list[str]:
    # A method that is not there is refused before anybody is asked for.
    call = callers[NOBODY][_is_page(pattern)]
    methods = METHODS[:2] if _is_page(pattern) else METHODS
    return [method for method in methods if _answer(call, method, pattern).status_code != 405]


def _fault_of(route: str, let_in: frozenset[str]) -> str:
    expected = ROWS.get(route)
    if expected is None:
        return (
            f"{route}: a new address. Decide which roles it is for and add it to tests/integration/web/route_table.py"
            f" under them (and a valid body to BODIES if it needs one). Now it lets in: {sorted(let_in) or 'nobody'}"
        )
    expected &= {*Role, NOBODY} if _is_page(route.partition(" ")[2]) else OPEN
    if let_in == expected:
        return ""
    return f"{route}: lets in {sorted(let_in)}, but route_table.py says {sorted(expected)}"


@pytest.fixture
def ours(db: None) -> Rows:
    return rows_of("minato")


def test_every_address_lets_in_exactly_the_roles_of_its_row(ours: Rows) -> None:
    callers = _callers(ours, ours.ids)
    faults = []
    for pattern in ADDRESSES:
        is_page = _is_page(pattern)
        visitors = _visitors(callers, pattern)
        for method in _offered(callers, pattern):
            answers = {who: _answer(callers[who][is_page], method, pattern) for who in visitors}
            let_in = frozenset(who for who, answer in answers.items() if _is_let_in(answer))
            faults.append(_fault_of(f"{method} {pattern}", let_in))

    assert not any(faults), "\n".join(filter(None, faults))


def test_the_table_names_no_address_that_is_gone() -> None:
    gone = sorted(route for route in ROWS if route.partition(" ")[2] not in ADDRESSES)

    assert not gone


def test_who_is_not_let_in_changes_nothing(ours: Rows) -> None:
    callers = _callers(ours, ours.ids)
    before, changed = _rows_of(ours.company), []
    for route, roles in ROWS.items():
        method, _, pattern = route.partition(" ")
        for who in _visitors(callers, pattern) - roles:
            call = callers[who][_is_page(pattern)]
            if _changed(call, method, pattern, ours.company, before)[1]:
                changed.append(f"{route} by {who}")

    assert not changed


def test_another_companys_ids_open_and_change_nothing(ours: Rows) -> None:
    theirs = rows_of("kita")
    callers = _callers(ours, theirs.ids)
    before, opened = _rows_of(theirs.company), []
    for route, roles in ROWS.items():
        method, _, pattern = route.partition(" ")
        if "<" not in pattern or roles == OPEN:
            continue
        for who in _visitors(callers, pattern):
            call = callers[who][_is_page(pattern)]
            answer, is_changed = _changed(call, method, pattern, theirs.company, before)
            # A page may lead back to its list with a sentence; what is shown or done is what counts.
            if is_changed or answer.status_code < 300:
                opened.append(f"{route} by {who}: {answer.status_code}{' changed rows' if is_changed else ''}")

    assert not opened, "\n".join(opened)

"""A company with people of two sites, and a mail server that Django speaks to."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.core.mail import get_connection
from pytest_django.fixtures import Settings as Installation
from tests.integration.api_client import jst
from tests.integration.mailing.mail_server import MailServer, running_mail_server

from kaodoki.accounts.models import Administrator, AdministratorSite
from kaodoki.people.models import Company, Employee, Site
from kaodoki.people.services import create_employee, create_site
from kaodoki.punches.models import Punch, PunchEvent
from kaodoki.terminals.models import Terminal
from kaodoki.terminals.services import create_terminal

NOW = jst("2026-11-20T12:00:00")


@pytest.fixture
def mail_server(settings: Installation) -> Iterator[MailServer]:
    with running_mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "kaodoki@example.jp"
        settings.PUBLIC_URL = "https://kaodoki.example.jp"
        assert get_connection()
        yield server


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The head office's 0012 and Osaka's 0200; everything is in one company."""

    company: Company
    sites: tuple[Site, Site]
    people: tuple[Employee, Employee]
    terminal: Terminal

    def administrator(self, login: str, role: str, *sites: Site) -> Administrator:
        email = f"{login}@example.jp"
        made = Administrator.objects.create(company=self.company, login=login, role=role, email=email)
        for site in sites:
            AdministratorSite.objects.create(company=self.company, administrator=made, site=site)
        return made

    def failed(self, person: Employee, at: datetime, state: str = "integrity_error") -> Punch:
        """A punch that failed at `at`."""
        punch = Punch.objects.create(
            company=self.company,
            employee=person,
            terminal=self.terminal,
            kind="out",
            punched_at=at,
            working_date=at.date(),
            working_time=f"{at:%H:%M}",
            state=state,
            deliver_after=at,
            created_at=at,
        )
        PunchEvent.objects.create(company=self.company, punch=punch, state=state, at=at)
        return punch


@pytest.fixture
def office(in_scope: Company) -> Office:
    sites = create_site(in_scope, "100", "本社"), create_site(in_scope, "200", "大阪支店")
    people = tuple(
        create_employee(
            in_scope,
            code,
            {"family_name": "佐藤", "given_name": "美咲", "site_code": site, "email": f"{code}@example.jp"},
            by="tests",
        )
        for code, site in (("0012", "100"), ("0200", "200"))
    )
    terminal = create_terminal(
        in_scope, name="1階", site=sites[0], punch_selection="chosen", accepts_past=False, by="tests"
    ).terminal
    return Office(company=in_scope, sites=sites, people=(people[0], people[1]), terminal=terminal)


Token = Callable[[], str]


@pytest.fixture
def new_token() -> Token:
    return lambda: uuid.uuid4().hex

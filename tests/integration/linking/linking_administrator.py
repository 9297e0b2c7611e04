"""An administrator with a browser that is at Kaodoki's console and at the attendance system's own screen."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from django.contrib.sessions.models import Session
from django.test import Client
from tests.integration.linking.conftest import THERE, TOKEN, Office

from kaodoki.accounts.models import Role
from kaodoki.accounts.services import create_administrator
from kaodoki.linking.linkage_client import RETURN_PATH
from kaodoki.linking.models import Connection
from kaodoki.linking.queries import connection_of
from kaodoki.linking.token_keeping import token_of

PAGE = "/console/system/linking"
PASSWORD = "a-long-password-for-tests"
COMPLETE = "連携が完了しました。"
STALE = "連携の手続きが途中で切れたため"
ONCE = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkingAdministrator:
    """`console` is their browser at Kaodoki, `base_url` what they link to."""

    console: Client
    base_url: str

    @classmethod
    def of(cls, office: Office, role: Role = Role.ALL_RIGHTS, login: str = "yamada") -> "LinkingAdministrator":
        login = f"{login}-{office.company.code}"
        create_administrator(office.company, login, PASSWORD, role.value)
        console = Client()
        assert console.login(username=login, password=PASSWORD)
        return cls(console=console, base_url=office.proxy.url)

    def press(self, name: str, **fields: str) -> Any:
        """A button of the page, and what comes of it."""
        return self.console.post(f"{PAGE}/{name}", fields, follow=True)

    def page(self) -> str:
        return str(self.console.get(PAGE).content.decode())

    def begin(self) -> str:
        """The address of the screen that the browser is sent to."""
        sent = self.press("start", base_url=self.base_url)
        assert sent.status_code == 200, sent.content.decode()
        return str(sent["Refresh"]).partition("url=")[2]

    def answer(self, screen: str, decision: str = "accept") -> dict[str, str]:
        """What the screen lets the browser bring back."""
        with httpx2.Client() as browser:
            once = ONCE.search(browser.get(screen).text)
            assert once is not None
            form = {"csrfmiddlewaretoken": once[1], "login": THERE[0], "password": THERE[1]}
            answer = browser.post(screen, data={**form, "agree": "yes", "decision": decision})
        location = urlsplit(answer.headers["Location"])
        assert (location.netloc, location.path) == ("testserver", RETURN_PATH)
        return {name: values[0] for name, values in parse_qs(location.query).items()}

    def come_back(self, brought: dict[str, str]) -> Any:
        return self.console.get(RETURN_PATH, brought, follow=True)

    def link(self) -> str:
        """All of it; the page at its end."""
        return str(self.come_back(self.answer(self.begin())).content.decode())

    def session(self) -> Any:
        """What the server keeps for the browser."""
        return Session.objects.get(session_key=self.console.session.session_key).get_decoded()


def linked(office: Office) -> Connection:
    connection = connection_of(office.company)
    assert connection is not None
    return connection


def by_token(administrator: LinkingAdministrator) -> str:
    done = administrator.press("token", base_url=administrator.base_url, access_token=TOKEN)
    return str(done.content.decode())


def give(administrator: LinkingAdministrator, kept: Any, name: str = "linking_pending") -> None:
    """Puts it into the session, as if it had been begun there so."""
    session = administrator.console.session
    session[name] = kept
    session.save()


def is_available(office: Office, token: str) -> bool:
    answer = httpx2.get(f"{office.server_url}/tokens/{token}/available", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code == 200 and answer.json()["available"] is True


def tokens_seen(office: Office) -> set[str]:
    """Every token but the tests' own that Kaodoki used: the WebAPI has them in its addresses."""
    parts = [path.split("/") for path in office.proxy.paths if "/tokens/" in path]
    return {part[part.index("tokens") + 1] for part in parts} - {TOKEN}


def revoked(office: Office) -> int:
    """How many of those open nothing any more."""
    return sum(not is_available(office, token) for token in tokens_seen(office))


def revoke_over_there(office: Office) -> None:
    token = token_of(office.company, linked(office))
    httpx2.delete(f"{office.server_url}/tokens/{token}", headers={"Authorization": f"Bearer {token}"})

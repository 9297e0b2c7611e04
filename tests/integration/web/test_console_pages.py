"""The console: who may come in, whose data show, who may change what."""

import pytest
from django.test import Client
from django_scopes import scope

from kaodoki.accounts.models import Role
from kaodoki.accounts.services import create_administrator
from kaodoki.people.models import Company
from kaodoki.people.services import change_settings, create_company
from kaodoki.terminals.models import PunchSelection, Terminal
from kaodoki.terminals.services import create_terminal
from kaodoki.web.console import queries

PASSWORD = "a-long-password-for-tests"


def log_in(company: Company, role: Role = Role.ALL_RIGHTS) -> Client:
    login = f"{company.code}-{role.value}"
    create_administrator(company, login, PASSWORD, role.value)
    client = Client()
    assert client.login(username=login, password=PASSWORD)
    return client


def make_terminal(company: Company, name: str) -> Terminal:
    with scope(company=company):
        return create_terminal(
            company, name=name, site=None, punch_selection=PunchSelection.AUTO, accepts_past=False, by="tests"
        ).terminal


@pytest.mark.parametrize("page", ["/console/", "/console/terminals"])
def test_page_without_login_leads_to_the_login(company: Company, page: str) -> None:
    create_administrator(company, "somebody", PASSWORD, Role.VIEWER.value)

    response = Client().get(page)

    assert (response.status_code, response.headers["Location"]) == (302, f"/console/login?next={page}")


def test_empty_today_says_what_to_do_first(company: Company) -> None:
    page = log_in(company).get("/console/").content.decode()

    assert "端末をペアリングし" in page


def test_new_terminal_shows_its_code_once(company: Company) -> None:
    client = log_in(company)

    made = client.post("/console/terminals", {"name": "倉庫", "punch_selection": "chosen"})

    assert made.status_code == 201
    assert "pairing-code" in made.content.decode()
    assert "pairing-code" not in client.get("/console/terminals").content.decode()


@pytest.mark.parametrize("form", [{"name": "", "punch_selection": "auto"}, {"name": "倉庫", "punch_selection": "x"}])
def test_incomplete_terminal_is_asked_for_again(company: Company, form: dict[str, str]) -> None:
    response = log_in(company).post("/console/terminals", form)

    assert response.status_code == 422
    assert "端末の名前を入力し" in response.content.decode()


def test_viewer_sees_terminals_and_changes_none(company: Company) -> None:
    terminal = make_terminal(company, "入口")
    client = log_in(company, Role.VIEWER)

    answers = [
        client.get("/console/terminals"),
        client.post("/console/terminals", {"name": "倉庫", "punch_selection": "auto"}),
        client.post(f"/console/terminals/{terminal.id}/revoke"),
    ]

    assert [answer.status_code for answer in answers] == [200, 403, 403]
    with scope(company=company):
        assert list(Terminal.objects.values_list("name", "revoked_at")) == [("入口", None)]


def test_other_companies_terminals_are_out_of_sight_and_reach(company: Company) -> None:
    other = create_company("other", "別の会社")
    terminal = make_terminal(other, "よその入口")
    client = log_in(company)

    page = client.get("/console/terminals")
    revoked = client.post(f"/console/terminals/{terminal.id}/revoke")

    assert "よその入口" not in page.content.decode()
    assert revoked.status_code == 404


def test_language_stays_for_the_session(company: Company) -> None:
    client = log_in(company)

    client.get("/console/?lang=en")

    assert "Add a terminal" in client.get("/console/terminals").content.decode()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"liveness": "off"}, "写真と本人を見分けません"),
        ({"liveness": "passive"}, "カメラの映像で確認します"),
        ({"liveness": "passive_and_challenge"}, "はっきりしないときは動作確認"),
        ({"liveness": "passive_and_challenge", "liveness_challenge": "always"}, "毎回、動作確認"),
    ],
)
def test_console_says_what_the_liveness_setting_does(
    company: Company, settings: dict[str, object], sentence: str
) -> None:
    with scope(company=company):
        change_settings(company, settings, by="tests")

    page = log_in(company).get("/console/terminals").content.decode()

    assert sentence in page


@pytest.mark.parametrize("page", ["/console/", "/console/terminals", "/console/packs", "/console/look-alikes"])
@pytest.mark.parametrize(
    ("liveness", "installed", "said"), [("off", False, 0), ("passive", False, 1), ("passive", True, 0)]
)
def test_missing_liveness_model_is_said_where_a_setting_wants_it(
    company: Company, monkeypatch: pytest.MonkeyPatch, page: str, liveness: str, installed: bool, said: int
) -> None:
    monkeypatch.setattr(queries, "is_installed", lambda: installed)
    with scope(company=company):
        change_settings(company, {"liveness": liveness}, by="tests")

    shown = log_in(company).get(page).content.decode()

    assert shown.count("なりすまし防止モデルが導入されていません") == said

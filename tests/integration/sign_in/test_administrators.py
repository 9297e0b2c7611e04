"""The page 管理者: who adds and changes whom, and that somebody with all rights is always left."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from tests.integration.web.console_client import logged_in

from kaodoki.accounts.models import Administrator, AdministratorSite
from kaodoki.accounts.services import create_administrator
from kaodoki.audit.models import AuditEvent
from kaodoki.people.models import Company, Settings
from kaodoki.people.services import create_company, create_site

PAGE = "/console/administrators"
NEW = {"login": "suzuki", "name": "鈴木", "email": "suzuki@example.jp", "role": "site_manager", "site": "100"}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_somebody_new_gets_a_temporary_password_and_their_sites(in_scope: Company) -> None:
    cache.clear()
    create_site(in_scope, "100", "本社")

    page = text_of(logged_in(in_scope).post(PAGE, NEW))

    password = re.search(r"<code>([^<]{10,})</code>", page)
    assert password
    suzuki = Administrator.objects.get(login="suzuki")
    assert (suzuki.role, suzuki.name, suzuki.has_temporary_password) == ("site_manager", "鈴木", True)
    assert [row.site.code for row in AdministratorSite.objects.filter(administrator=suzuki)] == ["100"]
    client = Client()
    client.post("/console/login", {"login": "suzuki", "password": password[1]})
    assert client.get("/console/")["Location"] == "/console/account/password"
    assert password[1] not in text_of(logged_in(in_scope).get(PAGE))


@pytest.mark.parametrize(
    "wrong",
    [{"login": "x"}, {"login": "a b c"}, {"login": "日本語"}, {"role": "boss"}, {"email": "x"}, {"name": "x" * 101}],
)
def test_what_cannot_be_is_refused(in_scope: Company, wrong: dict[str, str]) -> None:
    assert logged_in(in_scope).post(PAGE, {**NEW, **wrong}).status_code == 422
    assert not Administrator.objects.filter(login="suzuki").exists()


def test_a_login_is_taken_once(in_scope: Company) -> None:
    create_administrator(create_company("kita", "株式会社きた"), "suzuki", "x" * 12, "viewer")

    answer = logged_in(in_scope).post(PAGE, NEW)

    assert answer.status_code == 409
    assert "すでに使われています" in text_of(answer)


def test_role_sites_and_state_are_changed(in_scope: Company) -> None:
    create_site(in_scope, "100", "本社")
    other = create_administrator(in_scope, "suzuki", "x" * 12, "viewer")
    client = logged_in(in_scope)

    client.post(f"{PAGE}/{other.pk}", {"name": "鈴木", "role": "photo_approver", "site": "100"})

    other.refresh_from_db()
    assert (other.role, other.is_active) == ("photo_approver", False)
    assert AuditEvent.objects.filter(action="administrator_changed", subject="suzuki").exists()


def test_the_last_with_all_rights_keeps_them(in_scope: Company) -> None:
    client = logged_in(in_scope)
    last = Administrator.objects.get()

    for form in ({"role": "viewer", "active": "on"}, {"role": "all_rights"}):
        answer = client.post(f"{PAGE}/{last.pk}", form)
        assert answer.status_code == 409
        assert "全権管理者が1名もいなくなる" in text_of(answer)

    last.refresh_from_db()
    assert (last.role, last.is_active) == ("all_rights", True)


def test_a_lost_phone_and_a_forgotten_password_are_helped(in_scope: Company) -> None:
    other = create_administrator(in_scope, "suzuki", "x" * 12, "viewer")
    Authenticator.objects.create(user=other, type="totp", data={})
    client = logged_in(in_scope)

    client.post(f"{PAGE}/{other.pk}/factors")
    shown = text_of(client.post(f"{PAGE}/{other.pk}/password"))

    assert not Authenticator.objects.exists()
    password = re.search(r"<code>([^<]{10,})</code>", shown)
    assert password
    other.refresh_from_db()
    assert other.check_password(password[1])
    assert AuditEvent.objects.filter(action__in=["mfa_reset", "password_reset"], subject="suzuki").count() == 2


def test_a_second_step_is_asked_of_everybody(in_scope: Company) -> None:
    logged_in(in_scope).post(PAGE, {"need_mfa": "on"})

    assert Settings.objects.get().administrators_need_mfa


@pytest.mark.parametrize("role", ["site_manager", "photo_approver", "viewer"])
def test_it_is_for_all_rights(in_scope: Company, role: str) -> None:
    client = logged_in(in_scope, role)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, NEW).status_code == 403
    assert not Administrator.objects.filter(login="suzuki").exists()


def test_another_companys_administrators_are_not_there(in_scope: Company) -> None:
    theirs = create_administrator(create_company("kita", "株式会社きた"), "suzuki", "x" * 12, "viewer")
    client = logged_in(in_scope)

    assert "suzuki" not in text_of(client.get(PAGE))
    assert client.get(f"{PAGE}/{theirs.pk}").status_code == 404
    for step in ("", "/password", "/factors"):
        assert client.post(f"{PAGE}/{theirs.pk}{step}", {"role": "all_rights"}).status_code == 404


def test_an_e_mail_address_is_one_administrators(in_scope: Company) -> None:
    """Single sign-on lets in by it alone."""
    theirs = create_administrator(create_company("kita", "株式会社きた"), "theirs", "x" * 12, "viewer")
    theirs.email = "Suzuki@example.jp"
    theirs.save()
    other = create_administrator(in_scope, "other", "x" * 12, "viewer")
    client = logged_in(in_scope)

    added = client.post(PAGE, NEW)
    changed = client.post(f"{PAGE}/{other.pk}", {"role": "viewer", "active": "on", "email": "suzuki@example.jp"})
    own = client.post("/console/account/change", {"email": "suzuki@example.jp"})

    assert [answer.status_code for answer in (added, changed, own)] == [409, 409, 409]
    assert "ほかの管理者が使っています" in text_of(own)
    assert Administrator.objects.filter(email__iexact="suzuki@example.jp").count() == 1

"""従業員を登録する: one person typed in at the console."""

from typing import Any

import pytest
from tests.integration.web.console_client import logged_in

from kaodoki.audit.models import AuditEvent
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_employee, create_site

NEW = "/console/new-employee"
FORM = {
    "employee_code": "0301",
    "family_name": "田中",
    "given_name": "葵",
    "site_code": "",
    "article36_coverage": "exempt",
}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_person_is_added_and_the_next_steps_are_said(in_scope: Company) -> None:
    client = logged_in(in_scope)
    assert f'href="{NEW}"' in text_of(client.get("/console/employees"))

    answer = client.post(NEW, FORM)

    person = Employee.objects.get(employee_code="0301")
    assert answer["Location"] == "/console/employees/0301"
    assert (person.family_name, person.article36_coverage) == ("田中", "exempt")
    assert AuditEvent.objects.get(action="employee_created").by == f"all_rights-{in_scope.code}"
    shown = text_of(client.get(answer["Location"]))
    assert "従業員を登録しました" in shown
    assert '<option value="exempt" selected>適用除外</option>' in shown


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"employee_code": ""}, "従業員コードを64文字までで"),
        ({"employee_code": "a/b"}, "従業員コードを64文字までで"),
        ({"employee_code": ".."}, "従業員コードを64文字までで"),
        ({"employee_code": "x" * 65}, "従業員コードを64文字までで"),
        ({"family_name": ""}, "姓を100文字までで"),
        ({"article36_coverage": "none"}, "36協定の適用区分を選び直して"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(in_scope: Company, wrong: dict[str, str], said: str) -> None:
    answer = logged_in(in_scope).post(NEW, {**FORM, **wrong})

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="葵"' in text_of(answer)
    assert not Employee.objects.exists()


def test_a_code_that_is_taken_is_said(in_scope: Company) -> None:
    create_employee(in_scope, "0301", {"family_name": "鈴木"}, by="tests")

    answer = logged_in(in_scope).post(NEW, FORM)

    assert answer.status_code == 409
    assert Employee.objects.get().family_name == "鈴木"


def test_a_site_manager_adds_to_their_sites_only(in_scope: Company) -> None:
    here, there = create_site(in_scope, "100", "本社"), create_site(in_scope, "200", "大阪")
    manager = logged_in(in_scope, "site_manager", here)

    assert [manager.post(NEW, {**FORM, "site_code": code}).status_code for code in ("", there.code)] == [422, 422]
    assert manager.post(NEW, {**FORM, "site_code": here.code}).status_code == 302


def test_a_form_without_the_cover_leaves_it(in_scope: Company) -> None:
    create_employee(in_scope, "0301", {"family_name": "鈴木", "article36_coverage": "exempt"}, by="tests")

    logged_in(in_scope).post("/console/employees/0301/change", {"family_name": "田中", "site_code": ""})

    assert Employee.objects.values_list("family_name", "article36_coverage").get() == ("田中", "exempt")

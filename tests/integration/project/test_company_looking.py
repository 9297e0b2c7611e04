"""`kaodoki identify --company`: the company's own gallery answers with employee codes, and the search is on record."""

from pathlib import Path

import pytest

from kaodoki.audit.models import AuditEvent
from kaodoki.enrolment.services import erase_employee, register_photo
from kaodoki.identification import Outcome
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_employee
from kaodoki.project.administration import CompanyUnknown
from kaodoki.project.company_looking import open_company
from kaodoki.project.looking import NobodyToFind, identify_faces, read_image


@pytest.fixture
def enrolled(in_scope: Company, pictures: Path) -> dict[str, Employee]:
    people = {}
    for code, name in (("0012", "obama_1"), ("0013", "astronaut")):
        people[code] = create_employee(in_scope, code, {"family_name": name, "given_name": "x"}, by="tests")
        suffix = "png" if name == "astronaut" else "jpg"
        register_photo(people[code], (pictures / f"{name}.{suffix}").read_bytes(), consent=True, by="tests")
    return people


def test_employees_are_found_by_their_codes(enrolled: dict[str, Employee], in_scope: Company, pictures: Path) -> None:
    engine, gallery = open_company(in_scope.code, images=2)

    (known,) = identify_faces(engine, read_image(pictures / "obama_3.jpg"), gallery)
    (stranger,) = identify_faces(engine, read_image(pictures / "biden.jpg"), gallery)

    assert gallery.people == 2
    assert (known.best, known.outcome) == ("0012", Outcome.IDENTIFIED)
    assert stranger.outcome is Outcome.UNKNOWN
    assert AuditEvent.objects.filter(action="faces_looked_up", details__images=2).count() == 1


def test_an_erased_employee_is_found_no_more(enrolled: dict[str, Employee], in_scope: Company, pictures: Path) -> None:
    erase_employee(enrolled["0012"], by="tests")

    engine, gallery = open_company(in_scope.code, images=1)
    (answer,) = identify_faces(engine, read_image(pictures / "obama_3.jpg"), gallery)

    assert answer.best == "0013"
    assert answer.outcome is Outcome.UNKNOWN


def test_someone_erased_while_it_runs_is_not_named(
    enrolled: dict[str, Employee], in_scope: Company, pictures: Path
) -> None:
    engine, gallery = open_company(in_scope.code, images=1)
    erase_employee(enrolled["0012"], by="tests")

    (answer,) = identify_faces(engine, read_image(pictures / "obama_3.jpg"), gallery)

    assert answer.best == "0013"


def test_a_company_without_faces_and_an_unknown_one_are_told(company: Company) -> None:
    with pytest.raises(NobodyToFind):
        open_company(company.code, images=1)
    with pytest.raises(CompanyUnknown):
        open_company("nobody", images=1)

"""The page 顔写真の承認."""

import io
import uuid
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from kaodoki.accounts.models import Administrator, AdministratorSite
from kaodoki.audit.models import AuditEvent
from kaodoki.consent.services import record_consent
from kaodoki.enrolment.models import Photo, Submission
from kaodoki.enrolment.services import register_photo
from kaodoki.enrolment.submitting import Picture, submit_pictures
from kaodoki.gallery.models import StoredTemplate
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_company, create_employee, create_site

PAGE = "/console/photos"


def logged_in(company: Company, role: str = "all_rights", login: str = "") -> Client:
    made = Administrator.objects.create(company=company, login=login or role, role=role)
    client = Client()
    client.force_login(made)
    return client


def handed_in(company: Company, code: str, picture: Path, site: str = "") -> Submission:
    names = {"family_name": "佐藤", "given_name": code, "site_code": site}
    person = create_employee(company, code, names, by="tests")
    record_consent(person, declared_by="tests")
    return submit_pictures(person, [Picture(pose="front", data=picture.read_bytes())], notice_version="1")


@pytest.fixture
def submission(in_scope: Company, pictures: Path) -> Submission:
    return handed_in(in_scope, "0012", pictures / "obama_1.jpg")


def decide(client: Client, submission: Submission, **form: str) -> tuple[int, str]:
    answer = client.post(f"{PAGE}/submissions/{submission.id}", {"action": "approve", **form}, follow=True)
    return answer.status_code, answer.content.decode()


def test_an_empty_queue_says_what_to_do(in_scope: Company) -> None:
    assert "承認を待つ顔写真はありません" in logged_in(in_scope).get(PAGE).content.decode()


def test_the_riskiest_comes_first_and_the_menu_counts(
    in_scope: Company, submission: Submission, pictures: Path
) -> None:
    register_photo(submission.employee, (pictures / "biden.jpg").read_bytes(), consent=True, by="tests")
    handed_in(in_scope, "0001", pictures / "astronaut.png")
    submission.findings, submission.risk = ["unlike_last_photo"], 2
    submission.save()

    page = logged_in(in_scope).get(PAGE).content.decode()

    assert page.index("0012</span>") < page.index("0001</span>")
    assert "前回承認した写真と似ていません" in page
    assert '<span class="badge">2</span>' in page
    assert "承認済みの写真" in page


def test_a_picture_is_shown_to_who_decides_and_noted(in_scope: Company, submission: Submission) -> None:
    answer = logged_in(in_scope).get(f"{PAGE}/{submission.photos.get().id}/picture")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(answer.content)).size[0] > 100
    assert "no-store" in answer["Cache-Control"]
    assert AuditEvent.objects.filter(action="photo_viewed", subject="0012", by="all_rights").exists()


def test_approval_and_rejection_with_a_reason(in_scope: Company, submission: Submission, pictures: Path) -> None:
    client = logged_in(in_scope)
    other = handed_in(in_scope, "0001", pictures / "astronaut.png")

    approved = decide(client, submission)
    rejected = decide(client, other, action="reject", reason="light", note="窓際")

    assert "1 件を承認しました" in approved[1]
    assert "差し戻しました" in rejected[1]
    other.refresh_from_db()
    assert (other.status, other.reason, other.reason_note, other.decided_by) == (
        "rejected",
        "light",
        "窓際",
        "all_rights",
    )
    assert StoredTemplate.objects.count() == 1


def test_a_reason_nobody_offers_is_refused(in_scope: Company, submission: Submission) -> None:
    status, page = decide(logged_in(in_scope), submission, action="reject", reason="ugly")

    assert status == 422
    assert "差戻しの理由を選んでください" in page


def test_a_duplicate_is_shown_beside_the_other_and_confirmed(
    in_scope: Company, submission: Submission, pictures: Path
) -> None:
    known = create_employee(in_scope, "0001", {"family_name": "鈴木", "given_name": "健"}, by="tests")
    register_photo(known, (pictures / "obama_2.jpg").read_bytes(), consent=True, by="tests")
    client = logged_in(in_scope, "photo_approver")

    status, page = decide(client, submission)
    confirmed = decide(client, submission, confirm="yes")

    assert status == 409
    assert "鈴木 健 (0001) としても認識されます" in page
    assert f"{Photo.objects.get(employee=known).id}/picture" in page
    assert "1 件を承認しました" in confirmed[1]


def test_a_site_manager_does_not_learn_whom_a_face_is_taken_for(
    in_scope: Company, submission: Submission, pictures: Path
) -> None:
    known = create_employee(in_scope, "0001", {"family_name": "鈴木", "given_name": "健"}, by="tests")
    register_photo(known, (pictures / "obama_2.jpg").read_bytes(), consent=True, by="tests")
    site = create_site(in_scope, "100", "本社")
    Employee.objects.filter(employee_code="0012").update(site=site)
    client = logged_in(in_scope, "site_manager")
    AdministratorSite.objects.create(company=in_scope, administrator=Administrator.objects.get(), site=site)

    status, page = decide(client, submission, confirm="yes")

    assert status == 409
    assert "鈴木" not in page
    assert not StoredTemplate.objects.filter(employee=submission.employee).exists()


def test_all_clean_ones_are_approved_at_once_and_only_they(
    in_scope: Company, submission: Submission, pictures: Path
) -> None:
    client = logged_in(in_scope)
    risky = handed_in(in_scope, "0001", pictures / "astronaut.png")
    Submission.objects.filter(pk=risky.pk).update(risk=1, findings=["low_quality"])
    ids = [str(submission.id), str(risky.id), str(uuid.uuid4()), "x"]

    unseen = client.post(f"{PAGE}/approve-clean", {"submission": ids})
    done = client.post(f"{PAGE}/approve-clean", {"submission": ids, "seen": "on"}, follow=True).content.decode()

    assert unseen.status_code == 422
    assert "1 件を承認しました" in done
    risky.refresh_from_db()
    assert risky.status == "submitted"


def test_what_was_decided_meanwhile_is_said(in_scope: Company, submission: Submission) -> None:
    client = logged_in(in_scope)
    decide(client, submission)

    assert decide(client, submission)[0] == 404


def test_other_sites_companies_and_roles_see_nothing(in_scope: Company, submission: Submission) -> None:
    site = create_site(in_scope, "200", "大阪支店")
    elsewhere = logged_in(in_scope, "site_manager")
    AdministratorSite.objects.create(
        company=in_scope, administrator=Administrator.objects.get(login="site_manager"), site=site
    )
    other = logged_in(create_company("other", "他社"), login="other")
    viewer = logged_in(in_scope, "viewer")
    picture = f"{PAGE}/{submission.photos.get().id}/picture"

    for client in (elsewhere, other):
        assert "0012" not in client.get(PAGE).content.decode()
        assert client.get(picture).status_code == 404
        assert decide(client, submission)[0] == 404
    assert viewer.get(PAGE).status_code == viewer.get(picture).status_code == 403
    assert decide(viewer, submission)[0] == 403
    submission.refresh_from_db()
    assert submission.status == "submitted"

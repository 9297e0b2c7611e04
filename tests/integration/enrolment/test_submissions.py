"""What is handed in, and what becomes of it."""

import io
import threading
from pathlib import Path

import pytest
from django.db import connection
from django_scopes import scope
from PIL import Image
from tests.integration.api_client import ApiClient

from kaodoki.accounts.services import create_token
from kaodoki.audit.models import AuditEvent
from kaodoki.consent.services import ConsentMissing, record_consent, withdraw_consent
from kaodoki.enrolment.deciding import approve, reject
from kaodoki.enrolment.errors import PhotoDuplicate, PhotoRefused, PicturesDiffer, PicturesWrong, SubmissionDecided
from kaodoki.enrolment.examining import good_picture
from kaodoki.enrolment.models import Photo, Submission
from kaodoki.enrolment.services import erase_employee, open_photo, register_photo
from kaodoki.enrolment.submitting import Picture, examine_picture, submit_pictures
from kaodoki.gallery.models import StoredTemplate
from kaodoki.people.errors import EmployeeUnknown
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_company, create_employee


@pytest.fixture
def employee(in_scope: Company) -> Employee:
    """Has agreed; nothing is enrolled yet."""
    return agreed(in_scope, "0012")


def agreed(company: Company, code: str) -> Employee:
    person = create_employee(company, code, {"family_name": "佐藤", "given_name": "美咲"}, by="tests")
    record_consent(person, declared_by="tests")
    return person


def picture(pictures: Path, name: str, pose: str = "front") -> Picture:
    return Picture(pose=pose, data=(pictures / f"{name}.jpg").read_bytes())


def submit(employee: Employee, *given: Picture) -> Submission:
    return submit_pictures(employee, given, notice_version="2026-11")


def test_a_submission_waits_sealed_and_makes_no_template(employee: Employee, pictures: Path) -> None:
    submission = submit(employee, picture(pictures, "obama_1"), picture(pictures, "obama_2", "left"))

    photos = Photo.objects.filter(submission=submission)
    assert {(photo.status, photo.pose) for photo in photos} == {("submitted", "front"), ("submitted", "left")}
    assert not StoredTemplate.objects.exists()
    assert all(b"JFIF" not in bytes(photo.sealed) for photo in photos)
    assert submission.risk == 0


def test_what_is_kept_holds_nothing_but_pixels(employee: Employee, pictures: Path) -> None:
    image = Image.open(pictures / "obama_1.jpg")
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif, quality=95)

    submission = submit(employee, Picture(pose="front", data=file.getvalue()))

    kept = open_photo(Photo.objects.get(submission=submission))
    assert b"SECRET-CAMERA" in file.getvalue()
    assert b"SECRET-CAMERA" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_nothing_is_taken_without_consent(in_scope: Company, pictures: Path) -> None:
    person = create_employee(in_scope, "0013", {"family_name": "鈴木", "given_name": "健"}, by="tests")

    with pytest.raises(ConsentMissing):
        submit(person, picture(pictures, "obama_1"))


@pytest.mark.parametrize("poses", [[], ["front", "front"], ["front", "left", "right", "front"], ["up"], [""]])
def test_pictures_are_one_for_each_direction(employee: Employee, pictures: Path, poses: list[str]) -> None:
    with pytest.raises(PicturesWrong):
        submit(employee, *(picture(pictures, "obama_1", pose) for pose in poses))


def test_pictures_of_two_people_are_refused(employee: Employee, pictures: Path) -> None:
    with pytest.raises(PicturesDiffer):
        submit(employee, picture(pictures, "obama_1"), picture(pictures, "biden", "left"))

    assert not Submission.objects.exists()


def test_a_picture_of_several_people_is_refused_with_its_direction(employee: Employee, pictures: Path) -> None:
    with pytest.raises(PhotoRefused) as refused:
        submit(employee, picture(pictures, "obama_1"), picture(pictures, "group", "right"))

    assert refused.value.details["pose"] == "right"
    assert not Photo.objects.exists()


def test_a_new_submission_withdraws_the_open_one_and_erases_its_pictures(employee: Employee, pictures: Path) -> None:
    first = submit(employee, picture(pictures, "obama_1"))

    second = submit(employee, picture(pictures, "obama_2"))

    first.refresh_from_db()
    assert (first.status, first.photos.count()) == ("withdrawn", 0)
    assert (second.status, second.photos.count()) == ("submitted", 1)


def test_who_looks_like_another_is_first_in_the_queue(employee: Employee, in_scope: Company, pictures: Path) -> None:
    register_photo(agreed(in_scope, "0001"), picture(pictures, "obama_1").data, consent=True, by="tests")

    submission = submit(employee, picture(pictures, "obama_2"))

    assert submission.findings == ["looks_like_another"]
    assert submission.risk >= 4


def test_who_does_not_look_like_their_last_photo_is_marked(employee: Employee, pictures: Path) -> None:
    register_photo(employee, picture(pictures, "biden").data, consent=True, by="tests")

    assert submit(employee, picture(pictures, "obama_2")).findings == ["unlike_last_photo"]


def test_approval_makes_the_templates_and_takes_the_place_of_the_old(employee: Employee, pictures: Path) -> None:
    old = register_photo(employee, picture(pictures, "obama_3").data, consent=True, by="tests")
    submission = submit(employee, picture(pictures, "obama_1"), picture(pictures, "obama_2", "left"))

    approve(submission, by="yamada")

    submission.refresh_from_db()
    assert (submission.status, submission.decided_by) == ("approved", "yamada")
    assert StoredTemplate.objects.filter(employee=employee).count() == 2
    assert not Photo.objects.filter(pk=old.pk).exists()
    assert set(Photo.objects.values_list("status", flat=True)) == {"approved"}
    assert AuditEvent.objects.filter(action="photo_approved", by="yamada").exists()


def test_rejection_erases_the_pictures_and_keeps_the_reason(employee: Employee, pictures: Path) -> None:
    submission = submit(employee, picture(pictures, "obama_1"))

    reject(submission, reason="light", note="窓を背にしないでください", by="yamada")

    submission.refresh_from_db()
    assert (submission.status, submission.reason, submission.reason_note) == (
        "rejected",
        "light",
        "窓を背にしないでください",
    )
    assert not Photo.objects.exists()


def test_a_decided_submission_is_not_decided_again(employee: Employee, pictures: Path) -> None:
    submission = submit(employee, picture(pictures, "obama_1"))
    stale = Submission.objects.get(pk=submission.pk)
    approve(submission, by="yamada")

    with pytest.raises(SubmissionDecided):
        approve(stale, by="sato")
    with pytest.raises(SubmissionDecided):
        reject(stale, reason="other", by="sato")


def test_a_duplicate_needs_a_confirmation(employee: Employee, in_scope: Company, pictures: Path) -> None:
    register_photo(agreed(in_scope, "0001"), picture(pictures, "obama_1").data, consent=True, by="tests")
    submission = submit(employee, picture(pictures, "obama_2"))

    with pytest.raises(PhotoDuplicate) as refused:
        approve(submission, by="yamada", names_others=True)
    approve(submission, by="yamada", confirm_duplicate=True)

    assert refused.value.details == {"employee_codes": ["0001"]}
    assert StoredTemplate.objects.filter(employee=employee).exists()


@pytest.mark.parametrize("change", ["withdraw", "erase"])
def test_consent_that_ends_while_a_picture_is_looked_at_wins(
    employee: Employee, pictures: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = submit(employee, picture(pictures, "obama_1"))

    def look_and_be_overtaken(data: bytes, *, pose: str, pack: str) -> object:
        good = good_picture(data, pose=pose, pack=pack)
        if change == "withdraw":
            withdraw_consent(employee, declared_by="tests")
        else:
            erase_employee(employee, by="tests")
        return good

    monkeypatch.setattr("kaodoki.enrolment.deciding.good_picture", look_and_be_overtaken)
    with pytest.raises((ConsentMissing, EmployeeUnknown, SubmissionDecided)):
        approve(submission, by="yamada")

    assert not StoredTemplate.objects.exists()


def test_consent_that_ends_while_a_submission_is_looked_at_wins(
    employee: Employee, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_and_be_overtaken(data: bytes, *, pose: str, pack: str) -> object:
        good = good_picture(data, pose=pose, pack=pack)
        withdraw_consent(employee, declared_by="tests")
        return good

    monkeypatch.setattr("kaodoki.enrolment.submitting.good_picture", look_and_be_overtaken)
    with pytest.raises(ConsentMissing):
        submit(employee, picture(pictures, "obama_1"))

    assert not Photo.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_decide_once(company: Company, pictures: Path) -> None:
    with scope(company=company):
        submission = submit(agreed(company, "0012"), picture(pictures, "obama_1"))
    outcomes: list[str] = []

    def decide(act: str) -> None:
        with scope(company=company):
            mine = Submission.objects.get(pk=submission.pk)
            try:
                approve(mine, by="a") if act == "approve" else reject(mine, reason="other", by="b")
                outcomes.append(act)
            except SubmissionDecided:
                outcomes.append("late")
        connection.close()

    threads = [threading.Thread(target=decide, args=(act,)) for act in ("approve", "reject")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) in (["approve", "late"], ["late", "reject"])
    with scope(company=company):
        done = Submission.objects.get(pk=submission.pk)
        assert StoredTemplate.objects.count() == (1 if done.status == "approved" else 0)


@pytest.mark.parametrize(
    ("name", "pose", "findings", "bad"),
    [
        ("obama_1", "front", [], set()),
        ("obama_1", "left", [], {"direction"}),
        ("group", "front", ["several_faces"], {"size"}),
    ],
)
def test_a_picture_is_examined_for_the_phone(
    in_scope: Company, pictures: Path, name: str, pose: str, findings: list[str], bad: set[str]
) -> None:
    seen = examine_picture(in_scope, picture(pictures, name).data, pose=pose)

    assert [finding.value for finding in seen.findings] == findings
    assert {component.code for component in seen.components if not component.is_good} == bad
    assert bool(seen.guidance("ja")) == bool(bad)
    assert seen.box is not None
    assert not Photo.objects.exists()


def test_an_empty_room_has_no_face_and_nothing_good(in_scope: Company) -> None:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 120, 120)).save(file, "JPEG")

    seen = examine_picture(in_scope, file.getvalue())

    assert (seen.findings, seen.box) == (["no_face"], None)
    assert not any(component.is_good for component in seen.components)


def test_photos_are_listed_and_decided_over_the_api(employee: Employee, api: ApiClient, pictures: Path) -> None:
    submission = submit(employee, picture(pictures, "obama_1"), picture(pictures, "obama_2", "left"))

    (first, second) = api.get("/photos?status=submitted").body["items"]
    answer = api.post(f"/photos/{second['photo_id']}/approve", {})
    again = api.post(f"/photos/{first['photo_id']}/reject", {"reason": "other"})

    assert (first["employee_code"], first["submission"]["submission_id"]) == ("0012", str(submission.id))
    assert (answer.status, answer.body["status"]) == (200, "approved")
    assert (again.status, again.body["code"]) == (409, "submission_decided")
    assert api.get("/photos?status=submitted").body["items"] == []


def test_api_refuses_other_companies_roles_and_reasons(employee: Employee, api: ApiClient, pictures: Path) -> None:
    submission = submit(employee, picture(pictures, "obama_1"))
    address = f"/photos/{submission.photos.get().id}"
    other = ApiClient(token=create_token(create_company("other", "他社"), "tests", "all_rights")[1])
    viewer = ApiClient(token=create_token(employee.company, "viewer", "viewer")[1])

    assert other.post(f"{address}/approve", {}).status == 404
    assert viewer.post(f"{address}/approve", {}).status == 403
    assert viewer.post(f"{address}/reject", {"reason": "other"}).status == 403
    wrong = api.post(f"{address}/reject", {"reason": "ugly"})
    assert (wrong.status, wrong.body["code"]) == (422, "reason_unknown")
    assert api.get("/photos?status=lost").status == 422
    submission.refresh_from_db()
    assert submission.status == "submitted"

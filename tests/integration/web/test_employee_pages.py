"""従業員, IDデータ詳細 and what is done there."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from tests.integration.web.console_client import logged_in

from kaodoki import clock
from kaodoki.audit.models import AuditEvent
from kaodoki.consent.services import record_consent
from kaodoki.credentials.models import Card, Pin
from kaodoki.enrolment.models import Photo
from kaodoki.enrolment.services import register_photo
from kaodoki.enrolment.submitting import Picture, submit_pictures
from kaodoki.gallery.models import StoredTemplate
from kaodoki.people.models import Company, Employee, Site
from kaodoki.people.services import create_company, create_employee, create_site

LIST = "/console/employees"
PAGE = f"{LIST}/0012"
NAME = {"family_name": "佐藤", "given_name": "花子", "family_name_kana": "サトウ", "site_code": "100"}


@pytest.fixture
def sites(in_scope: Company) -> tuple[Site, Site]:
    return create_site(in_scope, "100", "本社"), create_site(in_scope, "200", "大阪")


@pytest.fixture
def person(in_scope: Company, sites: tuple[Site, Site]) -> Employee:
    return create_employee(in_scope, "0012", NAME, by="tests")


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def codes_in(page: str) -> list[str]:
    return re.findall(r'<td class="number"><a href="/console/employees/([^"]+)"', page)


class TestList:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({}, ["0012", "0013", "0200"]),
            ({"q": "001"}, ["0012", "0013"]),
            ({"q": "佐藤"}, ["0012"]),
            ({"q": "サト"}, ["0012"]),
            ({"q": "佐藤 花"}, ["0012"]),
            ({"q": "佐藤 太郎"}, []),
            ({"site": "200"}, ["0200"]),
            ({"state": "missing"}, ["0012", "0013", "0200"]),
            ({"state": "enrolled"}, []),
            ({"state": "no such"}, ["0012", "0013", "0200"]),
            ({"q": "%"}, []),
            ({"q": "\x00"}, ["0012", "0013", "0200"]),
        ],
    )
    def test_people_are_found(
        self, in_scope: Company, person: Employee, asked: dict[str, str], found: list[str]
    ) -> None:
        create_employee(in_scope, "0013", {"family_name": "鈴木"}, by="tests")
        create_employee(in_scope, "0200", {"family_name": "高橋", "site_code": "200"}, by="tests")

        assert codes_in(text_of(logged_in(in_scope).get(LIST, asked))) == found

    def test_the_face_is_said_as_it_stands(self, in_scope: Company, person: Employee, pictures: Path) -> None:
        client = logged_in(in_scope)
        record_consent(person, declared_by="0012", version="1")
        picture = Picture(pose="front", data=(pictures / "obama_1.jpg").read_bytes())
        submit_pictures(person, [picture], notice_version="1")
        assert codes_in(text_of(client.get(LIST, {"state": "submitted"}))) == ["0012"]

        client.post(f"{PAGE}/withdraw", {"code": "0012"})

        assert codes_in(text_of(client.get(LIST, {"state": "submitted"}))) == []
        assert codes_in(text_of(client.get(LIST, {"state": "withdrawn"}))) == ["0012"]

    def test_pages_hold_everybody_once_at_a_fixed_number_of_queries(self, in_scope: Company) -> None:
        Employee.objects.bulk_create(
            Employee(company=in_scope, employee_code=f"{n:04}", created_at=clock.now()) for n in range(120)
        )
        client, address, seen, counts = logged_in(in_scope), LIST, list[str](), list[int]()

        while address:
            with CaptureQueriesContext(connection) as queries:
                page = text_of(client.get(address))
            counts.append(len(queries))
            seen += codes_in(page)
            following = re.search(r'href="(\?[^"]+)" rel="next"', page)
            address = LIST + following[1] if following else ""

        assert seen == [f"{n:04}" for n in range(120)]
        assert counts[1:] == [counts[1]] * 2
        assert max(counts) <= 16

    def test_a_site_manager_sees_their_sites_only(
        self, in_scope: Company, person: Employee, sites: tuple[Site, Site]
    ) -> None:
        create_employee(in_scope, "0200", {"family_name": "高橋", "site_code": "200"}, by="tests")
        client = logged_in(in_scope, "site_manager", sites[1])

        assert codes_in(text_of(client.get(LIST))) == ["0200"]
        assert client.get(PAGE).status_code == 404
        file = b"".join(client.post(f"{LIST}.csv", {}).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        assert "0200" in file
        assert "0012" not in file

    def test_a_file_has_what_is_filtered(self, in_scope: Company, person: Employee) -> None:
        create_employee(in_scope, "0013", {"family_name": "鈴木"}, by="tests")
        answer: Any = logged_in(in_scope).post(f"{LIST}.csv", {"q": "佐藤", "encoding": "shift_jis"})

        file = b"".join(answer.streaming_content).decode("cp932").splitlines()

        assert file[0].startswith("従業員コード,氏名,フリガナ")
        assert [line.split(",")[:2] for line in file[1:]] == [["0012", "佐藤 花子"]]
        assert AuditEvent.objects.filter(action="export_made", subject="employees").exists()

    def test_an_empty_list_says_what_to_do_first(self, in_scope: Company) -> None:
        assert "CSVでまとめて登録" in text_of(logged_in(in_scope).get(LIST))

    @pytest.mark.parametrize("role", ["photo_approver", "viewer"])
    def test_a_file_is_for_who_answers_for_people(self, in_scope: Company, role: str) -> None:
        assert logged_in(in_scope, role).post(f"{LIST}.csv", {}).status_code == 403

    def test_another_companys_people_are_not_there(self, in_scope: Company) -> None:
        other = create_company("kita", "株式会社きた")
        with scope(company=other):
            create_employee(other, "0012", {"family_name": "よその"}, by="tests")
        client = logged_in(in_scope)

        assert codes_in(text_of(client.get(LIST))) == []
        assert client.get(PAGE).status_code == 404
        for step in ("change", "photo", "pin", "card", "withdraw", "erase"):
            assert client.post(f"{PAGE}/{step}", {"code": "0012"}).status_code == 404
        with scope(company=other):
            assert Employee.objects.get().erased_at is None
            assert not Pin.objects.exists()


class TestIdentity:
    def test_it_is_changed_and_said(self, in_scope: Company, person: Employee) -> None:
        form = {"family_name": "田中", "given_name": "花子", "email": "hanako@example.jp", "site_code": "200"}

        page = text_of(logged_in(in_scope).post(f"{PAGE}/change", form, follow=True))

        person.refresh_from_db()
        assert (person.family_name, person.email, person.site and person.site.code) == (
            "田中",
            "hanako@example.jp",
            "200",
        )
        assert "保存しました" in page

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"family_name": ""}, "姓を100文字まで"),
            ({"family_name": "x" * 101}, "姓を100文字まで"),
            ({"given_name": "\x00"}, "名は100文字まで"),
            ({"email": "hanako"}, "メールアドレスの形"),
            ({"site_code": "900"}, "担当する拠点"),
        ],
    )
    def test_what_cannot_be_is_shown_again(
        self, in_scope: Company, person: Employee, wrong: dict[str, str], sentence: str
    ) -> None:
        form = {"family_name": "田中", "given_name": "花子", "email": "", "site_code": ""} | wrong

        answer = logged_in(in_scope).post(f"{PAGE}/change", form)

        assert answer.status_code == 422
        assert sentence in text_of(answer)
        person.refresh_from_db()
        assert person.family_name == "佐藤"

    def test_a_site_manager_moves_nobody_out_of_sight(
        self, in_scope: Company, person: Employee, sites: tuple[Site, Site]
    ) -> None:
        client = logged_in(in_scope, "site_manager", sites[0])

        assert client.post(f"{PAGE}/change", {"family_name": "田中", "site_code": "200"}).status_code == 422
        assert client.post(f"{PAGE}/change", {"family_name": "田中", "site_code": ""}).status_code == 422
        assert client.post(f"{PAGE}/change", {"family_name": "田中", "site_code": "100"}).status_code == 302


class TestPhotos:
    def upload(self, company: Company, picture: Path, role: str = "all_rights", **form: str) -> Any:
        file = SimpleUploadedFile("face.jpg", picture.read_bytes(), content_type="image/jpeg")
        return logged_in(company, role).post(f"{PAGE}/photo", {"photo": file, **form}, follow=True)

    def test_a_good_picture_counts_at_once(self, in_scope: Company, person: Employee, pictures: Path) -> None:
        page = text_of(self.upload(in_scope, pictures / "obama_1.jpg", consent="on"))

        assert "顔写真を登録しました" in page
        assert f"photos/{Photo.objects.get().id}/picture" in page
        assert StoredTemplate.objects.filter(employee=person).exists()

    def test_without_consent_nothing_is_kept(self, in_scope: Company, person: Employee, pictures: Path) -> None:
        answer = self.upload(in_scope, pictures / "obama_1.jpg")

        assert answer.status_code == 422
        assert not Photo.objects.exists()

    def test_a_bad_picture_is_answered_with_what_to_do(
        self, in_scope: Company, person: Employee, pictures: Path
    ) -> None:
        answer = self.upload(in_scope, pictures / "group.jpg", consent="on")

        assert answer.status_code == 422
        assert re.search(r'role="alert"><p>[^<]+</p><ul><li>[^<]+', text_of(answer))
        assert not Photo.objects.exists()

    @pytest.mark.parametrize("content", [b"", b"not a picture"])
    def test_what_is_no_picture_is_refused(self, in_scope: Company, person: Employee, content: bytes) -> None:
        file = SimpleUploadedFile("face.jpg", content)

        answer = logged_in(in_scope).post(f"{PAGE}/photo", {"photo": file, "consent": "on"})

        assert 400 <= answer.status_code < 500
        assert 'role="alert"' in text_of(answer)

    def test_a_known_face_is_asked_about_and_may_be_confirmed(
        self, in_scope: Company, person: Employee, pictures: Path
    ) -> None:
        other = create_employee(in_scope, "0001", {}, by="tests")
        register_photo(other, (pictures / "obama_2.jpg").read_bytes(), consent=True, by="tests")

        asked = self.upload(in_scope, pictures / "obama_1.jpg", consent="on")
        assert asked.status_code == 409
        assert "(0001)" in text_of(asked)
        assert 'name="confirm"' in text_of(asked)

        self.upload(in_scope, pictures / "obama_1.jpg", consent="on", confirm="on")
        assert StoredTemplate.objects.filter(employee=person).exists()
        assert "0001" in text_of(logged_in(in_scope).get(PAGE))

    def test_a_site_manager_does_not_learn_whom_it_is_taken_for(
        self, in_scope: Company, person: Employee, pictures: Path, sites: tuple[Site, Site]
    ) -> None:
        other = create_employee(in_scope, "0001", {"site_code": "100"}, by="tests")
        register_photo(other, (pictures / "obama_2.jpg").read_bytes(), consent=True, by="tests")
        logged_in(in_scope, "site_manager", sites[0])

        answer = self.upload(in_scope, pictures / "obama_1.jpg", "site_manager", consent="on", confirm="on")

        assert answer.status_code == 409
        assert "0001" not in text_of(answer)
        assert not StoredTemplate.objects.filter(employee=person).exists()

    def test_a_viewer_sees_no_picture(self, in_scope: Company, person: Employee, pictures: Path) -> None:
        register_photo(person, (pictures / "obama_1.jpg").read_bytes(), consent=True, by="tests")

        page = text_of(logged_in(in_scope, "viewer").get(PAGE))

        assert "/picture" not in page
        assert 'action="/console/employees/0012/pin"' not in page

    def test_a_photo_is_taken_away_and_said(self, in_scope: Company, person: Employee, pictures: Path) -> None:
        photo = register_photo(person, (pictures / "obama_1.jpg").read_bytes(), consent=True, by="tests")
        client = logged_in(in_scope, "photo_approver")
        assert f"{PAGE}/photos/{photo.id}/remove" in text_of(client.get(PAGE))

        page = text_of(client.post(f"{PAGE}/photos/{photo.id}/remove", follow=True))

        assert "顔写真を削除しました" in page
        assert not StoredTemplate.objects.exists()
        assert client.post(f"{PAGE}/photos/{photo.id}/remove").status_code == 404

    def test_nobody_takes_away_what_is_not_theirs_to_take(
        self, in_scope: Company, person: Employee, pictures: Path, sites: tuple[Site, Site]
    ) -> None:
        photo = register_photo(person, (pictures / "obama_1.jpg").read_bytes(), consent=True, by="tests")
        create_employee(in_scope, "0013", {"site_code": "200"}, by="tests")
        waiting = Picture(pose="front", data=(pictures / "obama_2.jpg").read_bytes())
        submit_pictures(person, [waiting], notice_version="1")
        submitted = Photo.objects.get(status="submitted")
        path = f"photos/{photo.id}/remove"

        assert logged_in(in_scope, "viewer").post(f"{PAGE}/{path}").status_code == 403
        client = logged_in(in_scope, "site_manager", sites[1])
        assert client.post(f"{PAGE}/{path}").status_code == 404
        assert client.post(f"{LIST}/0013/{path}").status_code == 404
        assert logged_in(in_scope, "photo_approver").post(f"{PAGE}/photos/{submitted.id}/remove").status_code == 404
        assert logged_in(in_scope, "photo_approver").get(f"{PAGE}/{path}").status_code == 405
        assert Photo.objects.count() == 2

    def test_the_invitation_is_for_this_one_person(self, in_scope: Company, person: Employee, settings: Any) -> None:
        client = logged_in(in_scope)
        assert 'value="email"' not in text_of(client.get(PAGE)), "no address to write to"
        Employee.objects.update(email="hanako@example.jp")
        settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.jp", "kaodoki@example.jp"
        assert 'value="email"' in text_of(client.get(PAGE))
        assert "まだ案内していません" in text_of(client.get(PAGE))

        letter = text_of(client.post("/console/invitations", {"employee": str(person.id), "channel": "letter"}))

        assert "佐藤 花子" in letter
        assert "に案内しました" in text_of(client.get(PAGE))


class TestCredentials:
    def test_a_pin_is_shown_once_and_taken_away(self, in_scope: Company, person: Employee) -> None:
        client = logged_in(in_scope)

        drawn = re.search(r'pairing-code">(\d{6})<', text_of(client.post(f"{PAGE}/pin", {"action": "draw"})))
        assert drawn
        assert drawn[1] not in text_of(client.get(PAGE))
        assert Pin.objects.filter(employee=person).exists()

        client.post(f"{PAGE}/pin", {"action": "clear"})
        assert not Pin.objects.exists()

    def test_a_card_is_shown_once_and_revoked(self, in_scope: Company, person: Employee) -> None:
        client = logged_in(in_scope)

        assert "<svg" in text_of(client.post(f"{PAGE}/card", {"action": "issue"}))
        assert 'class="qr"' not in text_of(client.get(PAGE))

        client.post(f"{PAGE}/card", {"action": "revoke"})
        assert Card.objects.get().revoked_at is not None

    @pytest.mark.parametrize("role", ["photo_approver", "viewer"])
    @pytest.mark.parametrize("step", ["change", "pin", "card", "withdraw", "erase"])
    def test_they_are_for_who_answers_for_people(
        self, in_scope: Company, person: Employee, role: str, step: str
    ) -> None:
        assert logged_in(in_scope, role).post(f"{PAGE}/{step}", {"code": "0012"}).status_code == 403
        assert not Pin.objects.exists()
        assert not Card.objects.exists()

"""The employee's own pages: who is let in, what is agreed to, what is handed in, and how it ends."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from kaodoki.consent.models import ConsentRecord, Notice
from kaodoki.consent.notices import current_notice, notice_of, publish_notice
from kaodoki.consent.services import has_consent
from kaodoki.enrolment.deciding import approve, reject
from kaodoki.enrolment.inviting import Invited, invite
from kaodoki.enrolment.models import Invitation, Photo, Submission
from kaodoki.enrolment.services import erase_employee, register_photo
from kaodoki.gallery.models import StoredTemplate
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import change_settings, create_company, create_employee
from kaodoki.web.my_photo import capture

HOME = "/my-photo/"


@pytest.fixture
def employee(in_scope: Company) -> Employee:
    return create_employee(in_scope, "0012", {"family_name": "佐藤", "given_name": "美咲"}, by="tests")


@pytest.fixture
def invited(employee: Employee) -> Invited:
    return invite(employee, "letter", by="yamada")


@pytest.fixture
def phone(invited: Invited) -> Client:
    """Let in, nothing agreed yet."""
    client = Client()
    answer = client.post(f"{HOME}i/{invited.token}")
    assert answer.status_code == 302
    return client


@pytest.fixture
def agreed(phone: Client, in_scope: Company) -> Client:
    phone.post(f"{HOME}consent", {"agree": "yes", "version": current_notice(in_scope).version})
    return phone


def upload(pictures: Path, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.jpg", (pictures / f"{name}.jpg").read_bytes(), content_type="image/jpeg")


def text_of(client: Client, path: str = HOME, status: int = 200) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def test_without_an_invitation_nothing_is_shown_but_how_to_get_one(db: None) -> None:
    for path in ("", "consent", "capture", "withdraw", "notice.pdf", "consent.pdf", "i/nonsense"):
        assert "案内のリンクから開いてください" in text_of(Client(), HOME + path, status=403)


def test_looking_at_the_link_does_not_use_it_up(invited: Invited) -> None:
    for _ in range(3):
        assert "はじめる" in text_of(Client(), f"{HOME}i/{invited.token}")

    assert Invitation.objects.get().used_at is None


def test_the_link_opens_on_one_phone_and_leads_it_back_later(phone: Client, invited: Invited) -> None:
    address = f"{HOME}i/{invited.token}"

    second = Client().post(address)

    assert second.status_code == 403
    assert "別のスマートフォン" in second.content.decode()
    assert "説明と同意" in text_of(phone, address)


@pytest.mark.parametrize("end", ["expired", "revoked", "invited_again", "erased"])
def test_a_link_that_is_over_opens_nothing(employee: Employee, invited: Invited, end: str) -> None:
    if end == "revoked":
        Invitation.objects.update(revoked_at=timezone.now())
    if end == "invited_again":
        invite(employee, "email", by="yamada")
    if end == "erased":
        erase_employee(employee, by="yamada")

    with time_machine.travel(timezone.now() + (timedelta(days=15) if end == "expired" else timedelta())):
        assert Client().post(f"{HOME}i/{invited.token}").status_code == 403


@pytest.mark.parametrize("end", ["revoked", "erased", "late"])
def test_a_phone_is_shut_out_at_once(phone: Client, employee: Employee, end: str) -> None:
    assert phone.get(HOME).status_code == 302
    if end == "revoked":
        Invitation.objects.update(revoked_at=timezone.now())
    if end == "erased":
        erase_employee(employee, by="yamada")

    with time_machine.travel(timezone.now() + (timedelta(days=31) if end == "late" else timedelta())):
        assert phone.get(HOME).status_code == 403


def test_a_forged_cookie_lets_nobody_in(db: None, invited: Invited) -> None:
    client = Client()
    client.cookies["kaodoki_my_photo"] = str(Invitation.objects.get().id)

    assert client.get(HOME).status_code == 403


def test_the_token_is_kept_nowhere(invited: Invited) -> None:
    assert invited.token not in str(Invitation.objects.values())
    assert invited.token not in repr(invited)


def test_the_notice_tells_of_the_settings_and_the_other_ways(phone: Client, in_scope: Company) -> None:
    change_settings(in_scope, {"enrolment_photo_retention": 90, "attempt_frame_retention_days": 3}, by="tests")

    page = text_of(phone, f"{HOME}consent")

    assert "承認から90日間" in page
    assert "3日間" in page
    assert "PIN" in page
    english = text_of(phone, f"{HOME}consent?lang=en")
    assert "for 90 days after approval" in english
    assert "Consent is free" in english


def test_consent_names_the_version_that_was_read(agreed: Client, in_scope: Company, employee: Employee) -> None:
    record = ConsentRecord.objects.get(employee=employee)

    assert record.notice_version == current_notice(in_scope).version
    assert (record.action, record.declared_by) == ("given", "0012")
    assert Notice.objects.get(version=record.notice_version).ja[0][0] == "利用目的"


def test_consent_declared_by_an_administrator_names_and_keeps_the_text_of_that_day(
    in_scope: Company, employee: Employee, pictures: Path
) -> None:
    publish_notice(in_scope, ja="当社の説明です。", en="Our own notice.", by="tests")

    register_photo(employee, (pictures / "obama_1.jpg").read_bytes(), consent=True, by="tests")

    record = ConsentRecord.objects.get(employee=employee)
    found = notice_of(in_scope, record.notice_version)
    assert found is not None
    assert found.ja[0][1] == "当社の説明です。"


def test_the_notice_tells_of_pictures_kept_while_the_server_is_away(phone: Client, in_scope: Company) -> None:
    assert "長くて7日間" in text_of(phone, f"{HOME}consent")
    assert "7 days at most" in text_of(phone, f"{HOME}consent?lang=en")

    change_settings(in_scope, {"offline_punches": False}, by="tests")

    assert "接続できない間" not in text_of(phone, f"{HOME}consent?lang=ja")


def test_consent_needs_the_tick_and_the_present_version(phone: Client, in_scope: Company, employee: Employee) -> None:
    shown = current_notice(in_scope).version
    unticked = phone.post(f"{HOME}consent", {"version": shown})
    publish_notice(in_scope, ja="新しい説明です。", en="A new notice.", by="yamada")
    outdated = phone.post(f"{HOME}consent", {"version": shown, "agree": "yes"})

    assert unticked.status_code == 422
    assert outdated.status_code == 409
    assert "新しい説明です" in outdated.content.decode()
    assert not has_consent(employee)


def test_pictures_from_the_album_wait_for_approval(agreed: Client, pictures: Path, employee: Employee) -> None:
    files = {"front": upload(pictures, "obama_1"), "left": upload(pictures, "obama_2")}

    answer = agreed.post(f"{HOME}capture", files, follow=True)

    assert "申請中" in answer.content.decode()
    submission = Submission.objects.get(employee=employee)
    assert submission.photos.count() == 2
    assert submission.notice_version == ConsentRecord.objects.get().notice_version


def test_a_refused_picture_is_named_with_what_to_do(agreed: Client, pictures: Path) -> None:
    answer = agreed.post(f"{HOME}capture", {"front": upload(pictures, "group")})

    assert answer.status_code == 422
    assert "正面: お一人ずつお願いします。" in answer.content.decode()
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"\xff\xd8\xff" + b"\x00" * 100, b"<svg onload=alert(1)>", b"PK\x03\x04"]
)
def test_what_is_no_picture_is_refused(agreed: Client, content: bytes) -> None:
    answer = agreed.post(f"{HOME}capture", {"front": SimpleUploadedFile("front.jpg", content)})

    assert answer.status_code in (413, 422)
    assert 'role="alert"' in answer.content.decode()
    assert not Submission.objects.exists()


def test_nothing_is_handed_in_without_consent(phone: Client, pictures: Path) -> None:
    assert phone.post(f"{HOME}capture", {"front": upload(pictures, "obama_1")}).status_code == 302
    assert not Submission.objects.exists()


def test_a_frame_is_examined_and_kept_nowhere(agreed: Client, pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "EXAMINE_EVERY_S", 0)
    good = agreed.post(f"{HOME}examine", {"frame": upload(pictures, "obama_1"), "pose": "front"}).json()
    turned = agreed.post(f"{HOME}examine", {"frame": upload(pictures, "obama_1"), "pose": "left"}).json()
    empty = io.BytesIO()
    Image.new("RGB", (640, 480)).save(empty, "JPEG")
    nobody = agreed.post(
        f"{HOME}examine", {"frame": SimpleUploadedFile("f.jpg", empty.getvalue()), "pose": "front"}
    ).json()

    assert good["is_good"]
    assert (turned["is_good"], turned["guidance"]) == (False, "少し左を向いてください。")
    assert not nobody["components"]["size"]
    assert not Photo.objects.exists()


@pytest.mark.parametrize("form", [{}, {"pose": "front"}, {"pose": "up", "frame": SimpleUploadedFile("f", b"x")}])
def test_a_frame_that_is_none_is_refused(agreed: Client, form: dict[str, object]) -> None:
    assert agreed.post(f"{HOME}examine", form).status_code == 400


def test_examining_is_paced(agreed: Client, pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "EXAMINE_EVERY_S", 60)
    answers = [agreed.post(f"{HOME}examine", {"frame": upload(pictures, "obama_1"), "pose": "front"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]


def test_status_follows_rejection_and_approval(agreed: Client, pictures: Path, employee: Employee) -> None:
    agreed.post(f"{HOME}capture", {"front": upload(pictures, "obama_1")})
    reject(Submission.objects.get(), reason="light", note="窓際を避けて", by="yamada")

    sent_back = text_of(agreed)
    agreed.post(f"{HOME}capture", {"front": upload(pictures, "obama_2")})
    approve(Submission.objects.get(status="submitted"), by="yamada")

    assert "差戻し" in sent_back
    assert "光を正面から受けて" in sent_back
    assert "窓際を避けて" in sent_back
    assert "顔認証を使えます" in text_of(agreed)


def test_withdrawal_erases_at_once_and_gives_a_receipt(agreed: Client, pictures: Path, employee: Employee) -> None:
    agreed.post(f"{HOME}capture", {"front": upload(pictures, "obama_1"), "left": upload(pictures, "obama_2")})
    approve(Submission.objects.get(), by="yamada")
    agreed.post(f"{HOME}capture", {"front": upload(pictures, "obama_3")})

    receipt = agreed.post(f"{HOME}withdraw").content.decode()

    assert "顔写真 3 枚と顔の特徴 2 件を消去しました" in receipt
    assert "PIN" in receipt
    assert not StoredTemplate.objects.exists()
    assert not Photo.objects.exists()
    assert not Submission.objects.filter(status="submitted").exists()
    assert not has_consent(employee)
    employee.refresh_from_db()
    assert (employee.family_name, employee.erased_at) == ("佐藤", None)
    assert "説明と同意" in text_of(agreed)


def test_notice_and_consent_come_as_pdf(agreed: Client, in_scope: Company) -> None:
    texts = []
    for name in ("notice.pdf", "consent.pdf"):
        content = agreed.get(HOME + name).content
        texts.append(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", ""))

    assert "利用目的" in texts[0]
    assert current_notice(in_scope).version in texts[1]
    assert "同意しました" in texts[1]


def test_one_companys_phone_sees_nothing_of_another(agreed: Client, in_scope: Company) -> None:
    other = create_company("other", "他社")

    page = text_of(agreed)

    assert other.name not in page
    assert "佐藤 美咲" in page

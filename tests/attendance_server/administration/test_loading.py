"""The page on which company data is loaded."""

import io
import zipfile

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from attendance_server.administration import loading_page
from attendance_server.webapi.models import Division
from tests.attendance_server.caller import Caller

PAGE = "/administration/loading/"


def upload(client: Client, *contents: tuple[str, str], query: str = "") -> tuple[int, str]:
    files = [SimpleUploadedFile(name, text.encode("cp932")) for name, text in contents]
    answer = client.post(PAGE + query, {"files": files})
    return answer.status_code, answer.content.decode()


def test_examples_that_were_fetched_can_be_sent_back(api: Caller, administrator: Client) -> None:
    fetched = administrator.get(f"{PAGE}examples.zip")
    with zipfile.ZipFile(io.BytesIO(fetched.content)) as archive:
        files = [SimpleUploadedFile(name, archive.read(name)) for name in archive.namelist()]

    answer = administrator.post(PAGE, {"files": files})

    assert (answer.status_code, len(files)) == (200, 9)
    assert "従業員: 追加 2、変更 0、削除 0、変更なし 0" in answer.content.decode()
    assert api.get("/employees/1001").json()["lastName"] == "佐藤"


def test_what_is_wrong_is_shown_and_nothing_is_stored(administrator: Client) -> None:
    good, bad = ("所属.csv", "所属コード,所属名\n3000,大阪\n"), ("休暇区分.csv", "休暇コード,休暇名\n甲,慶弔\n")

    status, shown = upload(administrator, good, bad)

    assert status == 400
    assert "1件の問題があるため、何も登録していません。" in shown
    assert "休暇区分.csv 2行目「休暇コード」" in shown
    assert not Division.objects.filter(code="3000").exists()


def test_a_cell_is_shown_as_text_and_in_english_too(administrator: Client) -> None:
    status, shown = upload(administrator, ("divisions.csv", "Division code,<b>\n1,2\n"), query="?lang=en")

    assert status == 400
    assert "divisions.csv, line 1, “&lt;b&gt;”: There is no such heading." in shown


def test_no_file_and_too_many_bytes_are_refused(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = administrator.post(PAGE)
    monkeypatch.setattr(loading_page, "MAX_BYTES", 10)

    status, shown = upload(administrator, ("所属.csv", "所属コード,所属名\n3000,大阪\n"))

    assert nothing.status_code == 400
    assert (status, "合計が20MBを超えている" in shown) == (413, True)


def test_only_all_rights_administrators_load(api: Caller) -> None:
    User.objects.create_user("general", password="correct horse", is_staff=True)
    client = Client()
    client.login(username="general", password="correct horse")

    assert upload(client, ("所属.csv", "所属コード,所属名\n3000,大阪\n"))[0] == 403
    assert client.get(f"{PAGE}examples.zip").status_code == 403
    assert Client().get(PAGE).status_code == 302
    assert not Division.objects.filter(code="3000").exists()

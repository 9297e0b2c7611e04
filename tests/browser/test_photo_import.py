"""Photos in bulk, from the ZIP to the report: the worker of the real installation works them off."""

import io
import re
import zipfile

from playwright.sync_api import Page, expect

from kaodoki.project.demo_pictures import picture_path
from tests.browser.conftest import OpenPage
from tests.browser.installation import LOGIN, PASSWORD, Installation, working
from tests.browser.kiosk_page import expect_result, pair

PATIENCE_MS = 90_000


def zipped(files: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, picture in files.items():
            archive.writestr(name, picture_path(picture).read_bytes())
    return file.getvalue()


def log_in(page: Page) -> None:
    page.goto("/console/")
    page.get_by_label("ログインID").fill(LOGIN)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.locator("nav.menu").wait_for()


def test_a_zip_becomes_faces_that_the_terminal_knows(open_page: OpenPage, installation: Installation) -> None:
    for code in ("0601", "0602"):
        names = {"employee_code": code, "family_name": "一括", "given_name": code}
        installation.call("POST", "/api/v1/employees", json=names)
    page = open_page("nobody", width=1280, height=860)
    log_in(page)
    page.goto("/console/photos")
    page.get_by_role("link", name="まとめて登録する").click()

    content = zipped({"0601.jpg": "biden", "0602.jpg": "group", "9999.jpg": "astronaut"})
    page.locator("#photos").set_input_files({"name": "photos.zip", "mimeType": "application/zip", "buffer": content})
    page.locator("#consent").check()
    page.get_by_role("button", name="登録を始める").click()

    page.wait_for_url(re.compile("/console/photos/import/.+"))
    with working(installation):
        expect(page.locator("progress")).to_have_js_property("value", 3, timeout=PATIENCE_MS)
        expect(page.get_by_role("button", name="中止する")).to_have_count(0, timeout=PATIENCE_MS)
    expect(page.get_by_role("row", name=re.compile("0601.jpg"))).to_contain_text("登録")
    expect(page.get_by_role("row", name=re.compile("9999.jpg"))).to_contain_text("従業員コードなし")
    page.get_by_role("link", name="対応が必要なものだけ").click()
    expect(page.get_by_role("row", name=re.compile("0602.jpg"))).to_contain_text("登録できず")
    expect(page.get_by_role("row", name=re.compile("0601.jpg"))).to_have_count(0)

    kiosk = open_page("stranger")
    pair(kiosk, installation, "in", name="一括登録のあと")
    expect_result(kiosk, name="一括 0601 さん", kind="出勤")
    installation.call("DELETE", "/api/v1/employees/0601")

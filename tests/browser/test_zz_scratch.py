# scratch: screenshots of many states, run via pytest -p
from tests.browser.conftest import *
from tests.browser.kiosk_page import pair, expect_result
from tests.browser.test_console import log_in
from playwright.sync_api import expect
def test_shots(open_page, installation):
    for name,(w,h) in {"phone":(320,640),"portrait":(820,1180),"landscape":(1180,820)}.items():
        p=open_page("astronaut",width=w,height=h); pair(p,installation,"chosen"); p.wait_for_timeout(800); p.screenshot(path=f"/tmp/s/{name}-chosen.png")
        p.get_by_role("button", name="出勤").click(); expect_result(p,name="コリンズ アイリーン さん",kind="出勤"); p.screenshot(path=f"/tmp/s/{name}-result.png")
    p=open_page("nobody",scheme="dark"); p.goto("/kiosk/"); p.wait_for_timeout(500); p.screenshot(path="/tmp/s/dark-pair.png")
    p=open_page("president",scheme="dark"); pair(p,installation,"chosen_after"); expect(p.locator("#choose-name")).to_be_visible(); p.screenshot(path="/tmp/s/dark-choose.png")
    p.goto("/kiosk/enrol-yourself"); p.wait_for_timeout(800); p.screenshot(path="/tmp/s/dark-enrol.png")
    p=open_page("stranger"); pair(p,installation,"in"); expect(p.locator("#sentence")).to_contain_text("一致"); p.screenshot(path="/tmp/s/stranger.png")
    p=open_page("nobody",width=1280,height=860); p.goto("/console/"); p.screenshot(path="/tmp/s/login.png"); log_in(p); p.screenshot(path="/tmp/s/today.png")
    p.goto("/console/terminals"); p.get_by_label("端末の名前").fill("倉庫"); p.get_by_role("button",name="コードを発行する").click(); p.screenshot(path="/tmp/s/terminals.png")
    p=open_page("nobody",width=390,height=800,scheme="dark"); log_in(p); p.screenshot(path="/tmp/s/today-phone-dark.png")

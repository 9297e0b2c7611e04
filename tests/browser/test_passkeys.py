"""A passkey is registered and then logs in without password, with Chromium's own virtual authenticator."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.installation import PASSWORD, Installation

# Not the administrator of the other tests: whoever has a passkey is asked for it from then on.
LOGIN = "with-passkey"

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def _with_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_a_passkey_logs_in_where_the_password_did(open_page: OpenPage, installation: Installation) -> None:
    installation.run(
        "-m", "kaodoki.cli", "admin", "create", "--company", "minato", "--login", LOGIN, "--password", PASSWORD
    )
    # A passkey belongs to a name; browsers take none for a bare address.
    base = installation.address.replace("127.0.0.1", "localhost")
    page = open_page("nobody")
    page.goto(f"{base}/console/login?lang=ja")
    _with_authenticator(page)
    page.get_by_label("ログインID").fill(LOGIN)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.goto(f"{base}/console/account/passkeys/new")
    page.get_by_label("パスワード").fill(PASSWORD)
    page.locator("main button[type=submit].primary").click()

    page.locator("#name").fill("受付のパソコン")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("/console/account(?!/passkeys)"))
    page.goto(f"{base}/console/account")
    expect(page.get_by_text("受付のパソコン")).to_be_visible()
    page.context.clear_cookies()

    page.goto(f"{base}/console/login?lang=ja")
    page.locator("#passkey_login").click()
    page.wait_for_url(f"{base}/console/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

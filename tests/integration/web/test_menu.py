"""The console's menu: what each role finds in it, and which entry a page belongs to."""

import re

import pytest
from tests.integration.web.console_client import logged_in

from kaodoki.people.models import Company


def current_of(page: str) -> list[str]:
    return re.findall(r'aria-current="(?:page|true)">([^<]+?)\s*<', page)


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("/console/", "今日"),
        ("/console/system", "システム設定"),
        ("/console/system/kiosk", "システム設定"),
        ("/console/packs", "システム設定"),
        ("/console/about", "システム設定"),
        ("/console/tokens", "システム設定"),
        ("/console/terminals", "端末"),
        ("/console/data-protection", "データ保護"),
    ],
)
def test_a_page_belongs_to_one_entry(in_scope: Company, address: str, entry: str) -> None:
    page = logged_in(in_scope).get(address).content.decode()

    assert current_of(page) == [entry]


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [
        ("all_rights", ["APIトークン", "顔写真の案内", "似ている従業員"], []),
        ("viewer", ["連携", "情報"], ["APIトークン", "顔写真の案内", "似ている従業員", "オフライン打刻の確認"]),
        ("photo_approver", ["顔写真の案内", "似ている従業員"], ["APIトークン"]),
    ],
)
def test_the_list_of_settings_names_what_the_role_may_open(
    in_scope: Company, role: str, seen: list[str], unseen: list[str]
) -> None:
    page = logged_in(in_scope, role).get("/console/system").content.decode()

    assert [name for name in seen if name not in page] == []
    assert [name for name in unseen if name in page] == []

"""顔認証ログ and 打刻 as files."""

from datetime import timedelta
from typing import Any

import pytest
from tests.integration.web.console_client import logged_in
from tests.integration.web.office import AT, Office

from kaodoki.people.models import Company
from kaodoki.web.console import newest_first

LOG, PUNCHES = "/console/log", "/console/punches"


@pytest.fixture
def office(in_scope: Company) -> Office:
    return Office(in_scope)


def test_log_as_a_file_has_what_is_filtered(office: Office) -> None:
    office.punch(0)
    office.look(1, "unknown")
    answer: Any = logged_in(office.company).post(f"{LOG}.csv", {"code": "0012"})

    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[0].startswith("日時,端末で認証した日時,端末,結果,対処,従業員コード")
    assert len(lines) == 2
    assert "0.710,0.200,0.500" in lines[1]


def test_punches_as_a_file_have_what_is_filtered(office: Office) -> None:
    office.punch(0)
    office.punch(1)
    answer: Any = logged_in(office.company).post(f"{PUNCHES}.csv", {"code": "0200", "encoding": "shift_jis"})

    lines = b"".join(answer.streaming_content).decode("cp932").splitlines()

    assert [line.split(",")[0] for line in lines] == ["従業員コード", "0200"]


@pytest.mark.parametrize("page", [LOG, PUNCHES])
def test_a_file_that_cannot_take_everything_says_so(office: Office, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest_first, "MOST_EXPORTED", 2)
    for minute in range(3):
        office.punch(0, AT + timedelta(minutes=minute))
    client = logged_in(office.company)

    def lines(asked: dict[str, str]) -> list[str]:
        answer: Any = client.post(f"{page}.csv", asked)
        return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()

    assert len(lines({})) == 4
    assert "これより古い行は含まれていません" in lines({})[-1]
    assert "08:31" in lines({})[1]

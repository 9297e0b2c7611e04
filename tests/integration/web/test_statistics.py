"""統計: every number from real rows, within the period, of those in sight."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from tests.integration.web.clocked_rows import person, punched, terminal_at, tried
from tests.integration.web.test_console_pages import log_in
from tests.integration.web.test_today import manager_of, queries_of_the_page

from kaodoki.accounts.models import Role
from kaodoki.audit.models import AuditEvent
from kaodoki.identification import Outcome
from kaodoki.people.models import Company, Employee, Site
from kaodoki.people.services import change_settings, create_company, create_site
from kaodoki.punches.models import Method, OvertimeBalance, State
from kaodoki.terminals.models import Terminal
from kaodoki.timekeeping.kinds import Kind

PAGE = "/console/statistics"
NOW = datetime.fromisoformat("2026-11-20T19:12:00+09:00")
MOST_QUERIES = 13


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    """The clock stands still on a Friday evening in Japan."""
    with time_machine.travel(NOW, tick=False):
        yield


def at(hours: int, minutes: int = 0, seconds: int = 0, *, days: int = 0) -> datetime:
    return NOW.replace(hour=hours, minute=minutes, second=seconds) + timedelta(days=days)


def text_of(client: Client, address: str = PAGE) -> str:
    """The page as read: tags out, runs of white space one space."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main", 1)[1]))


def looks(terminal: Terminal, one: Employee, *, accepted: int, rejected: int, hour: int = 8) -> None:
    """Looks of that person at that terminal, a minute apart; each rejected one five seconds before an accepted one."""
    for number in range(accepted):
        moment = at(hour) + timedelta(minutes=number)
        tried(terminal, moment, by=one)
        if number < rejected:
            tried(terminal, moment - timedelta(seconds=5), outcome=Outcome.UNKNOWN)


def overtime(one: Employee, minutes: int, *, month: str = "2026-11") -> None:
    OvertimeBalance.objects.create(company=one.company, employee=one, month=month, minutes=minutes, as_of=NOW)


def test_empty_company_reads_what_to_do_first(company: Company) -> None:
    page = text_of(log_in(company))

    assert "この期間の顔認証はまだありません" in page
    assert "この期間に連携された打刻はありません" in page
    assert "残業時間はまだ届いていません" in page


def test_rejected_look_counts_as_of_who_was_identified_right_after_it_there(company: Company) -> None:
    with scope(company=company):
        here, there = terminal_at(company, "受付"), terminal_at(company, "倉庫")
        taro, jiro = person(company, "0001", name="太郎"), person(company, "0002", name="次郎")
        looks(here, taro, accepted=20, rejected=0)
        looks(there, jiro, accepted=20, rejected=0)
        tried(here, at(12), outcome=Outcome.NOT_SURE)
        tried(there, at(12, 0, 3), by=jiro)  # elsewhere
        tried(here, at(12, 0, 15), by=taro)  # just in time: taro's
        tried(here, at(12, 0, 17), by=jiro)  # not the next
        tried(here, at(13), outcome=Outcome.POOR_QUALITY)
        tried(here, at(13, 0, 16), by=jiro)  # too late: nobody's

    page = text_of(log_in(company))

    assert "46 回のうち 2 回(4.3%)が拒否されました" in page
    assert "太郎 0001 4.5% 4.5% 1 22" in page
    assert "次郎" not in page


def test_look_that_a_pin_completed_is_known_to_be_that_persons(company: Company) -> None:
    with scope(company=company):
        terminal, taro = terminal_at(company, "受付"), person(company, "0001", name="太郎")
        looks(terminal, taro, accepted=19, rejected=0)
        tried(terminal, at(12), by=taro, method=Method.PIN, findings=("not_sure",))
        tried(terminal, at(13), by=taro, method=Method.PIN)  # never looked
        tried(terminal, at(14), by=taro, method=Method.CARD)

    page = text_of(log_in(company))

    assert "20 回のうち 1 回(5%)が拒否されました" in page
    assert "太郎 0001 5% 5% 1 20" in page
    assert "受付 5% 5% 1 20 1 0 0 0" in page


@pytest.mark.parametrize("outcome", [Outcome.NO_FACE, Outcome.SEVERAL_FACES, Outcome.CHALLENGE_REQUIRED])
def test_looks_that_say_nothing_about_anybody_are_not_counted(company: Company, outcome: Outcome) -> None:
    with scope(company=company):
        terminal, taro = terminal_at(company, "受付"), person(company, "0001")
        tried(terminal, at(8), outcome=outcome)
        tried(terminal, at(8, 0, 5), by=taro)

    assert "1 回のうち 0 回(0%)が拒否されました" in text_of(log_in(company))


def test_person_and_terminal_that_stand_out_are_told_with_what_to_do(company: Company) -> None:
    with scope(company=company):
        terminals = [terminal_at(company, name) for name in ("受付", "倉庫", "食堂")]
        for number, terminal in enumerate(terminals * 2):
            looks(terminal, person(company, f"000{number}"), accepted=50, rejected=2, hour=6 + number)
        looks(terminals[1], person(company, "0044", name="オバマ バラク"), accepted=50, rejected=40, hour=16)
    client = log_in(company)

    page = text_of(client)

    assert "オバマ バラク 0044 この方は平均の11.6倍拒否されています。新しい写真を登録するか" in page
    assert "90 回のうち 40 回(44.4%)" in page
    assert "倉庫 この端末は平均の5.9倍拒否しています" in page
    assert page.count("倍拒否") == 2
    assert "Rejected 11.6 times as often as the others" in text_of(client, f"{PAGE}?lang=en")


def test_where_nobody_stands_out_that_is_said(company: Company) -> None:
    with scope(company=company):
        for number in range(3):
            looks(terminal_at(company, f"端末{number}"), person(company, f"000{number}"), accepted=30, rejected=3)

    assert "明らかに多く拒否されている従業員や端末はありません" in text_of(log_in(company))


def test_people_are_parted_by_their_share_of_rejected_looks(company: Company) -> None:
    with scope(company=company):
        terminal = terminal_at(company, "受付")
        for number, rejected in enumerate([0, 0, 1, 2, 20]):
            looks(terminal, person(company, f"000{number}"), accepted=20, rejected=rejected, hour=6 + number)

    page = text_of(log_in(company))

    # 1 of 21 is 4.8 %, 2 of 22 are 9.1 %, 20 of 40 are 50 %.
    assert "拒否率 人数 0% 2 0–5% 1 5–10% 1 35%以上 1" in page
    assert "5 名のうち 2 名は一度も拒否されていません。全体の拒否率は 18.7% です。" in page


def test_only_the_chosen_period_counts(company: Company) -> None:
    with scope(company=company):
        terminal, taro = terminal_at(company, "受付"), person(company, "0001")
        for days in (0, -6, -7, -29, -30, -89, -90):
            tried(terminal, at(0, 0, 1, days=days), by=taro)
    client = log_in(company)

    counted = {days: re.search(r"(\d+) 回のうち", text_of(client, f"{PAGE}?days={days}")) for days in (7, 30, 90, "x")}

    assert {days: found and found[1] for days, found in counted.items()} == {7: "2", 30: "4", 90: "6", "x": "4"}


def test_scores_of_accepted_looks_are_laid_over_those_of_the_next_person(company: Company) -> None:
    with scope(company=company):
        terminal, taro = terminal_at(company, "受付"), person(company, "0001")
        for number, (best, following) in enumerate([(0.731, 0.12), (0.725, 0.115), (0.81, None), (1.0, -0.07)]):
            tried(terminal, at(8, number), by=taro, scores=(best, following), threshold=0.41 - number / 100)
        tried(terminal, at(9), outcome=Outcome.NOT_SURE, scores=(0.36, 0.3))
        tried(terminal, at(10), by=taro)  # from before scores were kept
        tried(terminal, at(8, days=-40), by=taro, scores=(0.5, 0.1))

    page = text_of(log_in(company))

    assert "4 回の一致度の中央値は、本人が0.73、2番目が0.11です。しきい値は0.38です。" in page
    assert "一致度 本人 2番目に似ている従業員 −0.08 – −0.06 0 1 0.10 – 0.12 0 1 0.12 – 0.14 0 1 0.72 – 0.74 2 0" in page
    assert "0.98 – 1.00 1 0" in page
    assert "しきい値 0.38" in page


def test_scores_of_the_pack_before_are_not_mixed_in(company: Company) -> None:
    with scope(company=company):
        taro, terminal = person(company, "0001", name="太郎"), terminal_at(company, "玄関")
        tried(terminal, at(8), by=taro, scores=(0.3, 0.1), threshold=0.2)
        tried(terminal, at(10), by=taro, scores=(0.7, 0.2))
        AuditEvent.objects.create(company=company, action="pack_switched", subject="sface", by="boss", at=at(9))

    page = text_of(log_in(company))

    assert "2026-11-20 9:00 に切り替えた" in page
    assert "1 回の一致度の中央値は、本人が0.70、2番目が0.20です。" in page


def test_without_scores_there_is_no_chart_of_them(company: Company) -> None:
    with scope(company=company):
        tried(terminal_at(company, "受付"), at(8), by=person(company, "0001"))

    assert "一致度" not in text_of(log_in(company))


def test_delays_are_told_apart_by_whether_the_punch_was_held(company: Company) -> None:
    with scope(company=company):
        one = person(company, "0001")
        for number in range(20):
            delay = timedelta(seconds=400 if number == 19 else 11 + number % 3)
            punched(one, Kind.IN, at(11, number), delivered_after=delay)
        for number in range(4):
            punched(
                one,
                Kind.IN,
                at(8, 40 + number),
                held_until=at(10, 1),
                delivered_after=timedelta(minutes=81 - number, seconds=20),
            )
        punched(one, Kind.OUT, at(17), state=State.PENDING)
        punched(one, Kind.IN, at(8, days=-40), delivered_after=timedelta(seconds=1))

    page = text_of(log_in(company))

    assert "保留されなかった打刻 20 件の中央値は12秒、95%は13秒以内です" in page
    assert "制限時間帯に保留された打刻 4 件の中央値は1時間19分、95%は1時間21分以内です" in page
    assert "15秒以内 19 0 15分以内 1 0 2時間以内 0 4" in page
    assert "取消の待ち時間(10秒)を含みます" in page


def test_overtime_is_shown_against_cap_and_article_36(company: Company) -> None:
    with scope(company=company):
        change_settings(company, {"overtime_cap_minutes": 40 * 60}, by="tests")
        for number, minutes in enumerate([0, 299, 300, 40 * 60, 40 * 60 + 1, 46 * 60, 101 * 60]):
            overtime(person(company, f"000{number}"), minutes)
        overtime(person(company, "0090"), 3000, month="2026-10")

    page = text_of(log_in(company))

    assert "11月の残業時間" in page
    assert "7 名の今月の残業時間です。 上限(40:00)を超えているのは 3 名です。" in page
    assert "36協定の限度時間(月45:00)を超えているのは 2 名です。" in page
    assert "残業時間 人数 0–5時間 2 5–10時間 1 40–45時間 2 45–50時間 1 100–105時間 1" in page
    assert ("上限 40:00" in page, "36協定 45:00" in page, "月100:00未満" in page) == (True, True, True)


@pytest.mark.parametrize(("coverage", "line"), [("variable_hours", "36協定 42:00"), ("exempt", "")])
def test_line_of_article_36_is_the_companys(company: Company, coverage: str, line: str) -> None:
    with scope(company=company):
        change_settings(company, {"article36_coverage": coverage}, by="tests")
        overtime(person(company, "0001"), 600)

    page = text_of(log_in(company))

    assert line in page
    assert ("36協定" in page) == bool(line)
    assert "上限" not in page.split("11月の残業時間")[1]


@pytest.fixture
def two_sites(company: Company) -> tuple[Site, Site]:
    """Each with a terminal, a person who is rejected, a delivered punch, and overtime."""
    with scope(company=company):
        sites = create_site(company, "100", "本社"), create_site(company, "200", "大阪工場")
        for number, site in enumerate(sites):
            one = person(company, f"000{number}", site=site, name=f"{site.name}の人")
            looks(terminal_at(company, f"{site.name}の端末", site=site), one, accepted=20, rejected=5)
            punched(one, Kind.IN, at(11), delivered_after=timedelta(seconds=12))
            overtime(one, 600)
    return sites


@pytest.mark.parametrize("role", [Role.SITE_MANAGER, Role.VIEWER])
def test_administrator_of_a_site_reads_that_sites_numbers(two_sites: tuple[Site, Site], role: Role) -> None:
    page = text_of(manager_of(two_sites[0], role))

    assert "25 回のうち 5 回(20%)" in page
    assert ("本社の人 0000" in page, "本社の端末" in page) == (True, True)
    assert "大阪" not in page
    assert "打刻 1 件の中央値は12秒" in page
    assert "1 名の今月の残業時間です" in page


def test_rejection_at_another_sites_terminal_is_still_the_persons(two_sites: tuple[Site, Site]) -> None:
    with scope(company=two_sites[0].company):
        visitor = Employee.objects.get(employee_code="0000")
        elsewhere = Terminal.objects.get(site=two_sites[1])
        tried(elsewhere, at(15), outcome=Outcome.UNKNOWN)
        tried(elsewhere, at(15, 0, 4), by=visitor)

    page = text_of(manager_of(two_sites[0]))

    assert "本社の人 0000 22.2% 22.2% 6 27" in page
    assert "25 回のうち 5 回(20%)" in page


def test_site_manager_without_a_site_reads_nothing(two_sites: tuple[Site, Site]) -> None:
    page = text_of(log_in(two_sites[0].company, Role.SITE_MANAGER))

    assert "この期間の顔認証はまだありません" in page
    assert "残業時間はまだ届いていません" in page


def test_other_company_reads_nothing_of_it(two_sites: tuple[Site, Site]) -> None:
    page = text_of(log_in(create_company("other", "別の会社")))

    assert "この期間の顔認証はまだありません" in page
    assert "この期間に連携された打刻はありません" in page
    assert "残業時間はまだ届いていません" in page


def test_who_only_approves_photos_reads_no_statistics(company: Company) -> None:
    client = log_in(company, Role.PHOTO_APPROVER)

    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/console/").content.decode()


def test_erased_person_is_not_named(two_sites: tuple[Site, Site]) -> None:
    with scope(company=two_sites[0].company):
        Employee.objects.filter(employee_code="0000").update(erased_at=NOW)

    page = text_of(log_in(two_sites[0].company))

    assert "本社の人" not in page
    assert "大阪工場の人 0001" in page
    assert "1 名の今月の残業時間です" in page


def test_page_asks_the_database_few_questions_however_many_people_there_are(company: Company) -> None:
    client = log_in(company)
    with scope(company=company):
        for number in range(12):
            one = person(company, f"{number:04}")
            looks(terminal_at(company, f"端末{number}"), one, accepted=21, rejected=number)
            punched(one, Kind.IN, at(8, number), delivered_after=timedelta(seconds=12))
            overtime(one, 60 * number)

    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)

    own = queries_of_the_page(asked)
    assert len(own) <= MOST_QUERIES, own

"""今日: every number from real rows, of nobody else's; whole pages in the browser tests."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from tests.integration.web.clocked_rows import person, punched, terminal_at, tried
from tests.integration.web.test_console_pages import log_in

from kaodoki.accounts.models import Administrator, AdministratorSite, Role
from kaodoki.enrolment.models import Submission
from kaodoki.identification import Outcome
from kaodoki.people.models import Company, Site
from kaodoki.people.services import change_settings, create_company, create_site
from kaodoki.punches.models import State
from kaodoki.timekeeping.kinds import Kind

NOW = datetime.fromisoformat("2026-11-20T09:12:00+09:00")
MOST_QUERIES = 10


@pytest.fixture(autouse=True)
def morning() -> Iterator[None]:
    """The clock stands still, in the restricted hours of a Friday morning in Japan."""
    with time_machine.travel(NOW, tick=False):
        yield


def at(hours: int, minutes: int = 0, *, days: int = 0) -> datetime:
    return NOW.replace(hour=hours, minute=minutes) + timedelta(days=days)


def text_of(client: Client, address: str = "/console/") -> str:
    """The page as read: tags out, runs of white space one space."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main", 1)[1]))


def queries_of_the_page(asked: CaptureQueriesContext) -> list[str]:
    """Without those of signing in, which every page has: who it is, and the list of sessions."""
    signing_in = re.compile("SAVEPOINT|usersessions_|django_session|accounts_")
    return [one["sql"][:200] for one in asked if not signing_in.search(one["sql"][:60])]


def card(page: str, name: str, length: int = 60) -> str:
    """What stands after a counter's name."""
    return page.split(f" {name} ", 1)[1][:length]


def manager_of(site: Site, role: Role = Role.SITE_MANAGER) -> Client:
    client = log_in(site.company, role)
    who = Administrator.objects.get(login=f"{site.company.code}-{role.value}")
    with scope(company=site.company):
        AdministratorSite.objects.create(company=site.company, administrator=who, site=site)
    return client


def test_arrivals_are_each_persons_first_punch_of_the_working_day(company: Company) -> None:
    with scope(company=company):
        people = [person(company, f"{number:04}") for number in range(6)]
        punched(people[0], Kind.IN, at(8, 44))
        punched(people[0], Kind.IN, at(8, 51))  # again: the first one is the arrival
        punched(people[1], Kind.IN, at(8, 41))
        punched(people[2], Kind.AUTO, at(8, 50))
        punched(people[3], Kind.IN, at(8, 52), state=State.DISCARDED)
        punched(people[4], Kind.OUT, at(8, 53))
        punched(people[5], Kind.IN, at(23, 50, days=-1))  # yesterday's

    page = text_of(log_in(company))

    assert card(page, "出勤済み").startswith("3 / 6 名")
    assert "出勤の時間帯(5分ごと)" in page
    assert "8:00–10:00 に 3 名が出勤しました。最も多いのは 8:40–8:45 の 2 名です。" in page
    assert "8:40–8:45 2 8:50–8:55 1" in page
    assert "8:30–10:00 連携なし(打刻は保留)" in page
    assert "いま 9:12" in page


def test_night_shifts_working_day_goes_on_after_midnight(company: Company) -> None:
    with scope(company=company):
        change_settings(company, {"day_start": "05:00"}, by="tests")
        night = person(company, "0001")
        punched(night, Kind.IN, at(22, 3), day=NOW.date())
    client = log_in(company)

    with time_machine.travel(at(1, 30, days=1), tick=False):
        page = text_of(client)

    assert card(page, "出勤済み").startswith("1 / 1 名")
    assert card(page, "勤務中").startswith("1 ")


def test_clock_in_before_the_day_starts_is_yesterdays(company: Company) -> None:
    with scope(company=company):
        change_settings(company, {"day_start": "05:00"}, by="tests")
        punched(person(company, "0001"), Kind.IN, at(4, 50), day=NOW.date() - timedelta(days=1))

    assert card(text_of(log_in(company)), "出勤済み").startswith("0 / 1 名")


def test_arrivals_over_the_whole_day_are_shown_in_quarters_of_an_hour(company: Company) -> None:
    with scope(company=company):
        punched(person(company, "0001"), Kind.IN, at(5, 2))
        punched(person(company, "0002"), Kind.IN, at(14, 29))

    with time_machine.travel(at(18), tick=False):
        page = text_of(log_in(company))

    assert "出勤の時間帯(15分ごと)" in page
    assert "5:00–5:15 1 14:15–14:30 1" in page


@pytest.mark.parametrize(
    ("kinds", "shown"),
    [
        ((Kind.IN,), "1 休憩 0 ・ 外出 0"),
        ((Kind.IN, Kind.BREAK_START), "0 休憩 1 ・ 外出 0"),
        ((Kind.IN, Kind.BREAK_START, Kind.BREAK_END), "1 休憩 0 ・ 外出 0"),
        ((Kind.IN, Kind.GO_OUT), "0 休憩 0 ・ 外出 1"),
        ((Kind.IN, Kind.GO_OUT, Kind.RETURN), "1 休憩 0 ・ 外出 0"),
        ((Kind.IN, Kind.OUT), "0 休憩 0 ・ 外出 0"),
        ((Kind.AUTO,), "1 休憩 0 ・ 外出 0"),
        ((Kind.AUTO, Kind.AUTO), "0 休憩 0 ・ 外出 0"),
        ((Kind.AUTO, Kind.AUTO, Kind.AUTO), "1 休憩 0 ・ 外出 0"),
    ],
)
def test_last_punch_decides_where_somebody_is(company: Company, kinds: tuple[Kind, ...], shown: str) -> None:
    with scope(company=company):
        one = person(company, "0001")
        for number, kind in enumerate(kinds):
            punched(one, kind, at(8, number))

    assert card(text_of(log_in(company)), "勤務中").startswith(shown)


def test_undone_punch_and_day_left_open_count_nobody_in(company: Company) -> None:
    with scope(company=company):
        undone, forgot, erased = (person(company, code) for code in ("0001", "0002", "0003"))
        punched(undone, Kind.IN, at(8, 50), state=State.DISCARDED)
        punched(forgot, Kind.IN, at(8, 50, days=-1))
        punched(erased, Kind.IN, at(8, 50))
        erased.erased_at = NOW
        erased.save()

    page = text_of(log_in(company))

    assert card(page, "勤務中").startswith("0 ")
    assert "打刻した人はまだいません" in page


def test_who_is_in_is_told_by_site(company: Company) -> None:
    with scope(company=company):
        office, plant = create_site(company, "100", "本社"), create_site(company, "200", "大阪工場")
        for number in range(3):
            punched(person(company, f"000{number}", site=plant), Kind.IN, at(8, number))
        punched(person(company, "0010", site=office), Kind.BREAK_START, at(9))
        punched(person(company, "0011"), Kind.OUT, at(7))

    page = text_of(log_in(company))

    assert "大阪工場 3 0 0 0 本社 0 1 0 0 拠点なし 0 0 0 1 合計 3 1 0 1" in page


def test_waiting_and_failed_deliveries_are_counted_whatever_their_day(company: Company) -> None:
    with scope(company=company):
        one = person(company, "0001")
        until = at(10, 1)
        for number, state in enumerate([State.PENDING, State.SENDING, State.UNCONFIRMED, State.DELIVERED]):
            punched(one, Kind.IN, at(7, number), state=state)
        punched(one, Kind.IN, at(8, 40), state=State.HELD, held_until=until)
        punched(one, Kind.IN, at(9, days=-9), state=State.REJECTED)
        punched(one, Kind.OUT, at(18, days=-2), state=State.INTEGRITY_ERROR)
        punched(one, Kind.OUT, at(19, days=-2), state=State.INTEGRITY_ERROR)

    page = text_of(log_in(company))

    assert card(page, "連携待ち").startswith("4 10:01 に送信 一覧")
    assert card(page, "要対応").startswith("3 整合性エラー 2 件 連携エラー 1 件")


def test_each_number_leads_to_what_it_counts(company: Company) -> None:
    with scope(company=company):
        one = person(company, "0001", name="太郎")
        tried(terminal_at(company, "受付"), at(8), by=one)
        for number, state in enumerate([State.PENDING, State.REJECTED, State.INTEGRITY_ERROR]):
            punched(one, Kind.IN, at(7, number), state=state)
    client = log_in(company)
    page = client.get("/console/").content.decode().split("<main", 1)[1]

    links = set(re.findall(r'href="(/console/[^"]*)"', page))

    wanted = {"/console/punches?state=waiting", "/console/punches?state=rejected", "/console/integrity"}
    assert wanted <= links
    assert {"/console/log", "/console/presence", "/console/employees/0001"} <= links
    assert all(client.get(link).status_code == 200 for link in links)
    assert "7:00" in text_of(client, "/console/punches?state=waiting")
    assert "7:01" in text_of(client, "/console/punches?state=rejected")


def test_silent_terminals_are_named_those_longest_silent_first(company: Company) -> None:
    with scope(company=company):
        terminal_at(company, "受付", seen=NOW - timedelta(seconds=30))
        terminal_at(company, "倉庫", seen=at(8, 12))
        terminal_at(company, "通用口", seen=at(17, 5, days=-1))
        terminal_at(company, "食堂")

    page = text_of(log_in(company))

    assert card(page, "端末", 200).startswith(
        "4 3 台が応答していません 食堂 まだ接続がありません 通用口 11/19 17:05 から応答なし 倉庫 8:12 から応答なし"
    )


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (at(8, 29), "次の制限時間 8:30–10:00"),
        (at(9, 59), "いま制限時間帯です(8:30–10:00)"),
        (at(10), "次の制限時間 17:30–18:30"),
        (at(18, 30), "次の制限時間 あす 8:30–10:00"),
    ],
)
def test_next_restricted_hours_are_said_in_words(company: Company, moment: datetime, said: str) -> None:
    with time_machine.travel(moment, tick=False):
        assert said in text_of(log_in(company))


def test_company_without_restricted_hours_reads_nothing_of_them(company: Company) -> None:
    with scope(company=company):
        change_settings(company, {"restricted_hours": []}, by="tests")
        punched(person(company, "0001"), Kind.IN, at(8, 50))

    assert "制限時間" not in text_of(log_in(company))


def test_photos_that_wait_are_counted_for_those_who_decide_over_them(company: Company) -> None:
    with scope(company=company):
        Submission.objects.create(
            company=company, employee=person(company, "0001"), notice_version="1", submitted_at=NOW
        )

    pages = {role: text_of(log_in(company, role)) for role in (Role.ALL_RIGHTS, Role.PHOTO_APPROVER, Role.VIEWER)}

    assert card(pages[Role.ALL_RIGHTS], "承認待ちの写真").startswith("1 確認する")
    assert card(pages[Role.PHOTO_APPROVER], "承認待ちの写真").startswith("1 確認する")
    assert "承認待ちの写真" not in pages[Role.VIEWER]


@pytest.fixture
def two_sites(company: Company) -> tuple[Site, Site]:
    """Each with a person in, a waiting punch, a terminal, and an attempt of nobody's."""
    with scope(company=company):
        sites = create_site(company, "100", "本社"), create_site(company, "200", "大阪工場")
        for number, site in enumerate(sites):
            one = person(company, f"000{number}", site=site, name=f"{site.name}の人")
            punched(one, Kind.IN, at(8, 40), state=State.PENDING)
            terminal = terminal_at(company, f"{site.name}の端末", site=site)
            tried(terminal, at(8, 40), by=one)
            tried(terminal, at(8, 39, days=0), outcome=Outcome.UNKNOWN)
    return sites


@pytest.mark.parametrize("role", [Role.SITE_MANAGER, Role.VIEWER, Role.PHOTO_APPROVER])
def test_administrator_of_a_site_sees_that_site_only(two_sites: tuple[Site, Site], role: Role) -> None:
    client = manager_of(two_sites[0], role)
    page, names = text_of(client), text_of(client, "/console/presence?site=200&where=all")

    assert card(page, "出勤済み").startswith("1 / 1 名")
    assert card(page, "連携待ち").startswith("1 ")
    assert card(page, "端末").startswith("1 1 台が応答していません 本社の端末")
    assert page.count("該当者なし") == 1
    assert "本社の人" in page
    assert "大阪" not in page
    assert "大阪" not in names


def test_site_manager_without_a_site_sees_nobody(two_sites: tuple[Site, Site]) -> None:
    client = log_in(two_sites[0].company, Role.SITE_MANAGER)

    page = text_of(client)

    assert card(page, "出勤済み").startswith("0 / 0 名")
    assert "本社の" not in page
    assert "該当者なし" not in page


def test_other_company_counts_nowhere(two_sites: tuple[Site, Site]) -> None:
    other = create_company("other", "別の会社")

    page = text_of(log_in(other))

    assert card(page, "出勤済み").startswith("0 / 0 名")
    assert card(page, "連携待ち").startswith("0 ")
    assert "今日の出勤はまだありません" in page
    assert "今日の記録はまだありません" in page


def test_page_asks_the_database_few_questions_however_much_happened(company: Company) -> None:
    client = log_in(company)
    with scope(company=company):
        sites = [create_site(company, f"{number}", f"拠点{number}") for number in range(20)]
        for number in range(60):
            one = person(company, f"{number:04}", site=sites[number % 20])
            punched(one, Kind.IN, at(8, number))
            tried(terminal_at(company, f"端末{number}"), at(8, number), by=one)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = text_of(client)

    own = queries_of_the_page(asked)
    assert len(own) <= MOST_QUERIES, own
    assert "ほか 8 拠点" in page
    assert "ほか 55 台" in page


def test_people_are_listed_by_name_a_page_at_a_time(company: Company) -> None:
    with scope(company=company):
        site = create_site(company, "100", "本社")
        for number in range(103):
            punched(person(company, f"{number:04}", site=site), Kind.IN, at(8, number % 60))
        punched(person(company, "9000"), Kind.GO_OUT, at(9))
    client = log_in(company)

    first = text_of(client, "/console/presence")
    second = text_of(client, "/console/presence?after=0099")
    outside = text_of(client, "/console/presence?where=outside&site=")

    assert ("0099" in first, "0100" in first, "次の 100 名" in first) == (True, False, True)
    assert [code for code in ("0099", "0100", "0102", "9000") if code in second] == ["0100", "0102"]
    assert "9000 従業員9000 拠点なし 外出中 外出 11/20 9:00" in outside


@pytest.mark.parametrize("query", ["site=%00", "where=nowhere", "after=%F0%9F%98%80", "site=" + "x" * 5000])
def test_list_of_people_bears_any_question(company: Company, query: str) -> None:
    assert "この条件に当てはまる人はいません" in text_of(log_in(company), f"/console/presence?{query}")


def test_today_is_that_of_the_company(company: Company) -> None:
    assert date(2026, 11, 20) == NOW.date()
    assert "11月20日(金) 9:12" in text_of(log_in(company))

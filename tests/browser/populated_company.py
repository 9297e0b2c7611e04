"""A company in the middle of its evening, for pages that must be seen full: run as a program beside an installation.

    python -m tests.browser.populated_company LOGIN PASSWORD

Names are made up; the faces of its photos are the demo's public-domain portraits. Everything is drawn from one seed, so
that two pictures of a page differ only where the page does.
"""

import os
import random
import sys
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaodoki.project.settings")
django.setup()

from django_scopes import scope  # noqa: E402 - Django must be set up before any model is imported

from kaodoki import clock  # noqa: E402
from kaodoki.accounts.services import create_administrator, create_token  # noqa: E402
from kaodoki.consent.notices import agree, current_notice  # noqa: E402
from kaodoki.enrolment.services import register_photo  # noqa: E402
from kaodoki.enrolment.submitting import Picture, submit_pictures  # noqa: E402
from kaodoki.people.models import Company, Employee, Site  # noqa: E402
from kaodoki.people.queries import settings_of, zone_of  # noqa: E402
from kaodoki.people.services import change_settings, create_company, create_employee, create_site  # noqa: E402
from kaodoki.project.demo_pictures import picture_path  # noqa: E402
from kaodoki.punches.models import Attempt, OvertimeBalance, Punch, PunchEvent, State  # noqa: E402
from kaodoki.terminals.models import Terminal  # noqa: E402
from kaodoki.terminals.services import create_terminal, pair  # noqa: E402
from tests.browser.populated_history import add_history  # noqa: E402

CODE, NAME = "minato-full", "株式会社みなと製作所"
SURNAMES = {
    "佐藤": "サトウ", "鈴木": "スズキ", "高橋": "タカハシ", "田中": "タナカ", "伊藤": "イトウ", "渡辺": "ワタナベ",
    "山本": "ヤマモト", "中村": "ナカムラ", "小林": "コバヤシ", "加藤": "カトウ", "吉田": "ヨシダ", "山田": "ヤマダ",
    "佐々木": "ササキ", "松本": "マツモト", "井上": "イノウエ", "木村": "キムラ", "林": "ハヤシ", "清水": "シミズ",
    "斎藤": "サイトウ", "阿部": "アベ",
}  # fmt: skip
GIVEN_NAMES = {
    "美咲": "ミサキ", "健": "ケン", "翼": "ツバサ", "葵": "アオイ", "直樹": "ナオキ", "陽子": "ヨウコ",
    "大輔": "ダイスケ", "結衣": "ユイ", "誠": "マコト", "愛": "アイ", "拓也": "タクヤ", "真由美": "マユミ",
}  # fmt: skip
PEOPLE = 48
DAYS = 10
PORTRAITS = {"0001": "obama_1", "0002": "astronaut", "0003": "biden"}
# Waiting for a decision: the same person anew, and one who hands in somebody else's face.
SUBMITTED = {"0001": "obama_2", "0005": "biden"}


def main(login: str, password: str) -> None:
    """Makes the company and an all-rights administrator."""
    chance = random.Random(20261120)
    company = create_company(CODE, NAME)
    create_administrator(company, login, password, "all_rights")
    create_token(company, "勤怠集計バッチ", "viewer")
    with scope(company=company):
        change_settings(company, {"overtime_cap_minutes": 45 * 60}, by=login)
        sites = [create_site(company, "100", "本社"), create_site(company, "200", "大阪支店")]
        terminals = list(_terminals(company, sites, login))
        people = list(_people(company, login))
        for code, picture in PORTRAITS.items():
            person = next(one for one in people if one.employee_code == code)
            register_photo(person, picture_path(picture).read_bytes(), consent=True, by=login)
        _submissions(company, people)
        _overtime(company, people, chance)
        for back in range(DAYS - 1, -1, -1):
            _day(company, people, terminals, back, chance)
        today = clock.now().astimezone(zone_of(settings_of(company)))
        midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
        add_history(people, terminals, midnight=midnight, days=range(DAYS, 3 * DAYS), chance=chance)


def _terminals(company: Company, sites: list[Site], by: str) -> Iterator[Terminal]:
    for name, site in (("1階エントランス", sites[0]), ("3階通用口", sites[0]), ("大阪 受付", sites[1])):
        new = create_terminal(company, name=name, site=site, punch_selection="chosen", accepts_past=False, by=by)
        terminal, _ = pair(new.pairing_code, address="192.0.2.10")
        Terminal.objects.filter(pk=terminal.pk).update(last_seen_at=clock.now() + timedelta(minutes=10))
        yield terminal


def _people(company: Company, by: str) -> Iterator[Employee]:
    for number in range(PEOPLE):
        family, family_kana = list(SURNAMES.items())[number % len(SURNAMES)]
        given, given_kana = list(GIVEN_NAMES.items())[(number * 5) % len(GIVEN_NAMES)]
        fields = {
            "family_name": family,
            "given_name": given,
            "family_name_kana": family_kana,
            "given_name_kana": given_kana,
            "email": f"person{number + 1:04}@example.jp",
            "site_code": "200" if number % 4 == 3 else "100",
        }
        yield create_employee(company, f"{number + 1:04}", fields, by=by)


def _submissions(company: Company, people: list[Employee]) -> None:
    version = current_notice(company).version
    for code, picture in SUBMITTED.items():
        person = next(one for one in people if one.employee_code == code)
        agree(person, version, declared_by=code)
        handed_in = Picture(pose="front", data=picture_path(picture).read_bytes())
        submit_pictures(person, [handed_in], notice_version=version)


def _overtime(company: Company, people: list[Employee], chance: random.Random) -> None:
    now = clock.now()
    month = now.astimezone(zone_of(settings_of(company))).strftime("%Y-%m")
    OvertimeBalance.objects.bulk_create(
        OvertimeBalance(
            company=company,
            employee=person,
            month=month,
            minutes=int(chance.triangular(0, 46 * 60, 14 * 60)),
            as_of=now,
        )
        for person in people
    )


def _day(company: Company, people: list[Employee], terminals: list[Terminal], back: int, chance: random.Random) -> None:
    zone = zone_of(settings_of(company))
    midnight = clock.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=back)
    if midnight.weekday() >= 5 and back:
        return
    for number, person in enumerate(people):
        if chance.random() < 0.08:
            continue
        terminal = terminals[2] if person.site and person.site.code == "200" else terminals[number % 2]
        arrival = midnight + timedelta(hours=8, minutes=chance.triangular(5, 95, 48), seconds=chance.randrange(60))
        _look(terminal, person, "in", arrival, chance)
        leaving = midnight + timedelta(hours=17, minutes=chance.triangular(30, 170, 62), seconds=chance.randrange(60))
        if leaving < clock.now():
            _look(terminal, person, "out", leaving, chance)


def _look(terminal: Terminal, person: Employee, kind: str, at: datetime, chance: random.Random) -> None:
    """An attempt that went well, after one that did not every now and then; and its punch."""
    at = at.replace(microsecond=0)
    if chance.random() < (0.5 if person.employee_code == "0007" else 0.05):
        _attempt(terminal, None, chance.choice(["poor_quality", "unknown", "not_sure"]), at - timedelta(seconds=6))
    attempt = _attempt(terminal, person, "identified", at)
    zone = zone_of(settings_of(terminal.company))
    state, error = _state_of(person, kind, at)
    attempt.punch = Punch.objects.create(
        company=terminal.company,
        employee=person,
        attempt=attempt,
        terminal=terminal,
        kind=kind,
        chosen=True,
        punched_at=at,
        working_date=at.astimezone(zone).date(),
        working_time=f"{at.astimezone(zone):%H:%M}",
        state=state,
        error=error,
        deliver_after=at + timedelta(seconds=10),
        held_until=_held_until(at, state),
        delivered_at=at + timedelta(seconds=14) if state == State.DELIVERED else None,
        created_at=at,
    )
    attempt.save(update_fields=["punch"])
    PunchEvent.objects.create(company=terminal.company, punch=attempt.punch, state="pending", at=at)
    if state != State.PENDING:
        event = PunchEvent(company=terminal.company, punch=attempt.punch, state=state, note=error)
        event.at = at + timedelta(seconds=14 if state == State.DELIVERED else 0)
        event.save()


def _attempt(terminal: Terminal, person: Employee | None, outcome: str, at: datetime) -> Attempt:
    return Attempt.objects.create(
        company=terminal.company,
        terminal=terminal,
        attempt_id=uuid.uuid4(),
        captured_at=at,
        recorded_at=at,
        outcome=outcome,
        employee=person,
        findings=[] if person else [outcome],
    )


def _state_of(person: Employee, kind: str, at: datetime) -> tuple[str, str]:
    is_today = clock.now() - at < timedelta(hours=14)
    if not is_today:
        return State.DELIVERED, ""
    if kind == "out":
        return State.HELD, ""
    return {"0009": (State.REJECTED, "rejected"), "0012": (State.INTEGRITY_ERROR, "already_in")}.get(
        person.employee_code, (State.DELIVERED, "")
    )


def _held_until(at: datetime, state: str) -> datetime | None:
    if state != State.HELD:
        return None
    zone = zone_of(settings_of(Company.objects.get(code=CODE)))
    return at.astimezone(zone).replace(hour=18, minute=31, second=0)


if __name__ == "__main__":
    main(*sys.argv[1:3])

"""Sites and divisions: whose is which, what punches carry, and where days begin at different times."""

from datetime import time
from typing import Any

import httpx2
import pytest
from tests.integration.linking.conftest import TARO, TOKEN, Office, state_of
from tests.integration.linking.faulty_proxy import refusal
from tests.integration.linking.people_there import PeopleThere

from kaodoki.linking.connectors.protocol import DivisionThere
from kaodoki.linking.errors import DifferenceGone, DivisionUnknown
from kaodoki.linking.models import Division
from kaodoki.linking.queries import connection_status
from kaodoki.linking.services import remove_connection
from kaodoki.linking.sites import (
    align_day_start,
    bind_site,
    border_differences,
    divisions_there,
    keep_divisions,
    note_difference,
    site_divisions,
)
from kaodoki.linking.sync import sync_company
from kaodoki.people.errors import SiteUnknown
from kaodoki.people.models import Employee, Settings, Site
from kaodoki.people.services import change_settings, create_employee, create_site
from kaodoki.punches.models import State
from kaodoki.terminals.services import create_terminal
from kaodoki.timekeeping.kinds import Kind


def test_sync_brings_the_divisions_with_their_day_border(office: Office) -> None:
    found = {division.code: (division.name, division.day_border) for division in divisions_there()}

    assert found["1000"] == ("本社", time(0))
    assert found["2000"] == ("支社", time(5))


def test_site_is_the_division_of_its_code_until_somebody_chooses(office: Office) -> None:
    create_site(office.company, "2000", "支社")
    create_site(office.company, "tokyo", "東京")
    before = bound()

    bind_site(office.company, "tokyo", "1000", by="test")
    bind_site(office.company, "2000", "", by="test")
    chosen = bound()
    bind_site(office.company, "2000", None, by="test")

    assert before == {"2000": "2000", "tokyo": None}
    assert chosen == {"2000": None, "tokyo": "1000"}
    assert bound()["2000"] == "2000"


def test_site_is_not_bound_to_a_division_nobody_has(office: Office) -> None:
    create_site(office.company, "tokyo", "東京")

    with pytest.raises(DivisionUnknown):
        bind_site(office.company, "tokyo", "7777", by="test")
    with pytest.raises(SiteUnknown):
        bind_site(office.company, "osaka", "1000", by="test")

    assert bound() == {"tokyo": None}


def test_punch_at_a_bound_site_arrives_with_its_division(office: Office) -> None:
    site = create_site(office.company, "2000", "支社")
    terminal = terminal_at(office, site)
    punch = office.punch("1000", office.at(9), terminal=terminal)
    elsewhere = office.punch("1000", office.at(18), Kind.OUT, terminal=terminal_at(office, None))
    office.clock.moment = office.at(18, 1)

    office.deliver()

    assert [state_of(punch), state_of(elsewhere)] == [State.DELIVERED, State.DELIVERED]
    # 1000 belongs to the division 1000, where what carries no division counts.
    assert divisions_of_punches(office, TARO) == ["2000", "1000"]


def test_difference_shows_when_linked_and_again_only_when_a_time_changes(office: Office) -> None:
    site = create_site(office.company, "2000", "支社", day_start="03:00")
    [found] = [one for one in border_differences(office.company) if one.site]
    note_difference(office.company, found.id, now=office.clock(), by="test")
    [noted] = [one for one in border_differences(office.company) if one.site]

    Site.objects.filter(pk=site.pk).update(day_start="04:00")
    [changed_here] = [one for one in border_differences(office.company) if one.site]
    Site.objects.filter(pk=site.pk).update(day_start="03:00")
    Division.objects.filter(code="2000").update(day_border="06:00")
    [changed_there] = [one for one in border_differences(office.company) if one.site]

    assert (found.difference.begins, found.difference.ends) == (time(3), time(5))
    assert [one.is_seen for one in (found, noted, changed_here, changed_there)] == [False, True, False, False]


def test_difference_shows_before_linking_completes(office: Office) -> None:
    create_site(office.company, "2000", "支社")
    remove_connection(office.company, by="test")
    heard = [DivisionThere(code="2000", name="支社", day_border=time(5))]

    [found] = border_differences(office.company, heard)

    assert divisions_there() == []
    assert (found.day_start, found.day_border) == (time(0), time(5))


def test_people_without_a_site_are_compared_by_their_own_division(office: Office) -> None:
    before = border_differences(office.company)
    code = hire_in_branch(office)
    found = [(one.site, one.division.code) for one in border_differences(office.company)]
    Employee.objects.filter(employee_code=code).update(erased_at=office.clock())

    # The day of the division 2000 begins at 5:00, the company's at 0:00.
    assert (before, found) == ([], [(None, "2000")])
    assert border_differences(office.company) == []


def test_one_click_sets_the_day_start_to_the_border(office: Office) -> None:
    create_site(office.company, "2000", "支社", day_start="03:00")
    hire_in_branch(office)
    found = border_differences(office.company)

    for one in found:
        align_day_start(office.company, one.id, by="test")

    assert Site.objects.get().day_start == "05:00"
    assert Settings.objects.get(company=office.company).day_start == "05:00"
    with pytest.raises(DifferenceGone):
        align_day_start(office.company, found[0].id, by="test")


def test_division_that_went_binds_no_site_any_more(office: Office) -> None:
    create_site(office.company, "2000", "支社")

    keep_divisions(office.company, [DivisionThere(code="1000", name="本社", day_border=None)])

    assert bound() == {"2000": None}


def test_list_without_a_division_changes_nothing(office: Office) -> None:
    keep_divisions(office.company, [])

    assert {division.code for division in divisions_there()} >= {"1000", "2000"}


def test_token_that_may_not_read_divisions_still_brings_people_and_overtime(office: Office) -> None:
    office.proxy.refuse_with = refusal("403 Forbidden", b'{"errors":[{"message":"...","code":100}]}')
    office.proxy.refuse_only = b"/divisions"
    later = office.at(13)

    sync_company(office.company, now=later)

    status = connection_status(office.company)
    assert (status.state, status.last_sync_at) == ("linked", later)
    assert {division.code for division in divisions_there()} >= {"1000", "2000"}, "what was known stays"


def test_nothing_of_the_former_system_stays_when_it_is_unlinked(office: Office) -> None:
    change_settings(office.company, {"day_start": "02:00"}, by="test")

    remove_connection(office.company, by="test")

    assert (divisions_there(), border_differences(office.company)) == ([], [])
    office.link()
    sync_company(office.company, now=office.clock())
    assert {one.division.code for one in border_differences(office.company)} == {"1000"}


def hire_in_branch(office: Office) -> str:
    code, _ = PeopleThere.of(office).hire(division="2000")
    create_employee(office.company, code, {}, by="test")
    sync_company(office.company, now=office.clock())
    return code


def bound() -> dict[str, str | None]:
    return {each.site.code: each.division.code if each.division else None for each in site_divisions(divisions_there())}


def terminal_at(office: Office, site: Site | None) -> Any:
    made = create_terminal(
        office.company, name="入口", site=site, punch_selection="auto", accepts_past=False, by="test"
    )
    return made.terminal


def divisions_of_punches(office: Office, employee_key: str) -> list[str]:
    """Of the day's punches over there, by time."""
    days = httpx2.get(
        f"{office.server_url}/daily-workings/timerecord",
        params={"start": office.day.isoformat(), "end": office.day.isoformat()},
        headers={"Authorization": f"Bearer {TOKEN}"},
    ).json()
    records = [
        item
        for day in days
        for person in day["dailyWorkings"]
        if person["employeeKey"] == employee_key
        for item in person["timeRecord"]
    ]
    return [item["divisionCode"] for item in sorted(records, key=lambda item: str(item["time"]))]

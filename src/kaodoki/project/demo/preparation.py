"""Makes the company: people and photos in both programs, overtime so far, the link and the terminals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kaodoki.project.demo import pictures
from kaodoki.project.demo.board import Board
from kaodoki.project.demo.cast import ASTRONAUT, PEOPLE
from kaodoki.project.demo.client import AttendanceClient, CompanyClient
from kaodoki.project.demo.days import DAY_START, OVERTIME_PER_DAY, Days, moment
from kaodoki.project.demo.scenario import CAP_MINUTES
from kaodoki.project.demo.story import CODES

WORKDAY_BEGINS: Final = 9
NORMAL_HOURS: Final = 8


class NotPrepared(Exception):
    """The company could not be made ready; the text says what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The terminal's token, and the employee keys over there by employee code."""

    terminal_token: str
    keys: Mapping[str, str]


def prepare(
    company: CompanyClient, attendance: AttendanceClient, board: Board, *, days: Days, base_url: str, access_token: str
) -> Prepared:
    """Everything that must be there before the first face."""
    company.change_settings(
        day_start=f"{DAY_START:%H:%M}",
        overtime_cap_minutes=CAP_MINUTES,
        undo_seconds=0,
        restricted_hours=[],
    )
    keys = {person.employee_code: attendance.add_employee(person.for_attendance) for person in PEOPLE}
    for person in PEOPLE:
        company.create_employee(person.for_kaodoki)
        company.add_photo(person.employee_code, pictures.photo(person.photo))
        board.say(f"Enrolled {person.display_name} ({person.employee_code}): {person.remark}")
    _work_overtime(attendance, keys[ASTRONAUT.employee_code], days)
    company.link(base_url, access_token)
    company.sync()
    _check_link(company)
    board.say("Linked with the attendance server; people and overtime are fetched")
    terminal = company.create_terminal("デモ端末", punch_selection="chosen", accepts_past=True)
    return Prepared(terminal_token=company.pair(terminal["pairing_code"]), keys=keys)


def _work_overtime(attendance: AttendanceClient, employee_key: str, days: Days) -> None:
    """20 h of overtime by days of 12 h, written straight into the attendance server, as if worked elsewhere."""
    hours = NORMAL_HOURS + int(OVERTIME_PER_DAY.total_seconds() // 3600)
    for day in days.overtime:
        attendance.punch(employee_key, at=moment(day, WORKDAY_BEGINS), day=day, code=CODES["in"])
        attendance.punch(employee_key, at=moment(day, WORKDAY_BEGINS + hours), day=day, code=CODES["out"])


def _check_link(company: CompanyClient) -> None:
    connection = company.connection()
    if connection["state"] != "linked" or connection["unmapped_employee_codes"] or not connection["last_sync_at"]:
        raise NotPrepared(f"The link is not complete: {connection}")

"""Every setting of the program, once: its environment variable, its command-line switch, its default, its check.

What `serve` is told travels to the worker process in the environment, and is read and checked only here.
"""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from attendance_server.webapi.errors import Reason
from attendance_server.webapi.restricted_hours import DEFAULT_RESTRICTED_HOURS, Bounds, parse_windows
from attendance_server.webapi.switches import (
    GENERAL_LIMIT,
    PUNCH_LIMIT,
    ClosedTotals,
    DayCountName,
    EarliestTime,
    Feature,
    OmittedCode,
    OmittedWorkingDay,
)

PREFIX = "ATTENDANCE_"


class InvalidOption(ValueError):
    """A variable or switch that this program does not know or understand."""


def _switch(default: str, explained: str, check: Callable[[str], object] = str) -> Any:  # as dataclasses.field
    return field(default=default, metadata={"explained": explained, "check": check})


def _hidden(default: str, check: Callable[[str], object] = str) -> Any:
    return field(default=default, metadata={"check": check})


def read_database_url(text: str) -> str:
    """Any libpq address of a PostgreSQL; another database's is refused."""
    try:
        conninfo_to_dict(text)
    except ProgrammingError:
        raise ValueError("this is no address such as postgresql://user:password@host/database") from None
    return text


def read_boolean(text: str) -> bool:
    if text not in {"on", "off"}:
        raise ValueError(f"{text!r} is neither on nor off")
    return text == "on"


def read_count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"{text!r} is no whole number")
    return int(text)


def read_positive(text: str) -> int:
    count = read_count(text)
    if count < 1:
        raise ValueError("at least one is needed")
    return count


def read_status(text: str) -> int:
    status = read_count(text)
    if not 400 <= status <= 599:
        raise ValueError(f"{text!r} is no HTTP status of a refusal")
    return status


def read_error_codes(text: str) -> dict[str, int]:
    """Read "unknown_employee=526,future=911"."""
    pairs = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    known = {reason.name.lower() for reason in Reason}
    unknown = [name for name, _, _ in pairs if name not in known]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is none of {', '.join(sorted(known))}")
    return {name: read_count(code) for name, _, code in pairs}


def read_features(text: str) -> frozenset[Feature]:
    """Read "employee-groups,requests"."""
    return frozenset(Feature(part.strip()) for part in text.split(",") if part.strip())


def read_mount(text: str) -> str:
    """Read "/v1.0" as "v1.0/", and nothing as nothing."""
    inner = text.strip("/")
    if any(character in inner for character in "<>?#% "):
        raise ValueError(f"{text!r} is no path such as /v1.0")
    return f"{inner}/" if inner else ""


def read_offset(text: str) -> timedelta:
    return timedelta(seconds=float(text))


def read_clock(text: str) -> datetime:
    """Read an instant with offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset such as +09:00")
    return moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The settings as texts, all of them valid."""

    database_url: str = _switch("", "PostgreSQL address; without one a server is started in --data", read_database_url)
    secret_key: str = _hidden("")
    clock_offset: str = _hidden("0", read_offset)
    workers: str = _switch("2", "processes that answer requests", read_positive)
    mount: str = _switch("/v1.0", "path of the WebAPI, which is also served at /", read_mount)
    restricted_hours: str = _switch(DEFAULT_RESTRICTED_HOURS, "windows in JST, empty for none", parse_windows)
    restricted_bounds: str = _switch(Bounds.HALF_OPEN, "do the edges belong to a window", Bounds)
    demo_controls: str = _switch("off", "on: PUT /_demo/restricted-hours changes the windows", read_boolean)
    general_limit: str = _switch(str(GENERAL_LIMIT), "requests per 5 minutes", read_count)
    punch_limit: str = _switch(str(PUNCH_LIMIT), "punches per 5 minutes", read_count)
    rate_limit_status: str = _switch("429", "HTTP status beyond a limit", read_status)
    rate_limit_code: str = _switch("303", "code in the body beyond a limit (303 or 308)")
    retry_after: str = _switch("off", "on: send Retry-After beyond a limit", read_boolean)
    wrong_address_code: str = _switch("100", "code for a caller's address that is not permitted", read_count)
    error_codes: str = _switch("", "other error codes, such as unknown_employee=526", read_error_codes)
    omitted_code: str = _switch(OmittedCode.FIRST_IN, "what a punch without code becomes", OmittedCode)
    omitted_working_day: str = _switch(
        OmittedWorkingDay.WITHIN_48_HOURS, "how isOmittedWorkingDay finds the day", OmittedWorkingDay
    )
    earliest_time: str = _switch(EarliestTime.ANY, "how early a punch may be for its date", EarliestTime)
    past_years: str = _switch("3", "how far back dates may lie", read_count)
    deadline_days: str = _switch("1", "days after the date until whose 23:59:59 a time may be", read_count)
    refuse_future: str = _switch("off", "on: refuse punches later than now", read_boolean)
    go_out_name: str = _switch("外出", "name of code 7")
    return_name: str = _switch("戻り", "name of code 8")
    day_count_name: str = _switch(DayCountName.DOCUMENTED, "casing of the monthly day count", DayCountName)

    unlicensed: str = _switch("", "features without a contract: employee-groups, requests", read_features)
    closed_totals: str = _switch(ClosedTotals.FROZEN, "totals of a closed day after a late punch", ClosedTotals)
    overwrite_clock_out: str = _switch("off", "on: a later clock-out takes the place of an earlier one", read_boolean)

    def read(self, name: str) -> Any:
        """The value of an option as its type. Raises InvalidOption."""
        check: Callable[[str], object] = next(f for f in fields(self) if f.name == name).metadata["check"]
        try:
            return check(getattr(self, name))
        except ValueError as error:
            raise InvalidOption(f"{PREFIX}{name.upper()}: {error}") from error

    def environment(self) -> dict[str, str]:
        """The variables that say the same."""
        return {f"{PREFIX}{option.name.upper()}": getattr(self, option.name) for option in fields(self)}


def options_from(environment: Mapping[str, str]) -> Options:
    """Read and check the variables; an unknown ATTENDANCE_* name is an error. Raises InvalidOption."""
    names = {f"{PREFIX}{option.name.upper()}": option.name for option in fields(Options)}
    given = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
    unknown = sorted(set(given) - set(names))
    if unknown:
        raise InvalidOption(f"unknown variable {unknown[0]}")
    return checked(Options(**{names[name]: value for name, value in given.items()}))


def checked(options: Options) -> Options:
    """Raises InvalidOption."""
    for option in fields(options):
        options.read(option.name)
    return options


def add_switches(parser: argparse.ArgumentParser) -> None:
    """A command-line switch for every option that has an explanation; absent ones leave the environment's value."""
    for option in fields(Options):
        explained = option.metadata.get("explained")
        if explained is None:
            continue
        flag = f"--{option.name.replace('_', '-')}"
        shown = f"{explained} (default: {option.default or 'none'})".replace("%", "%%")
        if option.metadata["check"] is read_boolean:
            parser.add_argument(flag, nargs="?", const="on", choices=("on", "off"), help=shown)
        else:
            parser.add_argument(flag, metavar="VALUE", help=shown)


def with_switches(options: Options, given: argparse.Namespace) -> Options:
    """The options with the switches that were given. Raises InvalidOption."""
    values = {option.name: getattr(given, option.name, None) for option in fields(Options)}
    return checked(Options(**{n: getattr(options, n) if value is None else value for n, value in values.items()}))

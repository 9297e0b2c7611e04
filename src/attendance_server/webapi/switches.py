"""The open points of the WebAPI's reference: what nobody has published is a switch, with the likeliest as default."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from attendance_server.webapi.restricted_hours import Bounds, Window

GENERAL_LIMIT = 500  # requests in five minutes; the reference's section 3
PUNCH_LIMIT = 2000


class Seed(StrEnum):
    """What is there at first."""

    DOCS = "docs"
    DEMO = "demo"
    NONE = "none"


class OmittedCode(StrEnum):
    """What a punch without code becomes."""

    FIRST_IN = "first-in"  # the vendor's log integration: first of the working day in, later ones out
    ALTERNATE = "alternate"


class OmittedWorkingDay(StrEnum):
    """How the service finds the working day itself."""

    WITHIN_48_HOURS = "48h"  # the rule for time recorders: join the latest clock-in of the past 48 hours
    DAY_BORDER = "day-border"


class EarliestTime(StrEnum):
    """How early a punch may be, seen from its working date."""

    ANY = "any"
    WORKING_DATE = "working-date"
    DAY_BORDER = "day-border"


class DayCountName(StrEnum):
    """The casing trap: documented and observed differ."""

    DOCUMENTED = "workingDayCount"
    OBSERVED = "workingdayCount"


class ClosedTotals(StrEnum):
    """Whether the totals of a closed day follow a punch that arrives later."""

    FROZEN = "frozen"  # over there nothing is reckoned anew while a month is closed
    MOVING = "moving"


class Feature(StrEnum):
    """What a company may not have in its contract over there."""

    EMPLOYEE_GROUPS = "employee-groups"  # then the list is empty
    REQUESTS = "requests"  # then they are refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """Everything about the WebAPI that may be set at start."""

    restricted_hours: tuple[Window, ...]
    restricted_bounds: Bounds
    general_limit: int
    punch_limit: int
    rate_limit_status: int
    rate_limit_code: str
    retry_after: bool
    wrong_address_code: int
    error_codes: dict[str, int]
    omitted_code: OmittedCode
    omitted_working_day: OmittedWorkingDay
    earliest_time: EarliestTime
    past_years: int
    deadline_days: int
    refuse_future: bool
    go_out_name: str
    return_name: str
    day_count_name: DayCountName
    unlicensed: frozenset[Feature]
    closed_totals: ClosedTotals
    overwrite_clock_out: bool
    demo_controls: bool
    clock_offset: timedelta

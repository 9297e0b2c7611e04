"""Dates, months and instants in the WebAPI's notation, and its limits on spans."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.http import QueryDict

from attendance_server.webapi.configuration import switches
from attendance_server.webapi.errors import Reason, WebApiError
from attendance_server.work_rules.values import JST

MAX_SPAN_DAYS = 62  # the reference's section 3
FUTURE_YEARS = 1

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})", re.ASCII)

_NO_SECONDS = re.compile(r"(T\d{2}:\d{2})(Z|[+-]\d{2}:?\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from `start` to `end`, both included."""

    start: date
    end: date


def each_day(span: Span) -> Iterator[date]:
    for offset in range((span.end - span.start).days + 1):
        yield span.start + timedelta(days=offset)


def today(now: datetime) -> date:
    return now.astimezone(JST).date()


def parse_date(text: str) -> date:
    """YYYY-MM-DD. Raises WebApiError."""
    try:
        if _DATE.fullmatch(text) is None:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise WebApiError(Reason.MALFORMED_DATE, name=text[:40]) from error


def parse_month(text: str) -> Span:
    """YYYY-MM, as the days of that month. A full date is refused with code 2, as observed over there."""
    found = _MONTH.fullmatch(text)
    if not found or not 1 <= int(found[1]) <= 9998 or not 1 <= int(found[2]) <= 12:
        raise WebApiError(Reason.MALFORMED_DATE, name=text[:40])
    return month_of(date(int(found[1]), int(found[2]), 1))


def month_of(day: date) -> Span:
    last = calendar.monthrange(day.year, day.month)[1]
    return Span(start=day.replace(day=1), end=day.replace(day=last))


def parse_instant(text: str) -> datetime:
    """ISO 8601 with seconds and any offset, as aware UTC; fractions of a second are cut off. Raises WebApiError."""
    found = _INSTANT.fullmatch(text)
    try:
        if not found or not "0002" <= found[1][:4] <= "9998":  # room for any offset
            raise ValueError(text)
        return datetime.fromisoformat(found[1] + found[2]).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise WebApiError(Reason.MALFORMED_TIME, name=text[:40]) from error


def parse_moment(text: str) -> datetime:
    """As `parse_instant`, with or without seconds: date-times other than a punch's have none. Raises WebApiError."""
    return parse_instant(_NO_SECONDS.sub(r"\1:00\2", text))


def format_instant(moment: datetime) -> str:
    """With seconds and +09:00, as punch times are answered."""
    return moment.astimezone(JST).isoformat(timespec="seconds")


def format_moment(moment: datetime) -> str:
    """Without seconds, as every other date-time is answered."""
    return moment.astimezone(JST).isoformat(timespec="minutes")


def span_of(query: QueryDict, now: datetime) -> Span:
    """`start` and `end` of a query, together or not at all; today by default. Raises WebApiError."""
    start, end = query.get("start"), query.get("end")
    if not start and not end:
        return Span(start=today(now), end=today(now))
    if not start or not end:
        raise WebApiError(Reason.DATE_RANGE, name="start, end")
    span = Span(start=parse_date(start), end=parse_date(end))
    if span.end < span.start or (span.end - span.start).days >= MAX_SPAN_DAYS:
        raise WebApiError(Reason.DATE_RANGE, name="start, end")
    check_readable(span, now)
    return span


def check_readable(span: Span, now: datetime) -> None:
    """Dated reads reach three years back and one year ahead. Raises WebApiError."""
    if span.end < earliest_date(now) or span.start > years_from(today(now), FUTURE_YEARS):
        raise WebApiError(Reason.DATE_RANGE, name=span.start.isoformat())


def earliest_date(now: datetime) -> date:
    return years_from(today(now), -switches().past_years)


def years_from(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def end_of_day(day: date, *, days_later: int) -> datetime:
    """The last second of a later day, in JST. Raises WebApiError where the calendar ends."""
    try:
        return datetime.combine(day + timedelta(days=days_later), datetime.max.time(), tzinfo=JST).replace(
            microsecond=0
        )
    except OverflowError as error:
        raise WebApiError(Reason.MALFORMED_DATE, name=day.isoformat()) from error

"""The rules of a working type, as its row keeps them, for the reckoning."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from attendance_server.webapi.models import WorkingType
from attendance_server.work_rules import (
    BreakChoice,
    BreakRules,
    Direction,
    Kind,
    MonthRules,
    OvertimeStart,
    PresenceBreak,
    Rounding,
    WorkRules,
)


def rules_by_type() -> dict[int, WorkRules]:
    """The day's rules by the working type's id."""
    return {found.pk: day_rules(found) for found in WorkingType.objects.all()}


def month_rules_by_type() -> dict[int, MonthRules]:
    """The month's rules by the working type's id."""
    return {found.pk: month_rules(found) for found in WorkingType.objects.all()}


def day_rules(working_type: WorkingType) -> WorkRules:
    """What `rules` does not say is as the law has it. Raises ValueError for what is no rule."""
    said: Mapping[str, Any] = working_type.rules
    return WorkRules(
        overtime_start=OvertimeStart(said.get("overtime_start", OvertimeStart.DURATION)),
        overtime_after_minutes=working_type.overtime_after_minutes,
        folds_unassigned=bool(said.get("folds_unassigned", False)),
        is_discretionary=bool(said.get("is_discretionary", False)),
        breaks=BreakRules(
            by_presence=[PresenceBreak(from_minutes=begin, minutes=m) for begin, m in said.get("presence_breaks", ())],
            fixed=[(time.fromisoformat(start), time.fromisoformat(end)) for start, end in said.get("fixed_breaks", ())],
        ),
        break_choice=BreakChoice(said.get("break_choice", BreakChoice.PUNCHED)),
        punch_rounding={
            Kind(code): Rounding(unit_minutes=unit, direction=Direction(way))
            for code, (unit, way) in said.get("punch_rounding", {}).items()
        },
    )


def month_rules(working_type: WorkingType) -> MonthRules:
    """Raises ValueError for what is no rule."""
    said: Mapping[str, Any] = working_type.rules
    premium = said.get("premium_from_minutes")
    return MonthRules(
        week_start=said.get("week_start", MonthRules().week_start),
        weekly_limit_minutes=said.get("weekly_limit_minutes"),
        premium_from_minutes=(premium[0], premium[1]) if premium else None,
        interval_minutes=said.get("interval_minutes"),
        counts_half_days=bool(said.get("counts_half_days", False)),
    )

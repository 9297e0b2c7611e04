"""The buckets of a time card: each minute of work is in exactly one, so that they add up to the total."""

from dataclasses import dataclass

from attendance_server.work_rules import DayTotals, MonthTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Minutes; `holiday` is all work on holidays, `night` all other work between 22:00 and 5:00."""

    assigned: int = 0
    unassigned: int = 0
    overtime: int = 0
    night: int = 0
    holiday: int = 0

    @property
    def work(self) -> int:
        return self.assigned + self.unassigned + self.overtime + self.night + self.holiday

    @property
    def parts(self) -> list[tuple[str, int]]:
        """The buckets and at last their sum, each with its word."""
        names = ("assigned", "unassigned", "overtime", "night", "holiday", "work")
        return [(name, getattr(self, name)) for name in names]


def day_figures(totals: DayTotals) -> Figures:
    if totals.workday_type.is_holiday:
        return Figures(holiday=totals.total_work)
    return Figures(
        assigned=totals.assigned,
        unassigned=totals.unassigned,
        overtime=totals.overtime,
        night=totals.late_night + totals.late_night_unassigned + totals.late_night_overtime,
    )


def month_figures(totals: MonthTotals) -> Figures:
    """Premium work is overtime, by day or by night. What the week has beyond its limit is overtime here."""
    premium = totals.premium_work
    nights = totals.night + totals.night_unassigned + totals.night_overtime
    return Figures(
        assigned=totals.assigned,
        unassigned=totals.unassigned,
        overtime=totals.overtime + premium.overtime1 + premium.overtime2,
        night=nights + premium.night_overtime1 + premium.night_overtime2,
        holiday=totals.holiday_work.minutes,
    )

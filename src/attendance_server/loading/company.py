"""The files about the company: divisions, groups of employees, kinds of holiday, and the calendar."""

from collections.abc import Mapping, Sequence

from django.db.models import Model, QuerySet

from attendance_server.loading.cells import choice, clock_time, day, text_of, whole
from attendance_server.loading.problems import Words
from attendance_server.loading.tables import Column, Need, Row, Table, same
from attendance_server.webapi.models import CalendarDay, Division, EmployeeGroup, HolidayType

CODE, NAME = text_of(64), text_of(200)
DAY_KINDS: Mapping[object, Words] = {
    CalendarDay.Kind.WEEKDAY.value: Words(ja="平日", en="weekday"),
    CalendarDay.Kind.LEGAL_HOLIDAY.value: Words(ja="法定休日", en="legal holiday"),
    CalendarDay.Kind.GENERAL_HOLIDAY.value: Words(ja="法定外休日", en="general holiday"),
}


def everything(model: type[Model]) -> QuerySet[Model]:
    return model._default_manager.all()


def _of_dates(rows: Sequence[Row]) -> QuerySet[Model]:
    return CalendarDay._default_manager.filter(date__in={row.values["date"] for row in rows})


DIVISIONS = Table(
    name=Words(ja="所属", en="divisions"),
    model=Division,
    keys=("code",),
    existing=lambda _: everything(Division),
    columns=(
        Column(
            heading=Words(ja="所属コード", en="Division code"),
            field="code",
            read=CODE,
            need=Need.ALWAYS,
            example=same("1000|2000"),
        ),
        Column(
            heading=Words(ja="所属名", en="Division name"),
            field="name",
            read=NAME,
            need=Need.NEW,
            example=Words(ja="本社|支社", en="Head office|Branch"),
        ),
        Column(
            heading=Words(ja="日付変更時間", en="Day border"),
            field="day_border",
            read=clock_time,
            empty=clock_time("0:00"),
            example=same("0:00|5:00"),
        ),
    ),
)

GROUPS = Table(
    name=Words(ja="従業員グループ", en="employee_groups"),
    model=EmployeeGroup,
    keys=("code",),
    existing=lambda _: everything(EmployeeGroup),
    columns=(
        Column(
            heading=Words(ja="グループコード", en="Group code"),
            field="code",
            read=CODE,
            need=Need.ALWAYS,
            example=same("0001|0002"),
        ),
        Column(
            heading=Words(ja="グループ名", en="Group name"),
            field="name",
            read=NAME,
            need=Need.NEW,
            example=Words(ja="人事部|総務部", en="Personnel|General affairs"),
        ),
        Column(heading=Words(ja="カテゴリコード", en="Category code"), field="category_code", read=CODE),
        Column(heading=Words(ja="カテゴリ名", en="Category name"), field="category_name", read=NAME),
    ),
)

HOLIDAY_TYPES = Table(
    name=Words(ja="休暇区分", en="holiday_types"),
    model=HolidayType,
    keys=("code",),
    existing=lambda _: everything(HolidayType),
    columns=(
        Column(
            heading=Words(ja="休暇コード", en="Holiday code"),
            field="code",
            read=whole(1, 1_000_000),
            need=Need.ALWAYS,
            example=same("1|2|3"),
        ),
        Column(
            heading=Words(ja="休暇名", en="Holiday name"),
            field="name",
            read=NAME,
            need=Need.NEW,
            example=Words(ja="有休|代休|特別休暇", en="Paid leave|Day in lieu|Special leave"),
        ),
    ),
)

CALENDAR = Table(
    name=Words(ja="会社カレンダー", en="calendar"),
    model=CalendarDay,
    keys=("date",),
    existing=_of_dates,
    can_remove=True,
    columns=(
        Column(
            heading=Words(ja="日付", en="Date"),
            field="date",
            read=day,
            need=Need.ALWAYS,
            example=same("2026/12/30|2026/12/31"),
        ),
        Column(
            heading=Words(ja="区分", en="Kind"),
            field="kind",
            read=choice(DAY_KINDS),
            need=Need.NEW,
            example=Words(ja="法定外休日|法定外休日", en="general holiday|general holiday"),
        ),
        Column(
            heading=Words(ja="名称", en="Name"),
            field="name",
            read=NAME,
            empty="",
            example=Words(ja="年末休業|年末休業", en="Year-end|Year-end"),
        ),
    ),
)

"""The file of employees: who they are, where they belong, what they are paid."""

from collections.abc import Mapping, Sequence

from django.db.models import Model, QuerySet

from attendance_server.loading.assigning import assign
from attendance_server.loading.cells import choice, day, list_of, narrow, whole
from attendance_server.loading.company import CODE, NAME
from attendance_server.loading.plans import EMPLOYEE_CODE
from attendance_server.loading.problems import BadCell, Words
from attendance_server.loading.tables import Column, Need, Row, Table, same
from attendance_server.webapi.employees import new_key
from attendance_server.webapi.models import Division, Employee, WorkingType
from attendance_server.work_rules import Coverage

_DAY_MINUTES = 1440
_GENDERS: Mapping[object, Words] = {
    "male": Words(ja="男性", en="male"),
    "female": Words(ja="女性", en="female"),
    "no_selected": Words(ja="未選択", en="no_selected"),
}

_COVERAGES: Mapping[object, Words] = {
    Coverage.STANDARD.value: Words(ja="原則", en="standard"),
    Coverage.VARIABLE_HOURS.value: Words(ja="変形労働時間制", en="variable hours"),
    Coverage.EXEMPT.value: Words(ja="適用除外", en="exempt"),
}


def _address(text: str) -> str:
    if "@" not in narrow(text):
        raise BadCell(Words(ja=f"「{text[:40]}」はメールアドレスではありません。", en=f"“{text[:40]}” is no address."))
    return narrow(text)


def _known(_: Sequence[Row]) -> QuerySet[Model]:
    people = Employee.objects.filter(deleted_at__isnull=True)
    return people.prefetch_related("assignments", "groups")


EMPLOYEES = Table(
    name=Words(ja="従業員", en="employees"),
    model=Employee,
    keys=("code",),
    existing=_known,
    added=lambda: {"key": new_key()},
    after=assign,
    columns=(
        Column(heading=EMPLOYEE_CODE, field="code", read=CODE, need=Need.ALWAYS, example=same("1001|1002")),
        Column(
            heading=Words(ja="姓", en="Last name"),
            field="last_name",
            read=NAME,
            need=Need.NEW,
            example=same("佐藤|鈴木"),
        ),
        Column(
            heading=Words(ja="名", en="First name"),
            field="first_name",
            read=NAME,
            need=Need.NEW,
            example=same("一郎|洋子"),
        ),
        Column(
            heading=Words(ja="姓フリガナ", en="Last name reading"),
            field="last_name_phonetics",
            read=NAME,
            example=same("サトウ|スズキ"),
        ),
        Column(
            heading=Words(ja="名フリガナ", en="First name reading"),
            field="first_name_phonetics",
            read=NAME,
            example=same("イチロウ|ヨウコ"),
        ),
        Column(
            heading=Words(ja="性別", en="Gender"),
            field="gender",
            read=choice(_GENDERS),
            need=Need.NEW,
            example=Words(ja="男性|女性", en="male|female"),
        ),
        Column(
            heading=Words(ja="所属コード", en="Division code"),
            field="division_id",
            read=CODE,
            need=Need.NEW,
            refers=Division,
            stored=False,
            example=same("1000|2000"),
        ),
        Column(
            heading=Words(ja="雇用区分コード", en="Working type code"),
            field="working_type_id",
            read=CODE,
            need=Need.NEW,
            refers=WorkingType,
            stored=False,
            example=same("1|2"),
        ),
        Column(heading=Words(ja="異動日", en="Effective from"), field="effective_from", read=day, stored=False),
        Column(
            heading=Words(ja="グループコード", en="Group codes"),
            field="groups",
            read=list_of(CODE),
            empty=[],
            stored=False,
            example=same("0001|0001;0002"),
        ),
        Column(
            heading=Words(ja="入社日", en="Hired on"),
            field="hired_date",
            read=day,
            example=same("2020/4/1|2024/10/1"),
        ),
        Column(heading=Words(ja="退職日", en="Resigned on"), field="resignation_date", read=day),
        Column(heading=Words(ja="生年月日", en="Born on"), field="birth_date", read=day),
        Column(
            heading=Words(ja="メールアドレス", en="Email addresses"),
            field="email_addresses",
            read=list_of(_address),
        ),
        Column(
            heading=Words(ja="契約労働時間(分)", en="Contract minutes a day"),
            field="all_day_minutes",
            read=whole(0, _DAY_MINUTES),
            example=same("480|300"),
        ),
        Column(
            heading=Words(ja="36協定の適用区分", en="Article 36 coverage"),
            field="article36_coverage",
            read=choice(_COVERAGES),
            empty="",
        ),
        Column(
            heading=Words(ja="時給(円)", en="Hourly wage (yen)"),
            field="hourly_wage_yen",
            read=whole(0, 1_000_000),
            example=same("2,000|1,200"),
        ),
        Column(
            heading=Words(ja="交通費(円/日)", en="Commuting (yen a day)"),
            field="commuting_yen_a_day",
            read=whole(0, 1_000_000),
            example=same("600|420"),
        ),
    ),
)

"""What is there at the start. `docs` are the people and divisions of the WebAPI's published samples."""

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from attendance_server.webapi.models import (
    Administrator,
    Assignment,
    Division,
    Employee,
    EmployeeGroup,
    HolidayType,
    WorkingType,
)
from attendance_server.webapi.switches import Seed

_BEGINNING = date(1, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    key: str
    code: str
    first_name: str
    first_name_phonetics: str
    gender: str
    email: str
    groups: tuple[str, ...]


_GROUPS = {"0001": "人事部", "0002": "総務部", "0003": "営業部"}
_HOLIDAYS = {1: "有休", 2: "代休"}  # built in over there
_ALL_RIGHTS_KEY = "f3a1d7c2e85b4096a7d8f1b2c3e4d5968f7a0b1c2d3e4f5061728394a5b6c7d8"
_PEOPLE = (
    _Person(
        key="8b6ee646a9620b286499c3df6918c4888a97dd7bbc6a26a18743f4697a1de4b3",
        code="1000",
        first_name="太郎",
        first_name_phonetics="タロウ",
        gender="male",
        email="kintaitarou@h-t.co.jp",
        groups=("0001", "0002"),
    ),
    _Person(
        key="c77a34b32f5de30b6335d141ad714baf6713cd21ca98689efec9fe27352152c4",
        code="2000",
        first_name="花子",
        first_name_phonetics="ハナコ",
        gender="female",
        email="kintaihanako@h-t.co.jp",
        groups=("0003",),
    ),
)


@transaction.atomic
def plant(seed: Seed) -> None:
    """Add what is missing; doing it again changes nothing. Each seed has an office, a working type and two holidays."""
    head_office, _ = Division.objects.get_or_create(code="1000", defaults={"name": "本社"})
    regular, _ = WorkingType.objects.get_or_create(code="1", defaults={"name": "正社員"})
    for holiday_code, holiday_name in _HOLIDAYS.items():
        HolidayType.objects.get_or_create(code=holiday_code, defaults={"name": holiday_name})
    if seed is not Seed.DOCS:
        return
    Division.objects.get_or_create(code="2000", defaults={"name": "支社", "day_border": time(5, 0)})
    for code, name in _GROUPS.items():
        EmployeeGroup.objects.get_or_create(code=code, defaults={"name": name})
    administrator = {"code": "admin", "name": "全権管理者", "email_addresses": ["admin@h-t.co.jp"]}
    Administrator.objects.get_or_create(key=_ALL_RIGHTS_KEY, defaults={**administrator, "has_all_rights": True})
    for person in _PEOPLE:
        _plant_person(person, head_office, regular)


def _plant_person(person: _Person, division: Division, working_type: WorkingType) -> None:
    employee, is_new = Employee.objects.get_or_create(
        key=person.key,
        defaults={
            "code": person.code,
            "last_name": "勤怠",
            "first_name": person.first_name,
            "last_name_phonetics": "キンタイ",
            "first_name_phonetics": person.first_name_phonetics,
            "gender": person.gender,
            "email_addresses": [person.email],
        },
    )
    if not is_new:
        return
    employee.groups.set(EmployeeGroup.objects.filter(code__in=person.groups))
    Assignment.objects.create(
        employee=employee, effective_from=_BEGINNING, division=division, working_type=working_type
    )

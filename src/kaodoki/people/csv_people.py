"""Employees from a CSV file: read and compared first, with every wrong line named, then applied at once.

Callers hold the company's scope. Whoever is not in the file stays as they are; an empty cell empties the field.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.errors import KaodokiError
from kaodoki.people.models import Company, Employee, Site
from kaodoki.people.services import create_employee

MOST_BYTES = 5_000_000
MOST_PEOPLE = 20_000
MOST_PROBLEMS = 100
BATCH = 1_000
# Names of columns as attendance products write them; spaces and case do not count.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "employee_code": ("従業員コード", "社員コード", "社員番号", "employeecode", "code"),
    "family_name": ("姓", "苗字", "familyname", "lastname"),
    "given_name": ("名", "givenname", "firstname"),
    "full_name": ("氏名", "名前", "従業員名", "name"),
    "family_name_kana": ("セイ", "姓カナ", "姓(カナ)", "姓フリガナ", "familynamekana", "lastnamekana"),
    "given_name_kana": ("メイ", "名カナ", "名(カナ)", "名フリガナ", "givennamekana", "firstnamekana"),
    "email": ("メールアドレス", "メール", "email", "mail"),
    "site_code": ("拠点コード", "所属コード", "sitecode", "divisioncode"),
}
_LONGEST = {"employee_code": 64, "email": 254}
# As in the API: a code is part of addresses.
_CODE = re.compile(r"[^/\\\x00-\x1f\x7f]*[^./\\\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]*")


class PeopleFileUnreadable(KaodokiError):
    code = "people_file_unreadable"
    ja = "CSVファイルを読み取れません。{reason_ja}。"
    en = "The CSV file cannot be read: {reason}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A person of the file. None: the file has no such column, so it stays as it is."""

    number: int
    employee_code: str
    family_name: str | None = None
    given_name: str | None = None
    family_name_kana: str | None = None
    given_name_kana: str | None = None
    email: str | None = None
    site_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong in a line of the file, in both languages; lines are counted as an editor counts them."""

    number: int
    ja: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the file says against what there is. With a problem nothing may be applied."""

    new: tuple[Line, ...]
    changed: tuple[Line, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    digest: str


def read_people(company: Company, data: bytes) -> Reading:
    """Reads and compares; raises `PeopleFileUnreadable` if it is no such file. Nothing changes."""
    lines, problems = _lines(data)
    known = {employee.employee_code: employee for employee in _known(company, lines)}
    sites = set(Site.objects.filter(company=company).values_list("code", flat=True))
    problems += [_no_site(line) for line in lines if line.site_code and line.site_code not in sites]
    new = [line for line in lines if line.employee_code not in known]
    problems += [_no_name(line) for line in new if not (line.family_name and line.given_name)]
    changed = [line for line in lines if line.employee_code in known and _differs(known[line.employee_code], line)]
    return Reading(
        new=tuple(new),
        changed=tuple(changed),
        unchanged=len(lines) - len(new) - len(changed),
        problems=tuple(sorted(problems, key=lambda problem: problem.number)[:MOST_PROBLEMS]),
        digest=hashlib.sha256(data).hexdigest(),
    )


def apply_people(company: Company, data: bytes, *, by: str) -> Reading:
    """Reads once more and writes all or nothing; raises `PeopleFileUnreadable` where a line is wrong by now."""
    with transaction.atomic():
        reading = read_people(company, data)
        if reading.problems:
            raise PeopleFileUnreadable(
                reason_ja=f"{reading.problems[0].number}行目: {reading.problems[0].ja}",
                reason=f"line {reading.problems[0].number}: {reading.problems[0].en}",
            )
        sites = {site.code: site for site in Site.objects.filter(company=company)}
        _create(company, reading.new, sites, by=by)
        _change(company, reading.changed, sites)
        counts = {"created": len(reading.new), "changed": len(reading.changed)}
        record_event(company.id, "employees_imported", subject=reading.digest, by=by, **counts)
    return reading


def _create(company: Company, lines: Sequence[Line], sites: Mapping[str, Site], *, by: str) -> None:
    codes = [line.employee_code for line in lines]
    # The code of an erased person starts anew, which has rules of its own.
    erased = set(
        Employee.objects.filter(company=company, employee_code__in=codes).values_list("employee_code", flat=True)
    )
    for line in lines:
        if line.employee_code in erased:
            create_employee(company, line.employee_code, _values(line), by=by)
    now = clock.now()
    rows = []
    for line in lines:
        if line.employee_code not in erased:
            values = _values(line)
            site = sites.get(values.pop("site_code", ""))
            code = line.employee_code
            rows.append(Employee(company=company, employee_code=code, site=site, created_at=now, **values))
    Employee.objects.bulk_create(rows, batch_size=BATCH)


def _change(company: Company, lines: Sequence[Line], sites: Mapping[str, Site]) -> None:
    by_code = {line.employee_code: line for line in lines}
    rows = list(
        Employee.objects.select_for_update(of=("self",)).filter(
            company=company, employee_code__in=by_code, erased_at__isnull=True
        )
    )
    for employee in rows:
        for name, value in _values(by_code[employee.employee_code]).items():
            if name == "site_code":
                employee.site = sites.get(value)
            else:
                setattr(employee, name, value)
    names = [name for name in _value_names() if name != "site_code"]
    Employee.objects.bulk_update(rows, [*names, "site"], batch_size=BATCH)


def _lines(data: bytes) -> tuple[list[Line], list[Problem]]:
    rows = list(_rows(data))
    columns = _columns(rows[0][1])
    lines: list[Line] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, row in rows[1:]:
        if not any(cell.strip() for cell in row):
            continue
        line = _line(number, row, columns)
        found = list(_problems(line, len(row), len(rows[0][1])))
        if line.employee_code in seen:
            found.append(_twice(line, seen[line.employee_code]))
        seen.setdefault(line.employee_code, number)
        problems += found
        lines.append(line)
    if not lines:
        raise PeopleFileUnreadable(reason_ja="従業員の行がありません", reason="it holds nobody")
    return lines, problems


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of its last line; the first is the heading."""
    text = _text(data)
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count = 0
    try:
        for row in reader:
            yield reader.line_num, row
            count += 1
            if count > MOST_PEOPLE + 1:
                most = f"{MOST_PEOPLE:,}"
                raise PeopleFileUnreadable(
                    reason_ja=f"一度に登録できるのは{most}名までです", reason=f"at most {most} people at once"
                )
    except csv.Error as error:
        said = f"{reader.line_num}行目の形式が正しくありません"
        raise PeopleFileUnreadable(reason_ja=said, reason=f"line {reader.line_num} is no CSV") from error
    if count == 0:
        raise PeopleFileUnreadable(reason_ja="ファイルが空です", reason="it is empty")


def _text(data: bytes) -> str:
    """UTF-8, else what Excel in Japan writes."""
    if len(data) > MOST_BYTES:
        raise PeopleFileUnreadable(reason_ja="ファイルが大きすぎます(5MBまで)", reason="it is larger than 5 MB")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise PeopleFileUnreadable(
        reason_ja="文字コードはUTF-8かShift_JISにしてください", reason="write it in UTF-8 or Shift_JIS"
    )


def _columns(heading: Sequence[str]) -> dict[str, int]:
    """Where each known column is; others are passed over."""
    plain = [re.sub(r"[\s_\-*]", "", cell.strip().lower().replace("（", "(").replace("）", ")")) for cell in heading]
    columns = {
        name: plain.index(title) for name, titles in _HEADINGS.items() for title in reversed(titles) if title in plain
    }
    if "employee_code" not in columns:
        raise PeopleFileUnreadable(
            reason_ja="1行目に「従業員コード」の列が必要です", reason="its first line needs a column employee_code"
        )
    return columns


def _line(number: int, row: Sequence[str], columns: Mapping[str, int]) -> Line:
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
    full = cells.pop("full_name", None)
    if full is not None and "family_name" not in cells:
        cells["family_name"], _, given = full.replace("\u3000", " ").partition(" ")
        cells["given_name"] = given.strip()
    return Line(number=number, **cells)


def _problems(line: Line, cells: int, columns: int) -> Iterator[Problem]:
    if cells > columns:
        yield Problem(number=line.number, ja="列の数が1行目より多くあります", en="more cells than the first line has")
    if not _CODE.fullmatch(line.employee_code):
        yield Problem(
            number=line.number,
            ja="従業員コードがないか、使えない文字があります",
            en="no employee code, or not a good one",
        )
    for name, value in {"employee_code": line.employee_code, **_values(line)}.items():
        longest = _LONGEST.get(name, 100)
        if len(value) > longest or not value.isprintable():
            ja = f"{_HEADINGS[name][0]}は{longest}文字までで、改行などを含まないようにしてください"
            yield Problem(number=line.number, ja=ja, en=f"{name} must be printable, at most {longest} characters")
    if line.email and not _is_email(line.email):
        yield Problem(number=line.number, ja="メールアドレスの形式を確認してください", en="this is no e-mail address")


def _twice(line: Line, first: int) -> Problem:
    ja, en = f"{first}行目と同じ従業員コードです", f"the same employee code as in line {first}"
    return Problem(number=line.number, ja=ja, en=en)


def _no_site(line: Line) -> Problem:
    ja = f"拠点コード {line.site_code} は登録されていません。先に拠点を登録してください"
    return Problem(number=line.number, ja=ja, en=f"there is no site {line.site_code}; add it first")


def _no_name(line: Line) -> Problem:
    return Problem(number=line.number, ja="新しい従業員には姓と名が必要です", en="a new employee needs both names")


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _known(company: Company, lines: Sequence[Line]) -> Sequence[Employee]:
    codes = [line.employee_code for line in lines]
    rows = Employee.objects.filter(company=company, employee_code__in=codes, erased_at__isnull=True)
    return list(rows.select_related("site"))


def _differs(employee: Employee, line: Line) -> bool:
    values = _values(line)
    site_code = values.pop("site_code", None)
    here = employee.site.code if employee.site else ""
    return (site_code is not None and site_code != here) or any(
        getattr(employee, name) != value for name, value in values.items()
    )


def _values(line: Line) -> dict[str, str]:
    """What the file says of the person, by the model's names."""
    return {name: value for name in _value_names() if (value := getattr(line, name)) is not None}


def _value_names() -> list[str]:
    return [field.name for field in fields(Line) if field.name not in ("number", "employee_code")]

"""People who do not match between here and the attendance system, and what one call does about each."""

from django.http import HttpRequest
from ninja import Router, Schema

from kaodoki import clock
from kaodoki.linking.mismatch_words import label_of, reason_of
from kaodoki.linking.mismatches import Fix as FixName
from kaodoki.linking.mismatches import Mismatch, There
from kaodoki.linking.people import free_people, ignored_ids, mismatches
from kaodoki.linking.people_fixes import bind_employee, fix_mismatch, show_again, unbind_employee
from kaodoki.web.api.authentication import company_of, require
from kaodoki.web.api.paging import LARGEST_PAGE, PAGE, Json
from kaodoki.web.language import language_of

router = Router(tags=["connection"])


class FixRequest(Schema):
    """`employee_key`: whom over there to bind to; needed only where the line names not exactly one."""

    fix: FixName
    employee_key: str | None = None


class BindRequest(Schema):
    """The key of somebody over there."""

    employee_key: str


@router.get("")
def get_mismatches(request: HttpRequest, *, ignored: bool = False, cursor: str = "", limit: int = PAGE) -> Json:
    """Who does not match, and why; `ignored=true`: those that were left out of the list."""
    hidden = ignored_ids()
    found = [one for one in mismatches(now=clock.now()) if (one.id in hidden) == ignored]
    place = next((number for number, one in enumerate(found, start=1) if one.id == cursor), 0)
    size = max(1, min(limit, LARGEST_PAGE))
    page = found[place : place + size]
    following = page[-1].id if len(found) > place + size else None
    return {"items": [_mismatch_json(one, language_of(request)) for one in page], "next": following}


@router.get("/free")
def get_free(request: HttpRequest, cursor: str = "", limit: int = PAGE) -> Json:  # noqa: ARG001 - ninja passes it
    """People over there to whom nobody here is bound, by code: whom an employee may be bound to."""
    free = [one for one in free_people(now=clock.now()) if (one.employee_code, one.employee_key) > _place(cursor)]
    size = max(1, min(limit, LARGEST_PAGE))
    page = free[:size]
    following = f"{page[-1].employee_key} {page[-1].employee_code}" if len(free) > size else None
    return {"items": [_person_json(one) for one in page], "next": following}


@router.post("/{mismatch_id}/fix")
def post_fix(request: HttpRequest, mismatch_id: str, body: FixRequest) -> Json:
    """Does one of the `fixes` that the line offers."""
    by, company, now = require(request), company_of(request), clock.now()
    fix_mismatch(company, mismatch_id, body.fix, now=now, by=by, employee_key=body.employee_key)
    return get_mismatches(request)


@router.delete("/{mismatch_id}/ignored")
def delete_ignored(request: HttpRequest, mismatch_id: str) -> Json:
    """Shows again what was left out."""
    show_again(company_of(request), mismatch_id, by=require(request))
    return get_mismatches(request)


@router.put("/{employee_code}/link")
def put_link(request: HttpRequest, employee_code: str, body: BindRequest) -> Json:
    """Binds an employee by hand."""
    by = require(request)
    bind_employee(company_of(request), employee_code, body.employee_key, now=clock.now(), by=by)
    return get_mismatches(request)


@router.delete("/{employee_code}/link")
def delete_link(request: HttpRequest, employee_code: str) -> Json:
    """Ends an employee's binding for good: no sync makes the same one again."""
    unbind_employee(company_of(request), employee_code, now=clock.now(), by=require(request))
    return get_mismatches(request)


def _mismatch_json(one: Mismatch, language: str) -> Json:
    first = one.candidates[0] if one.candidates else one.there
    code, name = (first.employee_code, first.name) if first else ("", "")
    return {
        "mismatch_id": one.id,
        "code": one.problem.value,
        "message": reason_of(one, language),
        "employee_code": one.here.employee_code if one.here else None,
        "attendance_person": _person_json(one.there) if one.there else None,
        "other_employee_code": one.other.employee_code if one.other else None,
        "candidates": [_person_json(each) for each in one.candidates],
        "fixes": [
            {"fix": fix.value, "label": label_of(fix, language, employee_code=code, name=name)} for fix in one.fixes
        ],
    }


def _person_json(person: There) -> Json:
    return {
        "employee_code": person.employee_code,
        "employee_key": person.employee_key,
        "name": person.name,
        "resigned_on": person.resigned_on.isoformat() if person.resigned_on else None,
    }


def _place(cursor: str) -> tuple[str, str]:
    key, _, code = cursor.partition(" ")
    return code, key

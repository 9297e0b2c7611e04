"""The report of look-alikes (似ている従業員): pairs of employees that a terminal could confuse."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Router

from kaodoki.accounts.models import Role
from kaodoki.enrolment.look_alikes import look_alikes_of
from kaodoki.gallery.models import LookAlike
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.api.authentication import company_of, require
from kaodoki.web.api.paging import PAGE, Json, page_by_time

router = Router(tags=["look-alikes"])


@router.get("")
def list_look_alikes(request: HttpRequest, cursor: str | None = None, limit: int = PAGE) -> Json:
    """Pairs in the order they were found. Between the two, terminals ask for a larger distance before they accept."""
    require(request, Role.PHOTO_APPROVER)
    company = company_of(request)
    zone = zone_of(settings_of(company))

    def show(pair: LookAlike) -> Json:
        return look_alike_json(pair, zone)

    return page_by_time(look_alikes_of(company), column="found_at", cursor=cursor, limit=limit, show=show)


def look_alike_json(pair: LookAlike, zone: ZoneInfo) -> Json:
    """A pair as the API shows it."""
    return {
        "look_alike_id": str(pair.id),
        "employees": [
            {"employee_code": one.employee_code, "display_name": one.display_name} for one in (pair.first, pair.second)
        ],
        "score": round(pair.score, 4),
        "found_at": pair.found_at.astimezone(zone).isoformat(timespec="seconds"),
        "confirmed_by": pair.confirmed_by or None,
    }

"""Which division of the attendance system a site is, and where the two begin their days at different times."""

from django.http import HttpRequest
from ninja import Router, Schema

from kaodoki import clock
from kaodoki.linking.sites import (
    BorderDifference,
    SiteDivision,
    align_day_start,
    bind_site,
    border_differences,
    divisions_there,
    note_difference,
    site_divisions,
)
from kaodoki.people.models import Company
from kaodoki.people.queries import day_start_of, settings_of
from kaodoki.web.api.authentication import company_of, require
from kaodoki.web.api.paging import Json
from kaodoki.web.border_words import border_words
from kaodoki.web.language import language_of

router = Router(tags=["connection"])


class SiteBinding(Schema):
    """A division's code; empty: none; null: the division with the site's own code."""

    division_code: str | None


@router.get("")
def get_sites(request: HttpRequest) -> Json:
    """Every site with its division, the divisions there are, and the differences of their days."""
    return sites_json(company_of(request), language_of(request))


@router.put("/{site_code}")
def put_site(request: HttpRequest, site_code: str, body: SiteBinding) -> Json:
    """Binds a site to a division."""
    by, company = require(request), company_of(request)
    bind_site(company, site_code, body.division_code, by=by)
    return sites_json(company, language_of(request))


@router.post("/differences/{difference_id}/align")
def post_align(request: HttpRequest, difference_id: str) -> Json:
    """Sets the day start here to the division's day border."""
    by, company = require(request), company_of(request)
    align_day_start(company, difference_id, by=by)
    return sites_json(company, language_of(request))


@router.post("/differences/{difference_id}/seen")
def post_seen(request: HttpRequest, difference_id: str) -> Json:
    """Leaves the difference as it is; it is shown again when either time changes."""
    by, company = require(request), company_of(request)
    note_difference(company, difference_id, now=clock.now(), by=by)
    return sites_json(company, language_of(request))


def sites_json(company: Company, language: str) -> Json:
    """The whole picture, as each of the calls answers it."""
    divisions, settings = divisions_there(), settings_of(company)
    return {
        "items": [
            {**_site_json(each), "day_start": f"{day_start_of(settings, each.site):%H:%M}"}
            for each in site_divisions(divisions)
        ],
        "next": None,
        "divisions": [
            {
                "division_code": each.code,
                "name": each.name,
                "day_border": f"{each.day_border:%H:%M}" if each.day_border else None,
            }
            for each in divisions
        ],
        "differences": [difference_json(each, language) for each in border_differences(company, divisions)],
    }


def difference_json(found: BorderDifference, language: str) -> Json:
    """A difference of day start and day border; `site_code` is null for people without a site."""
    return {
        "difference_id": found.id,
        "site_code": found.site.code if found.site else None,
        "division_code": found.division.code,
        "day_start": f"{found.day_start:%H:%M}",
        "day_border": f"{found.day_border:%H:%M}",
        "begins": f"{found.difference.begins:%H:%M}",
        "ends": f"{found.difference.ends:%H:%M}",
        "is_seen": found.is_seen,
        "message": border_words(found, language),
    }


def _site_json(each: SiteDivision) -> Json:
    return {
        "site_code": each.site.code,
        "name": each.site.name,
        "division_code": each.division.code if each.division else None,
        "is_by_code": each.is_by_code,
    }

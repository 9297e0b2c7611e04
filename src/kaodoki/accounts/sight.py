"""Whose data an administrator sees: all of the company's, or the people of the sites given to them."""

from uuid import UUID

from django.db.models import Q

from kaodoki.accounts.models import Administrator, Role


def sites_of(administrator: Administrator) -> frozenset[UUID] | None:
    """The sites seen; None for all. A site manager without any site sees nobody."""
    if administrator.role == Role.ALL_RIGHTS:
        return None
    seen = frozenset(administrator.sites_seen.values_list("site_id", flat=True))
    return seen if seen or administrator.role == Role.SITE_MANAGER else None


def in_sight(administrator: Administrator, *, site: str = "site") -> Q:
    """The condition on rows whose field path `site` leads to their person's or terminal's site.

    `Employee.objects.filter(in_sight(user))`, `Punch.objects.filter(in_sight(user, site="employee__site"))`.
    """
    seen = sites_of(administrator)
    return Q() if seen is None else Q(**{f"{site}__in": seen})

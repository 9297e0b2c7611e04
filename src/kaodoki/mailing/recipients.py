"""Who is told what: administrators with an e-mail address, each about what they see."""

from collections.abc import Iterator
from uuid import UUID

from kaodoki.accounts.models import Administrator, Role
from kaodoki.accounts.sight import sites_of
from kaodoki.people.models import Company


def administrators_to_tell(company: Company) -> Iterator[tuple[str, frozenset[UUID] | None]]:
    """Addresses of those who can act, with the sites they see; None for all."""
    can_act = Administrator.objects.filter(
        company=company, is_active=True, role__in=(Role.ALL_RIGHTS, Role.SITE_MANAGER)
    ).exclude(email="")
    for administrator in can_act.order_by("login"):
        yield administrator.email, sites_of(administrator)


def is_seen(site_id: UUID | None, seen: frozenset[UUID] | None) -> bool:
    """Whether somebody who sees `seen` sees what belongs to this site."""
    return seen is None or site_id in seen

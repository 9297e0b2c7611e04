"""What an administrator's pages may count: their company's rows, of the sites that they see. Asked for once a page."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from kaodoki.accounts.models import Administrator
from kaodoki.accounts.sight import sites_of
from kaodoki.people.models import Company


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """`sites` is None for all of them."""

    company: Company
    sites: frozenset[UUID] | None

    def of(self, site: str) -> Q:
        """The condition on rows whose field path `site` leads to a site."""
        mine = Q(company=self.company)
        return mine if self.sites is None else mine & Q(**{f"{site}__in": self.sites})

    def of_attempts(self) -> Q:
        """Attempts belong to their person's site; those of nobody to the site of their terminal."""
        mine = Q(company=self.company)
        if self.sites is None:
            return mine
        nobodys = Q(employee__isnull=True, terminal__site__in=self.sites)
        return mine & (Q(employee__site__in=self.sites) | nobodys)


def reach_of(administrator: Administrator) -> Reach:
    """One query, none for an all-rights administrator."""
    return Reach(company=administrator.company, sites=sites_of(administrator))

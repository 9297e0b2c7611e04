"""A browser's session in the console, without the browser."""

from django.test import Client

from kaodoki.accounts.models import Administrator, AdministratorSite
from kaodoki.people.models import Company, Site


def logged_in(company: Company, role: str = "all_rights", *sites: Site) -> Client:
    """Whoever has that role, named after it; of site managers, with their sites."""
    administrator, is_new = Administrator.objects.get_or_create(
        login=f"{role}-{company.code}", defaults={"company": company, "role": role, "email": f"{role}@example.jp"}
    )
    if is_new:
        for site in sites:
            AdministratorSite.objects.create(company=company, administrator=administrator, site=site)
    client = Client()
    client.force_login(administrator)
    return client

"""What every page of the console shows around its content. Callers hold the company's scope."""

from collections.abc import Mapping

from django.http import HttpRequest

from kaodoki.accounts.models import Administrator
from kaodoki.web.console import queries
from kaodoki.web.console.menu import menu_for


def frame_of(request: HttpRequest, language: str, *, counts: Mapping[str, int] | None = None) -> dict[str, object]:
    """Company, menu and what the installation lacks; only for somebody who is logged in."""
    administrator = request.user
    if not isinstance(administrator, Administrator):
        return {}
    if counts is None:
        counts = queries.menu_counts(administrator)
    return {
        "company": administrator.company,
        "menu": menu_for(request, administrator.role, language, counts=counts),
        "lacks_liveness_model": queries.lacks_liveness_model(administrator.company.settings),
    }

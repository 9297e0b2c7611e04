"""The manager of everything a company owns: without an open scope every query fails.

django-scopes keeps the scope and its own `ScopedManager` would do; it makes its class anew for each model, which no
type checker can follow, so the few lines that apply the scope stand here.
"""

from typing import TypeVar

from django.db import models
from django_scopes import get_scope
from django_scopes.exceptions import ScopeError

_Model = TypeVar("_Model", bound=models.Model)


class CompanyManager(models.Manager[_Model]):
    """Rows of the company whose scope is open; `ScopeError` if none is and scopes are not disabled on purpose."""

    def get_queryset(self) -> models.QuerySet[_Model]:
        """The scoped query set."""
        state = get_scope()
        rows = super().get_queryset()
        if not state.get("_enabled", True):
            return rows
        if "company" not in state:
            raise ScopeError(f"no company's scope is open: {self.model.__name__} cannot be queried")
        return rows.filter(company=state["company"])

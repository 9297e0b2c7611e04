"""Who may see which page. Employees have no login here: their clock is Kaodoki's, their card comes from a manager.

An all-rights administrator (全権管理者) is Django's superuser. Any other member of staff is a general administrator who
sees only the employees assigned to the WebAPI's administrator whose code is the login; without one, nobody.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from attendance_server.timecards.page import page_context
from attendance_server.webapi.employees import known_employees
from attendance_server.webapi.models import Employee

View = Callable[..., HttpResponse]
Login = User | AnonymousUser


def is_administrator(user: Login) -> bool:
    return bool(user.is_active and user.is_staff)


def has_all_rights(user: Login) -> bool:
    return is_administrator(user) and bool(user.is_superuser)


def visible_employees(user: Login) -> QuerySet[Employee]:
    """Whom the login may see, by code."""
    if has_all_rights(user):
        return known_employees()
    if is_administrator(user):
        return known_employees().filter(administrators__code=user.get_username())
    return known_employees().none()


def administrators_only(view: View) -> View:
    """A page for every administrator, never kept by a browser."""
    return _guarded(view, is_administrator, "not_allowed")


def all_rights_only(view: View) -> View:
    """A page for all-rights administrators, never kept by a browser."""
    return _guarded(view, has_all_rights, "needs_all_rights")


def _guarded(view: View, may_see: Callable[[Login], bool], refusal: str) -> View:
    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *arguments: object, **parts: object) -> HttpResponse:
        if may_see(request.user):
            return view(request, *arguments, **parts)
        return render(request, "timecards/refused.html", page_context(request, refusal=refusal), status=403)

    return guarded

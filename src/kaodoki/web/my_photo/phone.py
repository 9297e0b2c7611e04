"""Which employee this phone belongs to. A signed cookie of its own names the invitation that let it in."""

import functools
import uuid
from collections.abc import Callable
from typing import cast

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django_scopes import scope

from kaodoki.enrolment.inviting import PHONE_VALID_FOR, invitation_of_phone
from kaodoki.enrolment.models import Invitation
from kaodoki.people.models import Employee

COOKIE = "kaodoki_my_photo"
_SALT = "kaodoki.my_photo"

View = Callable[..., HttpResponse]


def let_in(request: HttpRequest, response: HttpResponse, invitation: Invitation) -> None:
    """From now on this phone is the invited person's."""
    response.set_cookie(
        COOKIE,
        signing.dumps(str(invitation.id), salt=_SALT),
        max_age=int(PHONE_VALID_FOR.total_seconds()),
        path="/my-photo/",
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",  # the mail's link leads here from another site
    )


def invitation_of(request: HttpRequest) -> Invitation | None:
    """Read anew at every request, so that revoking and erasing count at once."""
    try:
        text = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=PHONE_VALID_FOR)
        return invitation_of_phone(uuid.UUID(text))
    except (signing.BadSignature, ValueError):
        return None


def employee_of(request: HttpRequest) -> Employee:
    """Whose phone it is; only under `phone_page`."""
    return cast(Employee, request.my_photo_employee)  # type: ignore[attr-defined]  # set by `phone_page`


def phone_page(closed: View) -> Callable[[View], View]:
    """Only on a phone that was let in, in the scope of its company; on any other, `closed` answers."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            invitation = invitation_of(request)
            if invitation is None:
                return closed(request)
            with scope(company=invitation.company):
                request.my_photo_employee = invitation.employee  # type: ignore[attr-defined]  # read by `employee_of`
                return view(request, *args, **kwargs)

        return never_cache(guarded)

    return guard

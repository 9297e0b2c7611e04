"""The first administrator, and their company if there is none: both or neither, and once."""

import re
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction

from kaodoki.accounts.models import Administrator, Role
from kaodoki.accounts.services import create_administrator
from kaodoki.errors import KaodokiError
from kaodoki.people.models import Company
from kaodoki.people.services import create_company

SHORTEST_PASSWORD = 12
DEFAULT_CODE = "company"
# Any number that nothing else locks: two who set up at once take turns.
_LOCK = 0x6B616F00
_LOGIN = re.compile(r"[A-Za-z0-9@._+-]{3,100}")


class FirstRunOver(KaodokiError):
    code = "first_run_over"
    ja = "最初の管理者はすでに登録されています。ログインしてください。"
    en = "There is an administrator already. Log in."


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Founding:
    """What the form says. No `repr`: it holds a password."""

    company_name: str
    name: str
    login: str
    email: str
    password: str
    password_again: str


def problems_of(founding: Founding, *, needs_company: bool) -> dict[str, str]:
    """Which field lacks what: the field's name, and a key of the page's texts. Empty if all is well."""
    found: dict[str, str] = {}
    if needs_company and not 0 < len(founding.company_name) <= 200:
        found["company_name"] = "company_name_wrong"
    if not 0 < len(founding.name) <= 100:
        found["name"] = "name_wrong"
    if not _LOGIN.fullmatch(founding.login):
        found["login"] = "login_wrong"
    if founding.email and not _is_email(founding.email):
        found["email"] = "email_wrong"
    if not _is_strong(founding):
        found["password"] = "password_weak"  # noqa: S105 - a key of a text
    elif founding.password != founding.password_again:
        found["password_again"] = "password_differs"  # noqa: S105 - a key of a text
    return found


def found(founding: Founding) -> Administrator:
    """Makes them; raises `FirstRunOver` if somebody else was first."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if not is_first_run():
            raise FirstRunOver
        company = waiting_company() or create_company(_code_of(founding.company_name), founding.company_name)
        administrator = create_administrator(company, founding.login, founding.password, Role.ALL_RIGHTS.value)
        administrator.name, administrator.email = founding.name, founding.email
        administrator.save(update_fields=["name", "email"])
    return administrator


def is_first_run() -> bool:
    """Whether nobody can log in yet."""
    return not Administrator.objects.exists()


def waiting_company() -> Company | None:
    """The company that the operator made on the command line before, if any; the oldest."""
    return Company.objects.order_by("created_at").first()


def _code_of(name: str) -> str:
    """`ACME Co.` becomes `acme-co`; a name without Latin letters a code that says nothing."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    return "-".join(words)[:64].strip("-") or DEFAULT_CODE


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _is_strong(founding: Founding) -> bool:
    password = founding.password
    if not SHORTEST_PASSWORD <= len(password) <= 1000 or founding.login.lower() in password.lower():
        return False
    try:
        validate_password(password, Administrator(login=founding.login, name=founding.name, email=founding.email))
    except ValidationError:
        return False
    return len(set(password)) > 4

"""What an administrator types about a person, checked field by field."""

import unicodedata
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict

from kaodoki.accounts.models import Administrator
from kaodoki.accounts.sight import sites_of
from kaodoki.people.models import Site
from kaodoki.timekeeping.article36 import Coverage
from kaodoki.web.console.employee_texts import COVERAGES

NAMES = ("family_name", "given_name", "family_name_kana", "given_name_kana")
LONGEST = 100
LONGEST_EMAIL = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """`typed`: as it was sent; `fields`: for `people.services`; `problems`: the fields that cannot be."""

    typed: dict[str, str]
    fields: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def sites_for(administrator: Administrator) -> list[Site]:
    """The sites that the administrator may put people into."""
    seen = sites_of(administrator)
    sites = Site.objects.filter(company=administrator.company).order_by("code")
    return list(sites if seen is None else sites.filter(pk__in=seen))


def read_person(form: QueryDict, administrator: Administrator) -> Read:
    """The form's fields. A site manager keeps people within their own sites."""
    typed = {
        name: form.get(name, "")[: LONGEST_EMAIL + 1] for name in (*NAMES, "email", "site_code", "article36_coverage")
    }
    read = Read(typed=typed)
    for name in NAMES:
        text = unicodedata.normalize("NFC", typed[name]).strip()
        if len(text) > LONGEST or not text.isprintable() or (name == "family_name" and not text):
            read.problems.append(name)
        read.fields[name] = text
    read.fields["email"] = typed["email"].strip()
    if read.fields["email"] and not _is_email(read.fields["email"]):
        read.problems.append("email")
    read.fields["site_code"] = typed["site_code"]
    codes = {site.code for site in sites_for(administrator)}
    if typed["site_code"] not in codes | (set() if sites_of(administrator) is not None else {""}):
        read.problems.append("site_code")
    if typed["article36_coverage"] not in ("", *Coverage):
        read.problems.append("article36_coverage")
    if "article36_coverage" in form:
        read.fields["article36_coverage"] = typed["article36_coverage"]
    return read


def coverages(language: str) -> list[tuple[str, str]]:
    """What may be chosen as a person's cover by article 36 of the law; empty is as the company's settings say."""
    return [(value, text.in_language(language)) for value, text in COVERAGES.items()]


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_EMAIL

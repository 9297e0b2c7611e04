"""The key that terminals seal offline punches to (オフライン打刻の暗号鍵): how old it is, and changing it at once."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from kaodoki.people.models import Company
from kaodoki.terminals.models import SealingKey
from kaodoki.terminals.sealing_keys import rotate_sealing_key
from kaodoki.web.console.terminals_texts import KEY_TEXTS
from kaodoki.web.console.views import administrator_of, console_page_for
from kaodoki.web.texts import in_language


@require_POST
@console_page_for()
def rotate_key(request: HttpRequest) -> HttpResponse:
    """A new key from now on; only all-rights administrators, and on record."""
    administrator = administrator_of(request)
    rotate_sealing_key(administrator.company, by=administrator.login)
    return redirect("console:terminals")


def key_of(company: Company, zone: ZoneInfo, language: str) -> dict[str, object]:
    """For the page of the terminals. A company whose terminals never asked for a key has none yet."""
    texts = in_language(KEY_TEXTS, language)
    made_at = SealingKey.objects.filter(company=company, retired_at__isnull=True).values_list("created_at", flat=True)
    at = made_at.first()
    since = texts["key_since"].format(time=_local(at, zone)) if at else texts["key_none"]
    return {"t": texts, "since": since}


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %-H:%M}"

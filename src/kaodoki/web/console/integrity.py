"""The console's page of integrity errors (整合性エラー): each with its reason, its day, and three ways to settle it
(`deciding.py`)."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from kaodoki.people.queries import settings_of, zone_of
from kaodoki.timekeeping.kinds import Kind
from kaodoki.web.console.integrity_lines import MOST_SHOWN, NEWEST_SHOWN, decision_lines, error_lines
from kaodoki.web.console.integrity_texts import INTEGRITY_TEXTS
from kaodoki.web.console.reach import reach_of
from kaodoki.web.console.roles import SETTLES
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.kinds import KIND_NAMES
from kaodoki.web.texts import chosen_language, in_language

LONGEST_NOTE = 200
# What can be chosen in a correction: whoever corrects says what it was.
CHOICES = tuple(kind for kind in Kind if kind is not Kind.AUTO)


@require_GET
@console_page
def integrity(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, and what was decided."""
    return integrity_page(request)


def integrity_page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page, with what was wrong with a decision sent from it."""
    administrator, language = administrator_of(request), chosen_language(request)
    settings = settings_of(administrator.company)
    texts = in_language(INTEGRITY_TEXTS, language)
    errors, has_more = error_lines(reach_of(administrator), zone_of(settings), language)
    context: dict[str, object] = {
        "t": {**in_language(TEXTS, language), **texts},
        "problem": problem,
        "is_off": not settings.integrity_check,
        "errors": errors,
        "more": texts["more_wait"].format(count=MOST_SHOWN) if has_more else "",
        "decisions": decision_lines(reach_of(administrator), zone_of(settings), language),
        "decided_hint": texts["decided_hint"].format(count=NEWEST_SHOWN),
        "kinds": {kind.value: KIND_NAMES[kind].in_language(language) for kind in CHOICES},
        "may_change": administrator.role in SETTLES,
        "longest_note": LONGEST_NOTE,
    }
    return render_page(request, "console/integrity.html", context, language, status=status)

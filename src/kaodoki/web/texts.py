"""What the pages say, in Japanese and English. A `Text` cannot be made without both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

LANGUAGES = ("ja", "en")
WEEKDAYS = "月火水木金土日"
SESSION_KEY = "language"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or word in both languages; `{name}` marks what is filled in."""

    ja: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.ja


Catalogue = Mapping[str, Text]


def in_language(catalogue: Catalogue, language: str) -> dict[str, str]:
    """The catalogue's sentences in `language`, for a template."""
    return {key: text.in_language(language) for key, text in catalogue.items()}


def chosen_language(request: HttpRequest) -> str:
    """Japanese, unless this session asked for English with `?lang=en`; the choice is kept."""
    asked = request.GET.get("lang")
    if asked in LANGUAGES:
        request.session[SESSION_KEY] = asked
    chosen = request.session.get(SESSION_KEY)
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def long_date(local: datetime, language: str) -> str:
    """`11月20日(金)` or `Fri 20 November`."""
    if language == "en":
        return f"{local:%a} {local.day} {local:%B}"
    return f"{local.month}月{local.day}日({WEEKDAYS[local.weekday()]})"

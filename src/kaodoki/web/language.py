"""Which of the two languages a person asked for."""

from django.http import HttpRequest


def language_of(request: HttpRequest) -> str:
    """ "en" if the Accept-Language header prefers English to Japanese, else "ja"."""
    wanted = request.headers.get("Accept-Language", "")
    weights = {"ja": 0.0, "en": 0.0}
    for item in wanted.split(","):
        name, _, parameters = item.strip().partition(";")
        language = name.split("-")[0].lower()
        if language in weights:
            weights[language] = max(weights[language], _weight(parameters))
    return "en" if weights["en"] > weights["ja"] else "ja"


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0

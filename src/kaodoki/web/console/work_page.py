"""What the page 就労管理 shows beside the fields themselves. Callers hold the company's scope."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.http import QueryDict

from kaodoki import clock
from kaodoki.linking.queries import connection_of, restricted_until
from kaodoki.linking.sites import border_differences
from kaodoki.people.models import Company, Settings, Site
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.people.rules import LONGEST_OPEN_SHIFT_HOURS
from kaodoki.terminals.models import PunchSelection, Terminal
from kaodoki.timekeeping.working_day import DayRules, WorkingDayRule, parse_day_start
from kaodoki.web.border_words import border_words
from kaodoki.web.console import work_form
from kaodoki.web.console.linking_texts import LINKING_TEXTS
from kaodoki.web.console.work_examples import example_lines
from kaodoki.web.console.work_form import SITE
from kaodoki.web.console.work_texts import PROBLEMS, WORK_TEXTS
from kaodoki.web.texts import in_language

Context = dict[str, object]
_CHOSEN = (PunchSelection.CHOSEN, PunchSelection.CHOSEN_AFTER)
_CHOICES = {
    "working_day_rule": "rule_{value}",
    "remaining_overtime_in_restricted_hours": "show_{value}",
}
SPARE_WINDOWS = 1


def shown_page(company: Company, form: QueryDict | None, language: str) -> Context:
    """The fields, as stored or as typed in `form`, and all that is computed."""
    settings, texts = settings_of(company), in_language(WORK_TEXTS, language)
    values = work_form.shown(settings) if form is None else work_form.typed(form)
    until, choosing = restricted_until(settings, clock.now()), _choosing_terminals()
    return {
        "values": values,
        "held": work_form.held(settings),
        "windows": _windows(values["restricted_hours"], texts),
        "sites": _sites(form, language),
        "examples": _examples(settings, values, language),
        "differences": _differences(company, language),
        "day_start_said": texts["day_start_hint"].format(zone=settings.time_zone),
        "integrity_said": texts["integrity_where" if choosing else "integrity_nowhere"].format(count=choosing),
        "restricted_said": texts["restricted_now"].format(time=f"{until.astimezone(zone_of(settings)):%-H:%M}")
        if until
        else "",
    }


def saved_words(names: Sequence[str], language: str) -> str:
    """What was saved, by name; that nothing was changed, where nothing was."""
    texts = in_language(WORK_TEXTS, language)
    if not names:
        return texts["nothing_changed"]
    said = dict.fromkeys(texts["sites" if name.startswith(SITE) else name] for name in names if _is_known(name))
    return texts["saved"].format(names=(", " if language == "en" else "、").join(said))


def problem_words(company: Company, problems: Collection[str], moved: Collection[str], language: str) -> dict[str, str]:
    """A sentence for each field that cannot be saved as it is."""
    said = {name: PROBLEMS[_setting(name)].in_language(language) for name in problems}
    now = _now_words(company, language) if moved else {}
    text = WORK_TEXTS["moved"].in_language(language)
    return {**said, **{name: text.format(value=now.get(name, "")) for name in moved}}


def _is_known(name: str) -> bool:
    return name.startswith(SITE) or name in WORK_TEXTS


def _setting(name: str) -> str:
    return "day_start" if name.startswith(SITE) else name


def _now_words(company: Company, language: str) -> dict[str, str]:
    texts, settings = in_language(WORK_TEXTS, language), settings_of(company)
    values: dict[str, object] = {f"{SITE}{site.pk}": site.day_start for site in Site.objects.all()}
    values |= work_form.shown(settings)
    return {name: _value_words(name, value, texts) for name, value in values.items()}


def _value_words(name: str, value: object, texts: dict[str, str]) -> str:
    if isinstance(value, bool):
        return texts["on" if value else "off"]
    if name in _CHOICES:
        return texts[_CHOICES[name].format(value=value)]
    if isinstance(value, list):
        return "、".join(f"{start}–{end}" for start, end in value) or texts["empty_value"]
    return str(value) or texts["empty_value"]


def _examples(settings: Settings, values: Context, language: str) -> list[str]:
    """Of what is in the fields; none while that cannot be."""
    try:
        start = parse_day_start(work_form.typed_time(str(values["day_start"])))
        rule, hours = WorkingDayRule(str(values["working_day_rule"])), int(str(values["open_shift_max_hours"]))
    except ValueError:
        return []
    longest = timedelta(hours=min(hours, LONGEST_OPEN_SHIFT_HOURS))
    rules = DayRules(zone=zone_of(settings), day_start=start, rule=rule, open_shift_max=longest)
    return example_lines(rules, language)


def _windows(pairs: object, texts: dict[str, str]) -> list[dict[str, str]]:
    """With an empty one to fill in."""
    rows = [*(pairs if isinstance(pairs, list) else []), *[["", ""]] * SPARE_WINDOWS]
    return [
        {
            "start": start,
            "end": end,
            "start_said": texts["window_start"].format(number=number),
            "end_said": texts["window_end"].format(number=number),
        }
        for number, (start, end) in enumerate(rows, start=1)
    ]


def _sites(form: QueryDict | None, language: str) -> list[Context]:
    label = WORK_TEXTS["site_day_start"].in_language(language)
    return [
        {
            "field": f"{SITE}{site.pk}",
            "site": site,
            "value": site.day_start if form is None else form.get(f"{SITE}{site.pk}", site.day_start),
            "label": label.format(name=site.name),
        }
        for site in Site.objects.order_by("code")
    ]


def _differences(company: Company, language: str) -> list[Context]:
    """Where a linked system begins its days at another time, each with the button that mends it."""
    if connection_of(company) is None:
        return []
    align = LINKING_TEXTS["align"].in_language(language)
    return [
        {
            "id": found.id,
            "said": border_words(found, language),
            "align": align.format(time=f"{found.day_border:%-H:%M}"),
        }
        for found in border_differences(company)
    ]


def _choosing_terminals() -> int:
    return Terminal.objects.filter(revoked_at__isnull=True, punch_selection__in=_CHOSEN).count()

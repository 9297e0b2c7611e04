"""What `kaodoki packs trial`, `renewal`, `switch` and `retire` do and print. Imported after Django is set up."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django_scopes import scope

from kaodoki.errors import InvalidInput
from kaodoki.people.models import Company
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.project.administration import CompanyUnknown
from kaodoki.renewal import queries, services
from kaodoki.renewal.queries import Renewal, ScoreSummary, VerdictCount
from kaodoki.renewal.words import REASONS, VERDICTS

BY = "kaodoki packs"


def trial(code: str, name: str, *, language: str) -> None:
    with _company(code) as company:
        pack = services.start_trial(company, name, by=BY)
        advice = f"kaodoki packs renewal --company {code}"
        _say(
            language,
            ja=f"{pack.id} の試用を開始しました。顔データの計算は kaodoki work が行います。進み具合: {advice}",
            en=f"{pack.id} is on trial. kaodoki work computes the templates; see {advice}",
        )


def show(code: str, *, language: str) -> None:
    with _company(code) as company:
        state = queries.renewal_of(company)
        zone = zone_of(settings_of(company))
        for line in _state_in_words(state, language, started=state.started_at and state.started_at.astimezone(zone)):
            print(line)
        for row in queries.agreement_of(company):
            print(f"  {VERDICTS[row.verdict][language]}: {row.count}{_scores_in_words(row, language)}")
        _print_people(state, language)


def switch(code: str, name: str, *, back: bool, force: bool, language: str) -> None:
    if back == bool(name):
        raise InvalidInput(reason="packs switch NAME | --back")
    with _company(code) as company:
        if back:
            state = services.switch_back(company, by=BY, force=force)
        else:
            state = services.switch(company, name, by=BY, force=force)
        ja = f"次の打刻から {state.target} で判定します(以前: {state.deciding})。"
        print(
            ja if language == "ja" else f"From the next attempt on {state.target} decides (before: {state.deciding})."
        )
        _print_people(state, language)


def retire(code: str, name: str, *, language: str) -> None:
    with _company(code) as company:
        count = services.retire(company, name, by=BY)
        print(
            f"{name} の顔データ {count} 件を削除しました。"
            if language == "ja"
            else f"Deleted {count} templates of {name}."
        )


def _state_in_words(state: Renewal, language: str, *, started: datetime | None) -> Iterator[str]:
    if language == "ja":
        yield f"使用中: {state.deciding}"
        if started is not None:
            yield f"試用中: {state.trial}({started:%Y-%m-%d %H:%M} 開始)"
        yield f"顔データ: {state.people_ready} / {state.people} 名、計算待ちの写真 {state.photos_left} 枚"
    else:
        yield f"deciding: {state.deciding}"
        if started is not None:
            yield f"on trial: {state.trial} (since {started:%Y-%m-%d %H:%M})"
        yield f"templates: {state.people_ready} of {state.people} people, {state.photos_left} photos left"
    if state.problem:
        yield f"!!  {state.problem}"


def _scores_in_words(row: VerdictCount, language: str) -> str:
    names = ("使用中", "試用中") if language == "ja" else ("deciding", "on trial")
    parts = [f"{name} {_summary(one)}" for name, one in zip(names, (row.deciding, row.trial), strict=True) if one]
    return f" ({', '.join(parts)})" if parts else ""


def _summary(scores: ScoreSummary) -> str:
    return f"{scores.mean:.2f} [{scores.low:.2f}–{scores.high:.2f}]"


def _print_people(state: Renewal, language: str) -> None:
    if state.re_enrol:
        print(
            f"再登録が必要な従業員: {len(state.re_enrol)} 名"
            if language == "ja"
            else f"To enrol again: {len(state.re_enrol)}"
        )
    for person in state.re_enrol:
        print(f"  {person.employee_code}  {person.display_name}  {REASONS[person.reason][language]}")


def _say(language: str, *, ja: str, en: str) -> None:
    print(ja if language == "ja" else en)


@contextmanager
def _company(code: str) -> Iterator[Company]:
    company = Company.objects.filter(code=code).first()
    if company is None:
        raise CompanyUnknown(company_code=code)
    with scope(company=company):
        yield company

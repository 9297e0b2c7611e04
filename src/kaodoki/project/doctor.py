"""`kaodoki doctor`: what must be there for Kaodoki to work, each with what to do when it is not."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django_scopes import scope, scopes_disabled

from kaodoki.accounts.models import Administrator
from kaodoki.clocking.liveness import OFF
from kaodoki.faces.liveness import is_installed
from kaodoki.faces.pack import read_pack
from kaodoki.faces.prepare import is_prepared
from kaodoki.people.models import Company, Settings
from kaodoki.project.administration import database_version
from kaodoki.project.announcement import first_run_lines, tablet_lines
from kaodoki.project.environment import choose_data_dir
from kaodoki.project.running import running_facts
from kaodoki.renewal.queries import Renewal, renewal_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at; `advice` only where it is not as it must be."""

    what: str
    is_fine: bool
    advice: str = ""


def report() -> bool:
    """Prints the findings; whether all are fine."""
    findings = list(examine())
    for finding in findings:
        print(f"ok  {finding.what}" if finding.is_fine else f"!!  NOT: {finding.what} ({finding.advice})")
    for line in _announcement():
        print(line)
    return all(finding.is_fine for finding in findings)


def _announcement() -> Iterator[str]:
    """What the operator still has to do, with the addresses of the `kaodoki up` that runs."""
    running = running_facts(choose_data_dir(settings.ENVIRONMENT))
    try:
        is_new = not Administrator.objects.exists()
    except DatabaseError:  # found above
        return
    if is_new:  # where several machines share the work, only their operator knows the address
        web = settings.PUBLIC_URL or running.get("web") or "https://…"
        yield from first_run_lines(web, running.get("tablets"), settings.SECRET_KEY)
    if "tablets" in running:
        authority = Path(running["authority"]) if "authority" in running else None
        yield from tablet_lines(running["tablets"], authority, with_picture=sys.stdout.isatty())


def examine() -> Iterator[Finding]:
    yield _tried("the database answers", database_version, "see KAODOKI_DATABASE_URL or the log in the data folder")
    yield _tried("the tables are up to date", _require_migrated, "run kaodoki migrate, or start with kaodoki up")
    yield Finding(
        what="the key of the templates is set",
        is_fine=settings.ENVIRONMENT.template_key is not None,
        advice="set KAODOKI_TEMPLATE_KEY",
    )
    pack = read_pack()
    yield Finding(
        what=f"the face models are prepared ({pack.id})", is_fine=is_prepared(pack), advice="run script/bootstrap"
    )
    yield _tried(
        "the liveness model is installed, or no company's setting asks for it",
        _require_liveness,
        "run kaodoki liveness install; until then only the checks that need no model are at work",
    )
    yield from _renewals()


def _tried(what: str, look: Callable[[], object], advice: str) -> Finding:
    try:
        look()
    except (DatabaseError, LookupError):
        return Finding(what=what, is_fine=False, advice=advice)
    return Finding(what=what, is_fine=True)


def _renewals() -> Iterator[Finding]:
    """Companies whose people are not all recognised yet, because the pack that decides is new to their templates."""
    try:
        states = [(company.code, _renewal(company)) for company in Company.objects.order_by("code")]
    except DatabaseError:  # found above
        return
    for code, state in states:
        yield Finding(
            what=f"the templates of {code} are those of {state.deciding}",
            is_fine=not state.deciding_left,
            advice=f"being recomputed, {state.deciding_left} photos left; people are recognised again one by one: "
            f"keep kaodoki work running{f', after solving {state.problem}' if state.problem else ''}",
        )


def _renewal(company: Company) -> Renewal:
    with scope(company=company):
        return renewal_of(company, most=0)


def _require_migrated() -> None:
    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise DatabaseError("migrations are missing")


def _require_liveness() -> None:
    with scopes_disabled():
        is_asked_for = Settings.objects.exclude(liveness=OFF).exists()
    if is_asked_for and not is_installed():
        raise LookupError("no liveness model")

"""The console's page 情報: versions, health, the face models and the licences of everything inside."""

import functools
import platform
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from procrastinate.contrib.django.models import ProcrastinateJob

from kaodoki import __version__
from kaodoki.errors import KaodokiError
from kaodoki.faces.liveness import is_installed
from kaodoki.gallery.packs import deciding_pack_id, known_packs, trial_pack_id
from kaodoki.mailing.sending import is_configured
from kaodoki.people.models import Company
from kaodoki.web.console.about_texts import ABOUT_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page, render_page
from kaodoki.web.texts import chosen_language, in_language

_LONGEST_LICENCE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """An installed package, with its licence as it names it."""

    name: str
    version: str
    licence: str


@require_GET
@console_page
def about(request: HttpRequest) -> HttpResponse:
    """Everyone may look: who runs it, and what is in it, is no secret among its administrators."""
    company, language = administrator_of(request).company, chosen_language(request)
    texts = in_language({**TEXTS, **ABOUT_TEXTS}, language)
    context: dict[str, object] = {
        "t": texts,
        "versions": _versions(),
        "health": _health(texts),
        "packs": _packs(company, texts),
        "libraries": _libraries(),
        "libraries_said": texts["libraries_show"].format(count=len(_libraries())),
    }
    return render_page(request, "console/about.html", context, language)


def _versions() -> list[tuple[str, str]]:
    return [
        ("Kaodoki", __version__),
        ("Python", platform.python_version()),
        ("PostgreSQL", _database_version()),
        ("OS", f"{platform.system()} {platform.release()} ({platform.machine()})"),
    ]


def _database_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _health(texts: dict[str, str]) -> list[tuple[str, str, str]]:
    """Name, how it stands, and the colour of that."""
    waiting = ProcrastinateJob.objects.filter(status="todo", scheduled_at__isnull=True).count()
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    has_model, has_mail = is_installed(), is_configured()
    return [
        (texts["database"], texts["answers"], "good"),
        (texts["jobs_waiting"], texts["counted"].format(count=waiting), "good" if waiting < 1000 else "waiting"),
        (texts["jobs_failed"], texts["counted"].format(count=failed), "warn" if failed else "good"),
        (
            texts["liveness_model"],
            texts["installed" if has_model else "not_installed"],
            "good" if has_model else "mute",
        ),
        (texts["mail_server"], texts["set_up" if has_mail else "not_set_up"], "good" if has_mail else "mute"),
    ]


def _packs(company: Company, texts: dict[str, str]) -> list[dict[str, str]]:
    deciding, trial = deciding_pack_id(company), trial_pack_id(company) if company.trial_pack else ""
    try:
        found = known_packs()
    except KaodokiError:  # a damaged folder of packs is for `kaodoki packs verify`
        found = []
    return [
        {
            "id": pack.id,
            "use": texts["decides"] if pack.id == deciding else texts["on_trial"] if pack.id == trial else "",
            "length": str(pack.template_length),
            "licences": " / ".join(dict.fromkeys(file.licence for file in pack.files)),
        }
        for pack in found
    ]


@functools.cache
def _libraries() -> tuple[Library, ...]:
    """What runs in this environment; it stays the same while the process runs."""
    found = {distribution.metadata["Name"].lower(): distribution for distribution in distributions()}
    return tuple(
        Library(name=distribution.metadata["Name"], version=distribution.version, licence=_licence(distribution))
        for _, distribution in sorted(found.items())
    )


def _licence(distribution: Distribution) -> str:
    """The SPDX expression where there is one, else the classifiers, else the first line of the old free field."""
    metadata = distribution.metadata.json
    expression = metadata.get("license_expression")
    if expression:
        return str(expression)
    classifiers = [text for text in metadata.get("classifier", []) if text.startswith("License ::")]
    if classifiers:
        return ", ".join(text.rpartition(" :: ")[2] for text in classifiers)
    lines = str(metadata.get("license") or "").strip().splitlines()
    return lines[0][:_LONGEST_LICENCE] if lines else "—"

"""The console's page 顔写真の一括登録: a ZIP of photos named by employee code, its progress and its report."""

import uuid
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO, TypeAlias, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kaodoki.accounts.models import Role
from kaodoki.accounts.sight import sites_of
from kaodoki.enrolment.import_archive import Entry, read_file, read_zip
from kaodoki.enrolment.importing import GOOD, Result, begin_import, progress, results_of, stop_import
from kaodoki.enrolment.models import ImportFile, ImportJob
from kaodoki.enrolment.tasks import wake_import
from kaodoki.errors import KaodokiError, NotFound
from kaodoki.faces.findings import Finding
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.api.failures import status_of
from kaodoki.web.console.photo_import_texts import IMPORT_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page_for, render_page
from kaodoki.web.exports.csv_file import Encoding, lines_of
from kaodoki.web.texts import chosen_language, in_language

LISTED, LATEST = 200, 10
Upload: TypeAlias = "UploadedFile[Any]"


@require_http_methods(["GET", "POST"])
@console_page_for(Role.PHOTO_APPROVER)
def photo_import(request: HttpRequest) -> HttpResponse:
    """POST `photos` (a ZIP, or some pictures) with `consent`: kept, and worked off in the background."""
    administrator, language = administrator_of(request), chosen_language(request)
    if request.method == "GET":
        return _page(request)
    files = [file for file in request.FILES.getlist("photos") if file.size]
    if not files or "consent" not in request.POST or sites_of(administrator) is not None:
        key = "files_needed" if sites_of(administrator) is None else "all_sites_needed"
        return _page(request, problem=IMPORT_TEXTS[key].in_language(language), status=422)
    try:
        entries = chain.from_iterable(_entries(file) for file in files)
        job = begin_import(administrator.company, entries, by=administrator.login)
    except KaodokiError as error:
        return _page(request, problem=error.message(language), status=status_of(error))
    wake_import(job.id)
    return redirect("console:import_job", job.id)


@require_GET
@console_page_for(Role.PHOTO_APPROVER)
def import_job(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """How far it is, and what became of each file; `?failed` shows those that need somebody."""
    job, language = _found(request, job_id), chosen_language(request)
    texts = in_language({**TEXTS, **IMPORT_TEXTS}, language)
    counts = progress(job)
    total = sum(counts.values())
    only_failed = "failed" in request.GET
    files = (file for file in results_of(job) if file.result and (not only_failed or file.result not in GOOD))
    lines = [_line(file, texts, language) for file, _ in zip(files, range(LISTED), strict=False)]
    context: dict[str, object] = {
        "t": texts,
        "job": job,
        "is_running": job.state == ImportJob.State.RUNNING,
        "done": total - counts.get("", 0),
        "total": total,
        "counts": [(texts[f"result_{result}"], counts[result]) for result in Result if result in counts],
        "lines": lines,
        "only_failed": only_failed,
        "listed_said": texts["listed"].format(count=LISTED) if len(lines) == LISTED else "",
    }
    return render_page(request, "console/import_job.html", context, language)


@require_POST
@console_page_for(Role.PHOTO_APPROVER)
def stop(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """What was not worked off is forgotten."""
    stop_import(_found(request, job_id), by=administrator_of(request).login)
    return redirect("console:import_job", job_id)


@require_GET
@console_page_for(Role.PHOTO_APPROVER)
def report(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """The report of every file as CSV."""
    job, language = _found(request, job_id), chosen_language(request)
    texts = in_language(IMPORT_TEXTS, language)
    encoding = Encoding.SHIFT_JIS if "sjis" in request.GET else Encoding.UTF_8
    content = b"".join(lines_of(report_rows(job, texts, language), encoding))
    return HttpResponse(
        content, headers={"Content-Type": "text/csv", "Content-Disposition": 'attachment; filename="import.csv"'}
    )


def report_rows(job: ImportJob, texts: dict[str, str], language: str) -> Iterator[list[str]]:
    """Heading and a row a file."""
    yield [texts[name] for name in ("file", "code", "result", "why")]
    for file in results_of(job):
        line = _line(file, texts, language)
        yield [line["name"], line["code"], line["result"], line["why"]]


def _entries(file: Upload) -> Iterator[Entry]:
    name = file.name or ""
    if name.lower().endswith(".zip"):
        yield from read_zip(cast(BinaryIO, file.file))
    else:
        yield read_file(name, file.read())


def _found(request: HttpRequest, job_id: uuid.UUID) -> ImportJob:
    job = ImportJob.objects.filter(company=administrator_of(request).company, pk=job_id).first()
    if job is None or sites_of(administrator_of(request)) is not None:
        raise NotFound
    return job


def _line(file: ImportFile, texts: dict[str, str], language: str) -> dict[str, str]:
    result = file.result or "waiting"
    why = [Finding(code).message(language) for code in file.findings if code in set(Finding)]
    return {
        "name": file.name,
        "code": file.employee_code,
        "result": texts[f"result_{result}"],
        "tone": "good" if result == Result.REGISTERED else "waiting" if result == Result.TO_APPROVE else "warn",
        "why": " ".join(why) or texts.get(f"why_{result}", ""),
    }


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    company, language = administrator_of(request).company, chosen_language(request)
    texts, zone = in_language({**TEXTS, **IMPORT_TEXTS}, language), zone_of(settings_of(company))
    jobs = ImportJob.objects.filter(company=company).order_by("-created_at")[:LATEST]
    context: dict[str, object] = {
        "t": texts,
        "problem": problem,
        "jobs": [
            (job.id, f"{job.created_at.astimezone(zone):%Y-%m-%d %-H:%M}", job.created_by, texts[f"state_{job.state}"])
            for job in jobs
        ],
    }
    return render_page(request, "console/photo_import.html", context, language, status=status)

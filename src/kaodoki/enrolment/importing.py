"""Photos in bulk (一括登録): each is kept sealed until it is worked off, once, and its result is kept with its name."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice

from django.db import transaction
from django.db.models import Count

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.consent.models import ConsentRecord
from kaodoki.consent.notices import declare_agreement
from kaodoki.enrolment.errors import PhotoDuplicate, PhotoRefused
from kaodoki.enrolment.import_archive import Entry
from kaodoki.enrolment.models import ImportFile, ImportJob, Photo
from kaodoki.enrolment.services import register_photo
from kaodoki.enrolment.submitting import Picture, submit_pictures
from kaodoki.errors import KaodokiError
from kaodoki.gallery.engine import Busy
from kaodoki.people import keys
from kaodoki.people.models import Company, Employee

KEPT_UNWORKED = timedelta(days=1)
WRITTEN_AT_ONCE = 50


class Result(StrEnum):
    """What became of a file."""

    REGISTERED = "registered"
    TO_APPROVE = "to_approve"
    """Somebody else's face is near: an administrator decides."""
    REFUSED = "refused"
    UNKNOWN_CODE = "unknown_code"
    WITHDRAWN = "withdrawn"
    ALREADY = "already"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    STOPPED = "stopped"


GOOD = (Result.REGISTERED, Result.TO_APPROVE)


def begin_import(company: Company, entries: Iterable[Entry], *, by: str) -> ImportJob:
    """Keeps the files, all or none. Whoever sends them declares that the people agreed. Callers hold the scope."""
    now = clock.now()
    with transaction.atomic():
        job = ImportJob.objects.create(company=company, created_by=by[:200], created_at=now)
        cipher, count = keys.cipher(company), 0
        remaining = iter(entries)
        while some := list(islice(remaining, WRITTEN_AT_ONCE)):
            rows = [_row(job, entry, number, cipher) for number, entry in enumerate(some, start=count)]
            ImportFile.objects.bulk_create(rows)
            count += len(rows)
        record_event(company.id, "photos_imported", subject=str(job.id), by=by, files=count)
    return job


def work_off(job: ImportJob, *, most: int) -> int:
    """The next files of the job, each in a transaction of its own with its result; how many are left."""
    for _ in range(most):
        try:
            if not _next(job):
                break
        except Busy:
            break
    left = ImportFile.objects.filter(job=job, result="").count()
    if left == 0:
        _finish(job, ImportJob.State.DONE)
    return left


def progress(job: ImportJob) -> dict[str, int]:
    """How many files have which result; those that wait under the empty one."""
    counted = ImportFile.objects.filter(job=job).values_list("result").annotate(count=Count("id"))
    return {str(result): int(count) for result, count in counted}


def stop_import(job: ImportJob, *, by: str) -> None:
    """What was not worked off is forgotten."""
    with transaction.atomic():
        waiting = ImportFile.objects.filter(job=job, result="").select_for_update(skip_locked=True)
        ids = list(waiting.values_list("pk", flat=True))
        ImportFile.objects.filter(pk__in=ids).update(result=Result.STOPPED, sealed=None)
        _finish(job, ImportJob.State.STOPPED)
        record_event(job.company_id, "photo_import_stopped", subject=str(job.id), by=by, files=len(ids))


def forget_unworked(company: Company, *, now: datetime) -> int:
    """Stops what has waited for longer than a day: no photo stays sealed in a queue nobody works off."""
    old = ImportJob.objects.filter(company=company, state=ImportJob.State.RUNNING, created_at__lt=now - KEPT_UNWORKED)
    jobs = list(old)
    for job in jobs:
        stop_import(job, by="system")
    return len(jobs)


def results_of(job: ImportJob) -> Iterator[ImportFile]:
    """All files in their order, without their bytes."""
    return ImportFile.objects.filter(job=job).defer("sealed").order_by("number").iterator(chunk_size=1000)


def _row(job: ImportJob, entry: Entry, number: int, cipher: keys.CompanyCipher) -> ImportFile:
    file_id = uuid.uuid4()
    row = ImportFile(
        id=file_id, company=job.company, job=job, number=number, name=entry.name[:200], codes=list(entry.codes),
        result=entry.problem,
    )  # fmt: skip
    if not entry.problem:
        row.key_version, row.sealed = cipher.key_version, cipher.seal(entry.data, parts=("import", file_id))
    return row


def _next(job: ImportJob) -> bool:
    """Works off one file; False if none is left for us."""
    with transaction.atomic():
        waiting = ImportFile.objects.filter(job=job, result="").select_for_update(skip_locked=True, of=("self",))
        file = waiting.select_related("company").order_by("number").first()
        if file is None:
            return False
        result, findings = _looked_at(job, file)
        file.result, file.findings, file.sealed = result, findings, None
        file.save(update_fields=["result", "findings", "sealed", "employee_code"])
    return True


def _looked_at(job: ImportJob, file: ImportFile) -> tuple[Result, list[str]]:
    people = Employee.objects.filter(company=file.company, employee_code__in=file.codes, erased_at__isnull=True)
    known = {person.employee_code: person for person in people.select_related("company")}
    person = next((known[code] for code in file.codes if code in known), None)
    if person is None:
        return Result.UNKNOWN_CODE, []
    file.employee_code = person.employee_code
    newest = ConsentRecord.objects.filter(employee=person).order_by("-id").first()
    if newest is not None and newest.action == ConsentRecord.Action.WITHDRAWN:
        return Result.WITHDRAWN, []
    if Photo.objects.filter(employee=person, created_at__lt=job.created_at).exists():
        return Result.ALREADY, []
    cipher = keys.cipher(file.company, key_version=file.key_version)
    return _enrol(job, person, cipher.unseal(bytes(file.sealed or b""), parts=("import", file.id)))


def _enrol(job: ImportJob, person: Employee, data: bytes) -> tuple[Result, list[str]]:
    try:
        with transaction.atomic():
            register_photo(person, data, consent=True, by=job.created_by)
    except PhotoDuplicate:
        return _queue(job, person, data)
    except PhotoRefused as refused:
        findings = refused.details.get("findings")
        return Result.REFUSED, [str(code) for code in findings] if isinstance(findings, list) else []
    except Busy:
        raise
    except KaodokiError:
        return Result.UNREADABLE, []
    return Result.REGISTERED, []


def _queue(job: ImportJob, person: Employee, data: bytes) -> tuple[Result, list[str]]:
    """Never registered without somebody who looks: into the queue of approvals, where it stands first."""
    agreed = declare_agreement(person, declared_by=job.created_by)
    submit_pictures(person, [Picture(pose="front", data=data)], notice_version=agreed.notice_version)
    return Result.TO_APPROVE, []


def _finish(job: ImportJob, state: str) -> None:
    running = ImportJob.objects.filter(pk=job.pk, state=ImportJob.State.RUNNING)
    running.update(state=state, finished_at=clock.now())

"""`kaodoki photos import`: an import worked off at once, by this process."""

from pathlib import Path
from typing import Any

from django_scopes import scope

from kaodoki.enrolment.import_archive import read_folder, read_zip
from kaodoki.enrolment.importing import GOOD, begin_import, progress, work_off
from kaodoki.enrolment.models import ImportJob
from kaodoki.project.administration import company_by_code
from kaodoki.web.console.photo_import import report_rows
from kaodoki.web.console.photo_import_texts import IMPORT_TEXTS
from kaodoki.web.exports.csv_file import lines_of
from kaodoki.web.texts import in_language

FILES_A_TURN = 5


def run(source: Path, company_code: str, *, report: Path | None, language: str, bar: Any) -> bool:
    """Whether every picture was registered or waits for approval. `bar`: typer's progress bar."""
    company = company_by_code(company_code)
    with scope(company=company):
        job = _begun(source, company)
        bar.length = max(1, sum(progress(job).values()))
        left = bar.length
        while left:
            now_left = work_off(job, most=FILES_A_TURN)
            bar.update(left - now_left)
            left = now_left
        texts, counts = in_language(IMPORT_TEXTS, language), progress(job)
        bar.finish()
        for result, count in sorted(counts.items()):
            print(f"{texts[f'result_{result}']}  {count}")
        if report is not None:
            report.write_bytes(b"".join(lines_of(report_rows(job, texts, language))))
    return all(result in GOOD for result in counts)


def _begun(source: Path, company: Any) -> ImportJob:
    by = "command line"
    if source.is_dir():
        return begin_import(company, read_folder(source), by=by)
    with source.open("rb") as file:
        return begin_import(company, read_zip(file), by=by)

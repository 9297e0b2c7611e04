"""The console's page データ出力: a site's month of punches as a file."""

import calendar
import io
import re
import zipfile
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from kaodoki import clock
from kaodoki.accounts.models import Administrator, Role
from kaodoki.accounts.sight import in_sight, sites_of
from kaodoki.audit.services import record_event
from kaodoki.people.models import Site
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.console.exports_texts import EXPORTS_TEXTS
from kaodoki.web.console.texts import TEXTS
from kaodoki.web.console.views import administrator_of, console_page_for, render_page
from kaodoki.web.exports import inspection
from kaodoki.web.exports.csv_file import Encoding, lines_of
from kaodoki.web.exports.excel_file import Sheet, Value, workbook_of
from kaodoki.web.exports.inspection import COLUMNS, Asked, Record
from kaodoki.web.exports.inspection_pdf import Print, pdf_of
from kaodoki.web.exports.words import WORDS
from kaodoki.web.texts import chosen_language, in_language

FORMATS = ("inspection", "excel", "csv", "csv_sjis")
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_TYPES = {
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
_WIDTHS = (14, 18, 12, 10, 20, 12, 10, 20, 12, 14, 12, 30, 16, 12)


@require_http_methods(["GET", "POST"])
@console_page_for(Role.SITE_MANAGER)
def exports(request: HttpRequest) -> HttpResponse:
    """The form, and with POST the file."""
    if request.method == "GET":
        return _page(request)
    administrator = administrator_of(request)
    found = _MONTH.fullmatch(request.POST.get("month", ""))
    if found is None:
        return _page(request, problem="month_wrong")
    code, kind = request.POST.get("site", ""), request.POST.get("format", "")
    site = next((site for site in _sites(administrator) if site.code == code), None)
    if (code and site is None) or kind not in FORMATS:
        return _page(request, problem="site_unknown")
    year, month = int(found[1]), int(found[2])
    asked = Asked(
        company=administrator.company,
        first=date(year, month, 1),
        last=date(year, month, calendar.monthrange(year, month)[1]),
        site=site,
        seen=in_sight(administrator, site="employee__site"),
    )
    content, ending = _file(asked, kind, chosen_language(request))
    record_event(
        administrator.company_id,
        "export_made",
        subject=f"{asked.month} {code}".strip(),
        by=administrator.login,
        format=kind,
    )
    return HttpResponse(content, headers=_headers(asked, ending))


def _file(asked: Asked, kind: str, language: str) -> tuple[bytes, str]:
    """The bytes, and what the file's name ends with."""
    if kind == "inspection":
        return _inspection(asked, language), "zip"
    if kind == "excel":
        return _workbook(asked, language), "xlsx"
    encoding = Encoding.SHIFT_JIS if kind == "csv_sjis" else Encoding.UTF_8
    return b"".join(lines_of(inspection.csv_rows(asked, inspection.records(asked), language), encoding)), "csv"


def _inspection(asked: Asked, language: str) -> bytes:
    found = list(inspection.records(asked))
    lines = list(inspection.csv_rows(asked, found, language))
    around = Print(
        asked=asked,
        language=language,
        printed_at=clock.now().astimezone(zone_of(settings_of(asked.company))),
        final_hash=lines[-1][-1] if found else inspection.seed_of(asked),
        overtime=inspection.overtime_of(asked),
    )
    file, name = io.BytesIO(), _name(asked)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}.pdf", pdf_of(found, around))
        archive.writestr(f"{name}.csv", b"".join(lines_of(lines)))
    return file.getvalue()


def _workbook(asked: Asked, language: str) -> bytes:
    said = in_language(WORDS, language)
    overtime = sorted(inspection.overtime_of(asked).items())
    seen = set(inspection.codes_seen(asked))
    punches = Sheet(
        title=said["sheet_punches"],
        head=[said[column] for column in COLUMNS],
        widths=_WIDTHS,
        rows=(_values(record, language) for record in inspection.records(asked)),
    )
    balances = Sheet(
        title=said["sheet_overtime"],
        head=[said["employee_code"], said["month"], said["overtime_minutes"]],
        widths=(14, 10, 18),
        rows=([code, asked.month, minutes] for code, minutes in overtime if code in seen),
    )
    return workbook_of([punches, balances])


def _values(record: Record, language: str) -> list[Value]:
    """As in the CSV, with days and times as such."""
    values: list[Value] = [*inspection.cells_of(record, language)]
    values[COLUMNS.index("working_date")] = record.working_date
    values[COLUMNS.index("punched_at")] = record.punched_at.replace(tzinfo=None)
    return values


def _sites(administrator: Administrator) -> list[Site]:
    seen, sites = sites_of(administrator), Site.objects.filter(company=administrator.company).order_by("code")
    return [site for site in sites if seen is None or site.id in seen]


def _name(asked: Asked) -> str:
    site = re.sub(r"[^0-9A-Za-z_-]", "_", asked.site.code) if asked.site else "all"
    return f"kaodoki_{asked.month}_{site}"


def _headers(asked: Asked, ending: str) -> dict[str, str]:
    return {
        "Content-Type": _TYPES[ending],
        "Content-Disposition": f'attachment; filename="{_name(asked)}.{ending}"',
        "Cache-Control": "no-store",
    }


def _page(request: HttpRequest, *, problem: str = "") -> HttpResponse:
    language, administrator = chosen_language(request), administrator_of(request)
    texts = in_language({**TEXTS, **EXPORTS_TEXTS}, language)
    today = clock.now().astimezone(zone_of(settings_of(administrator.company)))
    context: dict[str, object] = {
        "t": texts,
        "problem": texts[problem] if problem else "",
        "month": request.POST.get("month", f"{today:%Y-%m}")[:10],
        "sites": _sites(administrator),
        "site": request.POST.get("site", ""),
        "formats": [(name, texts[name], texts[f"{name}_hint"]) for name in FORMATS],
        "format": request.POST.get("format", FORMATS[0]),
    }
    return render_page(request, "console/exports.html", context, language, status=422 if problem else 200)

"""The notice and the person's own consent as PDF."""

import io
from datetime import datetime
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from kaodoki.consent.models import ConsentRecord
from kaodoki.consent.notices import NoticeText, current_notice, notice_of
from kaodoki.errors import NotFound
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.last_resort import not_found
from kaodoki.web.my_photo.page import closed
from kaodoki.web.my_photo.phone import employee_of, phone_page
from kaodoki.web.my_photo.texts import MY_PHOTO_TEXTS
from kaodoki.web.texts import Text, chosen_language

FONT = "HeiseiKakuGo-W5"
_MARGIN = 22 * mm
_BODY = ParagraphStyle("body", fontName=FONT, fontSize=10, leading=16, wordWrap="CJK")
_HEAD = ParagraphStyle("head", parent=_BODY, fontSize=12, leading=20, spaceBefore=8)
_TITLE = ParagraphStyle("title", parent=_BODY, fontSize=16, leading=24)
_AGREED = Text(
    "{code} {name} は {time} に、上の説明(版 {version})に同意しました。",
    "{code} {name} agreed to this notice (version {version}) at {time}.",
)


@require_GET
@phone_page(closed)
def notice_pdf(request: HttpRequest) -> HttpResponse:
    """The notice as it is now."""
    company, language = employee_of(request).company, chosen_language(request)
    return _file(_pdf(current_notice(company), company.name, language), "notice.pdf")


@require_GET
@phone_page(closed)
def consent_pdf(request: HttpRequest) -> HttpResponse:
    """The version the person agreed to, with the sentence that says so."""
    employee, language = employee_of(request), chosen_language(request)
    newest = ConsentRecord.objects.filter(employee=employee).order_by("-id").first()
    if newest is None or newest.action != ConsentRecord.Action.GIVEN:
        return not_found(request, NotFound())
    notice = notice_of(employee.company, newest.notice_version) or current_notice(employee.company)
    at = newest.recorded_at.astimezone(zone_of(settings_of(employee.company)))
    agreed = _AGREED.in_language(language).format(
        code=employee.employee_code, name=employee.display_name, time=_time(at), version=newest.notice_version
    )
    return _file(_pdf(notice, employee.company.name, language, agreed), "consent.pdf")


def _pdf(notice: NoticeText, company: str, language: str, agreed: str = "") -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    title = MY_PHOTO_TEXTS["consent_title"].in_language(language)
    version = MY_PHOTO_TEXTS["version"].in_language(language).format(version=notice.version)
    parts: list[Flowable] = [_paragraph(f"{company} {title}", _TITLE), _paragraph(version, _BODY), Spacer(1, 4 * mm)]
    for heading, body in notice.sections(language):
        if heading:
            parts.append(_paragraph(heading, _HEAD))
        parts += [_paragraph(line, _BODY) for line in body.splitlines() if line.strip()]
    if agreed:
        parts += [Spacer(1, 8 * mm), _paragraph(agreed, _HEAD)]
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        title=title,
        lang=language,
        invariant=1,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
    )
    document.build(parts)
    return file.getvalue()


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    shown = "".join("〓" if ord(character) > 0xFFFF else character for character in text if character.isprintable())
    return Paragraph(escape(shown), style)


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %-H:%M}"


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)

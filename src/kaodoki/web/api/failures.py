"""Errors to answers: the one place that knows which HTTP status an error has."""

import json

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from kaodoki.accounts.errors import Forbidden, LastAllRights, LoginTaken, Unauthenticated
from kaodoki.clocking.errors import (
    ChallengeExpired,
    ChallengeNotAnswered,
    ChallengeNotAsked,
    ChallengeUsed,
    PinNotAsked,
    SealedOutOfOrder,
    TooManyAttempts,
)
from kaodoki.credentials.errors import PinBlocked
from kaodoki.enrolment.errors import SubmissionDecided
from kaodoki.enrolment.import_archive import ArchiveRefused
from kaodoki.errors import InvalidInput, KaodokiError, NotFound
from kaodoki.faces.errors import ImageTooLarge, PackDamaged, PackNotPrepared, PackUncalibrated, PackUnknown
from kaodoki.faces.gate import Finding
from kaodoki.gallery.engine import Busy
from kaodoki.linking.errors import (
    AttendanceSystemAway,
    DifferenceGone,
    InRestrictedHours,
    KeyTaken,
    MismatchGone,
    NotConnected,
)
from kaodoki.people.errors import CompanyExists, EmployeeExists, EmployeeUnknown, SettingsOutdated, SiteExists
from kaodoki.punches.errors import PunchNotOpen, PunchSecondTaken, TooLate
from kaodoki.renewal.errors import TemplatesRenewing
from kaodoki.terminals.errors import PairingBlocked, TerminalRefused
from kaodoki.web.language import language_of

RETRY_AFTER_S = 3
_LONGER_WAITS_S: dict[type[KaodokiError], int] = {
    PairingBlocked: 600,
    TooManyAttempts: 60,
    PinBlocked: 5,
    TemplatesRenewing: 30,
}


class DatabaseAway(KaodokiError):
    code = "database_unavailable"
    ja = "ただいま記録できません。しばらくしてからもう一度お試しください。"
    en = "Nothing can be recorded right now. Try again in a moment."


class UploadTooLarge(KaodokiError):
    code = "upload_too_large"
    ja = "送信データが大きすぎます。画像の枚数と大きさを減らしてください。"
    en = "Too much was sent. Send fewer or smaller pictures."


class UploadUnreadable(KaodokiError):
    code = "upload_unreadable"
    ja = "送信データを読み取れません。形式を確認してください。"
    en = "What was sent cannot be read. Check its format."


class MethodWrong(KaodokiError):
    code = "method_not_allowed"
    ja = "この呼び出し方法(HTTPメソッド)は使えません。APIの仕様を確認してください。"
    en = "This address does not take that HTTP method. See the API's description."


class RequestUnreadable(KaodokiError):
    code = "bad_request"
    ja = "リクエストを読み取れません。形式を確認してください。"
    en = "The request cannot be read. Check its form."


class InternalFault(KaodokiError):
    code = "internal_error"
    ja = "内部エラーが発生しました。もう一度お試しください。続く場合は管理者に連絡してください。"
    en = "Something failed on our side. Try again, and tell an administrator if it goes on."


# Anything not named here is the sender's to mend: 422.
_STATUSES: dict[type[KaodokiError], int] = {
    Unauthenticated: 401,
    TerminalRefused: 401,
    Forbidden: 403,
    LastAllRights: 409,
    LoginTaken: 409,
    NotFound: 404,
    EmployeeUnknown: 404,
    EmployeeExists: 409,
    CompanyExists: 409,
    SiteExists: 409,
    SettingsOutdated: 409,
    TooLate: 409,
    ChallengeNotAsked: 409,
    ChallengeNotAnswered: 409,
    ChallengeUsed: 409,
    SealedOutOfOrder: 409,
    PinNotAsked: 409,
    ChallengeExpired: 410,
    PunchNotOpen: 409,
    ArchiveRefused: 422,
    SubmissionDecided: 409,
    PunchSecondTaken: 409,
    ImageTooLarge: 413,
    UploadTooLarge: 413,
    UploadUnreadable: 400,
    RequestUnreadable: 400,
    MethodWrong: 405,
    InternalFault: 500,
    PairingBlocked: 429,
    TooManyAttempts: 429,
    PinBlocked: 429,
    NotConnected: 409,
    InRestrictedHours: 409,
    MismatchGone: 409,
    KeyTaken: 409,
    DifferenceGone: 409,
    AttendanceSystemAway: 503,
    Busy: 503,
    TemplatesRenewing: 503,
    # A server that lacks its company's pack; the sender can only come back.
    PackUnknown: 503,
    PackNotPrepared: 503,
    PackDamaged: 503,
    PackUncalibrated: 503,
    DatabaseAway: 503,
}


# What Django raises below us, and what it means to the sender.
_OTHERS: dict[type[Exception], type[KaodokiError]] = {
    OperationalError: DatabaseAway,
    InterfaceError: DatabaseAway,
    RequestDataTooBig: UploadTooLarge,
    TooManyFilesSent: UploadTooLarge,
}


def status_of(error: KaodokiError) -> int:
    """The HTTP status that an answer with this error has."""
    return _STATUSES.get(type(error), 422)


def error_answer(request: HttpRequest, error: KaodokiError) -> HttpResponse:
    """The error body of the API in the language asked for."""
    language = language_of(request)
    status = status_of(error)
    body = {"code": error.code, "message": error.message(language), "details": _details(error, language)}
    # Half a surrogate pair, echoed from the input, cannot be encoded: it is replaced rather than failed upon.
    text = json.dumps(body, ensure_ascii=False, cls=DjangoJSONEncoder).encode("utf-8", "replace")
    response = HttpResponse(text, status=status, content_type="application/json; charset=utf-8")
    if status in (429, 503):
        response["Retry-After"] = str(_LONGER_WAITS_S.get(type(error), RETRY_AFTER_S))
    return response


def install(api: NinjaAPI) -> None:
    """Gives `api` an answer for everything that may be raised under it."""
    for expected in (KaodokiError, ValidationError, DataError, Http404, HttpError, *_OTHERS):
        api.add_exception_handler(expected, _answer)


def _answer(request: HttpRequest, raised: object) -> HttpResponse:
    if isinstance(raised, KaodokiError):
        return error_answer(request, raised)
    if isinstance(raised, ValidationError):
        return error_answer(request, InvalidInput(reason=_validation_reason(raised)))
    if isinstance(raised, DataError):
        return error_answer(request, InvalidInput(reason="a character or number that cannot be stored"))
    if isinstance(raised, Http404):
        return error_answer(request, NotFound())
    return error_answer(
        request, next((_OTHERS[kind]() for kind in _OTHERS if isinstance(raised, kind)), UploadUnreadable())
    )


def _details(error: KaodokiError, language: str) -> dict[str, object]:
    findings = error.details.get("findings")
    if not isinstance(findings, list):
        return error.details
    named = [{"code": code, "message": Finding(code).message(language)} for code in findings]
    return {**error.details, "findings": named}


def _validation_reason(error: ValidationError) -> str:
    """Names of the fields and what is wrong with them; never the values, which may be secret."""
    reasons = []
    for item in error.errors:
        place = [str(part) for part in item.get("loc", ()) if part not in ("body", "form", "query", "file", "path")]
        reasons.append(f"{'.'.join(place) or 'body'}: {item.get('msg', '')}")
    return "; ".join(reasons)

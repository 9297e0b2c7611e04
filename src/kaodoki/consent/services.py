"""Recording and reading consent."""

from kaodoki import clock
from kaodoki.consent.models import ConsentRecord
from kaodoki.errors import KaodokiError
from kaodoki.people.models import Employee

# The version of the notice in docs/reference/notice.md; a changed text gets a new version.
NOTICE_VERSION = "2026-11"


class ConsentMissing(KaodokiError):
    code = "consent_missing"
    ja = "顔写真を登録するには本人の同意が必要です。同意を確認のうえ consent=true を指定してください。"
    en = "A face photo needs the person's consent. Obtain it and send consent=true."


def record_consent(employee: Employee, *, declared_by: str, version: str = NOTICE_VERSION) -> ConsentRecord:
    """Consent to a version of the notice, declared by the person or by an administrator."""
    return _record(employee, ConsentRecord.Action.GIVEN, declared_by, version)


def withdraw_consent(employee: Employee, *, declared_by: str) -> ConsentRecord:
    """The end of consent. What must be erased with it is `enrolment`'s to do, in the same transaction."""
    return _record(employee, ConsentRecord.Action.WITHDRAWN, declared_by, NOTICE_VERSION)


def consent_version(employee: Employee) -> str:
    """The version that the person agrees to now; empty without consent."""
    newest = ConsentRecord.objects.filter(employee=employee).order_by("-id").first()
    return newest.notice_version if newest and newest.action == ConsentRecord.Action.GIVEN else ""


def has_consent(employee: Employee) -> bool:
    """True if the newest record says given."""
    newest = ConsentRecord.objects.filter(employee=employee).order_by("-id").first()
    return newest is not None and newest.action == ConsentRecord.Action.GIVEN


def _record(employee: Employee, action: ConsentRecord.Action, declared_by: str, version: str) -> ConsentRecord:
    return ConsentRecord.objects.create(
        company=employee.company,
        employee=employee,
        action=action,
        notice_version=version,
        declared_by=declared_by[:200],
        recorded_at=clock.now(),
    )

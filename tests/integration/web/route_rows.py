"""A company with one row of each kind that an address can name; see `test_routes`."""

import uuid
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone
from django_scopes import scope
from tests.integration.api_client import ApiClient, paired_terminal

from kaodoki.accounts.models import Role
from kaodoki.accounts.services import create_administrator, create_token
from kaodoki.enrolment.models import ImportFile, ImportJob, Photo, Submission
from kaodoki.people.models import Company, Employee, Site
from kaodoki.people.services import create_company
from kaodoki.punches.models import Punch, SealedAttempt, SealedState, State
from kaodoki.terminals.models import Terminal

SESSION = "session-of-rows-"
QUALITY = {
    "score": 80, "inter_eye_px": 90.0, "yaw_deg": 0.0, "roll_deg": 0.0, "sharpness": 100.0,
    "brightness": 0.5, "cut_share": 0.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A company with one row of each kind that an address can name."""

    company: Company
    ids: dict[str, str]
    site: Site
    terminal_token: str


def rows_of(code: str) -> Rows:
    company = create_company(code, f"株式会社{code}")
    token, secret = create_token(company, "rows", Role.ALL_RIGHTS)
    terminal_client = paired_terminal(ApiClient(token=secret))
    now = timezone.now()
    with scope(company=company):
        site = Site.objects.create(company=company, code=f"{code}-1", name="本社")
        terminal = Terminal.objects.get()
        terminal.site = site
        terminal.save(update_fields=["site"])
        who = Employee.objects.create(
            company=company,
            employee_code=f"{code}-7",
            family_name="山田",
            given_name="花子",
            site=site,
            created_at=now,
        )
        submission = Submission.objects.create(company=company, employee=who, notice_version="1", submitted_at=now)
        photo = Photo.objects.create(
            company=company, employee=who, submission=submission, status=Photo.Status.SUBMITTED,
            key_version=1, sealed=b"sealed", created_at=now, quality=QUALITY,
        )  # fmt: skip
        punch = Punch.objects.create(
            company=company, employee=who, terminal=terminal, kind="in", punched_at=now, working_date=now.date(),
            working_time="09:00", state=State.HELD, deliver_after=now, created_at=now,
        )  # fmt: skip
        sealed = SealedAttempt.objects.create(
            company=company, terminal=terminal, attempt_id=uuid.uuid4(), sequence=1, digest="0" * 64,
            received_at=now, state=SealedState.REVIEW,
        )  # fmt: skip
        job = ImportJob.objects.create(company=company, created_by="rows", created_at=now)
        ImportFile.objects.create(company=company, job=job, number=0, name="1.jpg", codes=["1"], sealed=b"sealed")
    colleague = create_administrator(company, f"rows-{code}", "a-long-password-for-tests", Role.VIEWER)
    passkey = Authenticator.objects.create(user=colleague, type=Authenticator.Type.WEBAUTHN, data={})
    session = UserSession.objects.create(user=colleague, session_key=f"{SESSION}{code}", ip="127.0.0.1", user_agent="x")
    ids = {
        "employee_code": who.employee_code, "terminal_id": terminal.id, "punch_id": punch.id, "photo_id": photo.id,
        "submission_id": submission.id, "sealed_id": sealed.id, "site_code": site.code, "token_id": token.id,
        "day": now.date(), "administrator_id": colleague.id, "pk": passkey.pk, "session_id": session.pk,
        "attempt_id": uuid.uuid4(), "provider_id": "sso", "job_id": job.id,
        "mismatch_id": f"missing-{code}", "difference_id": f"border-{code}", "token": f"not-a-token-{code}",
    }  # fmt: skip
    header = terminal_client._headers["Authorization"]
    return Rows(
        company=company, ids={name: str(value) for name, value in ids.items()}, site=site, terminal_token=header
    )

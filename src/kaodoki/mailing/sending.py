"""Handing mails over to the mail server. A mail counts as sent when the server has taken it."""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django_scopes import scopes_disabled

from kaodoki.accounts.models import Administrator
from kaodoki.mailing.errors import AddressMissing, MailNotConfigured, MailRefused
from kaodoki.mailing.models import Mail
from kaodoki.mailing.rules import next_try
from kaodoki.mailing.words import body_of, subject_of

logger = logging.getLogger(__name__)

# Kept for the console, then erased: they name employee codes.
KEPT_FOR = timedelta(days=30)
MOST_AT_ONCE = 500


def is_configured() -> bool:
    """Whether this installation has a mail server."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL)


def send_due(*, now: datetime) -> int:
    """Sends what waits, of all companies; how many were settled. Several workers may do so at once."""
    if not is_configured():
        return 0
    sent = 0
    with scopes_disabled():
        for _ in range(MOST_AT_ONCE):
            if not _send_next(now):
                break
            sent += 1
    return sent


def send_test(administrator: Administrator) -> None:
    """A mail to the administrator, at once. Raises `MailNotConfigured`, `AddressMissing`, `MailRefused`."""
    if is_configured() and not administrator.email:
        raise AddressMissing
    send_now(administrator.email, subject_of("test"), body_of("test"))


def send_now(to: str, subject: str, body: str) -> None:
    """One mail while somebody waits, kept nowhere: it may hold a link. Raises `MailNotConfigured`, `MailRefused`."""
    if not is_configured():
        raise MailNotConfigured
    try:
        _hand_over(get_connection(), to, subject, body)
    except (smtplib.SMTPException, OSError) as error:
        raise MailRefused(reason=_reason(error)) from error


def forget_old(*, now: datetime) -> None:
    """Erases mails that were written long ago, sent or not."""
    with scopes_disabled():
        Mail.objects.filter(created_at__lt=now - KEPT_FOR).delete()


def _send_next(now: datetime) -> bool:
    """Settles the mail that waits longest; False if none waits, or if the server is away and the rest need not try."""
    with transaction.atomic():
        waiting = Mail.objects.filter(sent_at__isnull=True, failed_at__isnull=True, next_try_at__lte=now)
        mail = waiting.select_for_update(skip_locked=True).order_by("next_try_at").first()
        if mail is None:
            return False
        try:
            _hand_over(get_connection(), mail.recipient, mail.subject, mail.body)
        except (smtplib.SMTPException, OSError) as error:
            _note_failure(mail, error, now)
            return isinstance(error, smtplib.SMTPRecipientsRefused)
        mail.sent_at, mail.error = now, ""
        mail.save(update_fields=["sent_at", "error"])
        return True


def _hand_over(connection: BaseEmailBackend, to: str, subject: str, body: str) -> None:
    headers = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no absence note answers it
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to], headers=headers, connection=connection).send()


def _note_failure(mail: Mail, error: Exception, now: datetime) -> None:
    mail.tries += 1
    mail.error = _reason(error)
    again = None if _is_final(error) else next_try(mail.tries, now)
    if again is None:
        mail.failed_at = now
    else:
        mail.next_try_at = again
    mail.save(update_fields=["tries", "error", "failed_at", "next_try_at"])
    logger.warning("a mail of kind %s was not taken: %s", mail.kind, mail.error)


def _is_final(error: Exception) -> bool:
    """Whether the server says that this recipient will never do (RFC 5321: 5yz)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return False


def _reason(error: Exception) -> str:
    """What went wrong in a word, without what the server said: that may repeat addresses."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({code for code, _ in error.recipients.values()})
        return f"recipient refused, {', '.join(map(str, codes))}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__}, {error.smtp_code}"
    return type(error).__name__

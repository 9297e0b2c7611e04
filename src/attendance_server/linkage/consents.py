"""The company's consent to the terms of linking: which version, who, when."""

from datetime import datetime

from attendance_server.linkage.models import Consent

TERMS_VERSION = "2026-11"  # raise it with any change of the terms' sense: the company is then asked anew


def record_consent(*, by: str, client_id: str, now: datetime) -> Consent:
    """The consent to the present terms; the first one stands, later ones change nothing."""
    given, _ = Consent.objects.get_or_create(
        terms_version=TERMS_VERSION, defaults={"given_by": by, "given_at": now, "client_id": client_id}
    )
    return given


def find_consent() -> Consent | None:
    """The consent to the present terms, if it was given."""
    return Consent.objects.filter(terms_version=TERMS_VERSION).first()

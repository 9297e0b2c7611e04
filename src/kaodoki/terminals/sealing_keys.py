"""The keys that attempts kept offline are sealed to: made, rotated, and erased 14 days after they were replaced."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.people import keys
from kaodoki.people.models import Company
from kaodoki.terminals import sealed_box
from kaodoki.terminals.errors import SealingKeyGone
from kaodoki.terminals.models import SealingKey

KEPT_AFTER_ROTATION = timedelta(days=14)
ROTATED_AFTER = timedelta(days=30)


def current_sealing_key(company: Company) -> SealingKey:
    """The key that terminals seal to now; made when it is first asked for."""
    found = SealingKey.objects.filter(company=company, retired_at__isnull=True).first()
    return found or _first_key(company)


def rotate_sealing_key(company: Company, *, by: str) -> SealingKey:
    """A new key from now on; the one before opens what terminals still hold, for 14 days."""
    with transaction.atomic():
        _lock(company)
        SealingKey.objects.filter(company=company, retired_at__isnull=True).update(retired_at=clock.now())
        key = _make(company)
        record_event(company.id, "sealing_key_rotated", subject=str(key.id), by=by)
    return key


def private_key(company: Company, key_id: uuid.UUID) -> bytes:
    """The private number of that key; raises `SealingKeyGone` for one that is erased or another company's."""
    row = SealingKey.objects.filter(company=company, id=key_id, private__isnull=False).first()
    if row is None or row.private is None:
        raise SealingKeyGone
    cipher = keys.cipher(company, key_version=row.key_version)
    return cipher.unseal(bytes(row.private), parts=_parts(row.id))


def tend_sealing_keys(company: Company, *, now: datetime) -> None:
    """Replaces a key that is 30 days old and erases what is over. A company that never needed a key gets none."""
    old = SealingKey.objects.filter(company=company, retired_at__isnull=True, created_at__lte=now - ROTATED_AFTER)
    if old.exists():
        rotate_sealing_key(company, by="system")
    over = SealingKey.objects.filter(company=company, private__isnull=False, retired_at__lte=now - KEPT_AFTER_ROTATION)
    with transaction.atomic():
        for key in over.select_for_update():
            SealingKey.objects.filter(pk=key.pk).update(private=None)
            record_event(company.id, "sealing_key_erased", subject=str(key.id))


def _first_key(company: Company) -> SealingKey:
    with transaction.atomic():
        _lock(company)
        # Another request may have been first.
        found = SealingKey.objects.filter(company=company, retired_at__isnull=True).first()
        return found or _make(company)


def _lock(company: Company) -> None:
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)


def _make(company: Company) -> SealingKey:
    pair, cipher, key_id = sealed_box.new_pair(), keys.cipher(company), uuid.uuid4()
    return SealingKey.objects.create(
        id=key_id,
        company=company,
        public=pair.public,
        private=cipher.seal(pair.private, parts=_parts(key_id)),
        key_version=cipher.key_version,
        created_at=clock.now(),
    )


def _parts(key_id: uuid.UUID) -> tuple[object, ...]:
    return ("sealing-key", key_id)

"""Pictures of attempts that are kept for a while: sealed like photos, forgotten when their time is over."""

import uuid
from datetime import datetime

from django.dispatch import receiver

from kaodoki.enrolment.erasing import face_data_erased
from kaodoki.people import keys
from kaodoki.people.models import Employee
from kaodoki.punches.models import Attempt, KeptFrame


def keep_frame(attempt: Attempt, picture: bytes, *, purpose: str, until: datetime) -> KeptFrame:
    """Seals a JPEG with the attempt, which must have been written."""
    cipher, frame_id = keys.cipher(attempt.company), uuid.uuid4()
    return KeptFrame.objects.create(
        id=frame_id,
        company=attempt.company,
        attempt=attempt,
        purpose=purpose,
        key_version=cipher.key_version,
        sealed=cipher.seal(picture, parts=_parts(attempt.pk, frame_id)),
        kept_until=until,
    )


def open_frame(frame: KeptFrame) -> bytes:
    """The JPEG."""
    cipher = keys.cipher(frame.company, key_version=frame.key_version)
    return cipher.unseal(bytes(frame.sealed), parts=_parts(frame.attempt_id, frame.id))


def forget_frames(*, now: datetime) -> int:
    """Deletes the pictures whose time is over, and returns how many those were."""
    count, _ = KeptFrame.objects.filter(kept_until__lte=now).delete()
    return count


@receiver(face_data_erased, dispatch_uid="kaodoki.punches.kept_frames")
def forget_frames_of(employee: Employee, **_: object) -> None:
    """With a person's face go the pictures of their attempts."""
    KeptFrame.objects.filter(attempt__employee=employee).delete()


def _parts(attempt_id: uuid.UUID, frame_id: uuid.UUID) -> tuple[object, ...]:
    return ("kept-frame", attempt_id, frame_id)

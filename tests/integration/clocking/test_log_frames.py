"""What of an attempt's pictures is kept, by the company's policy."""

from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np
import pytest
from django_scopes import scopes_disabled
from tests.integration.api_client import ApiClient, paired_terminal

from kaodoki.punches.kept_frames import open_frame
from kaodoki.punches.models import Attempt, KeptFrame

pytestmark = pytest.mark.django_db


def look(api: ApiClient, picture: Path) -> None:
    image = cv2.imread(str(picture))
    assert image is not None
    small = cv2.resize(image, None, fx=640 / max(image.shape[:2]), fy=640 / max(image.shape[:2]))
    paired_terminal(api, punch_selection="in").attempt([bytes(cv2.imencode(".jpg", small)[1])])


def test_nothing_is_kept_unless_the_company_says_so(api: ApiClient, pictures: Path) -> None:
    look(api, pictures / "biden.jpg")

    with scopes_disabled():
        assert Attempt.objects.count() == 1
        assert not KeptFrame.objects.exists()


def test_face_alone_is_kept_sealed_for_the_days_of_the_policy(api: ApiClient, pictures: Path) -> None:
    api.patch("/settings", {"attempt_frame_retention_days": 3})

    look(api, pictures / "biden.jpg")

    with scopes_disabled():
        kept = KeptFrame.objects.select_related("company", "attempt").get()
        picture = open_frame(kept)
    assert kept.purpose == "log"
    assert kept.kept_until - kept.attempt.recorded_at == timedelta(days=3)
    assert not bytes(kept.sealed).startswith(b"\xff\xd8")
    shown = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    assert shown is not None
    assert max(shown.shape[:2]) <= 200


def test_view_without_a_face_is_never_kept(api: ApiClient) -> None:
    api.patch("/settings", {"attempt_frame_retention_days": 3})
    grey = bytes(cv2.imencode(".jpg", np.full((480, 640, 3), 128, np.uint8))[1])

    paired_terminal(api, punch_selection="in").attempt([grey])

    with scopes_disabled():
        assert not KeptFrame.objects.exists()

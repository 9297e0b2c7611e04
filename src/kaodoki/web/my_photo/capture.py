"""Taking the pictures: the live report for the camera, and handing in, from the camera or from the phone's album."""

import threading
import time
import uuid
from collections import OrderedDict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from kaodoki.consent.services import consent_version, has_consent
from kaodoki.enrolment.errors import PhotoRefused
from kaodoki.enrolment.examining import Examination, Pose
from kaodoki.enrolment.submitting import Picture, examine_picture, submit_pictures
from kaodoki.errors import KaodokiError
from kaodoki.faces.findings import Finding
from kaodoki.web.api.failures import error_answer, status_of
from kaodoki.web.my_photo.page import closed, page
from kaodoki.web.my_photo.phone import employee_of, phone_page
from kaodoki.web.my_photo.texts import MY_PHOTO_TEXTS
from kaodoki.web.texts import LANGUAGES, chosen_language, in_language

# A live report needs no more; each costs a pass of the engine. Per process: several of them allow as many times more.
EXAMINE_EVERY_S = 0.4
LARGEST_FRAME = 1_000_000
LARGEST_PHOTO = 15_000_000
_MOST_PHONES = 1_000


class _Pace:
    """When each person's last picture was looked at."""

    def __init__(self) -> None:
        self._last: OrderedDict[uuid.UUID, float] = OrderedDict()
        self._lock = threading.Lock()

    def is_too_fast(self, person: uuid.UUID) -> bool:
        now = time.monotonic()
        with self._lock:
            last = self._last.pop(person, None)
            self._last[person] = now
            while len(self._last) > _MOST_PHONES:
                self._last.popitem(last=False)
        return last is not None and now - last < EXAMINE_EVERY_S


_PACE = _Pace()


@require_http_methods(["GET", "POST"])
@phone_page(closed)
def capture(request: HttpRequest) -> HttpResponse:
    """The camera's page; POST `front`, `left`, `right` hands the pictures in."""
    employee, language = employee_of(request), chosen_language(request)
    if not has_consent(employee):
        return redirect("my_photo:consent")
    if request.method == "GET":
        return _page(request)
    given = [(pose.value, request.FILES.get(pose.value)) for pose in Pose]
    if request.FILES.get(Pose.FRONT.value) is None or any(
        file and (file.size or 0) > LARGEST_PHOTO for _, file in given
    ):
        return _page(request, problem=MY_PHOTO_TEXTS["front_needed"].in_language(language), status=422)
    pictures = [Picture(pose=pose, data=file.read()) for pose, file in given if file is not None]
    try:
        submit_pictures(employee, pictures, notice_version=consent_version(employee))
    except KaodokiError as error:
        return _page(request, problem=_in_words(error, language), status=status_of(error))
    return redirect("my_photo:status")


@require_POST
@phone_page(closed)
def examine(request: HttpRequest) -> HttpResponse:
    """One frame looked at, for the live report; nothing is kept."""
    employee, frame, pose = employee_of(request), request.FILES.get("frame"), request.POST.get("pose", "")
    if frame is None or (frame.size or 0) > LARGEST_FRAME or pose not in set(Pose) or not has_consent(employee):
        return JsonResponse({"code": "bad_request"}, status=400)
    if _PACE.is_too_fast(employee.id):
        return JsonResponse({"code": "too_fast"}, status=429)
    try:
        seen = examine_picture(employee.company, frame.read(), pose=pose)
    except KaodokiError as error:
        return error_answer(request, error)
    return JsonResponse(_report(seen, chosen_language(request)))


def _report(seen: Examination, language: str) -> dict[str, object]:
    return {
        "is_good": seen.is_good,
        "guidance": seen.guidance(language),
        "components": {component.code: component.is_good for component in seen.components},
    }


def _in_words(error: KaodokiError, language: str) -> str:
    """The sentence, and for a refused picture which one and why."""
    if not isinstance(error, PhotoRefused):
        return error.message(language)
    pose, findings = str(error.details.get("pose", "")), error.details.get("findings")
    name = MY_PHOTO_TEXTS[f"pose_{pose}"].in_language(language) if pose else ""
    codes = findings if isinstance(findings, list) else []
    return f"{name}: {' '.join(Finding(code).message(language) for code in codes)}"


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    language = chosen_language(request)
    context: dict[str, object] = {
        "poses": [(pose.value, MY_PHOTO_TEXTS[f"pose_{pose.value}"].in_language(language)) for pose in Pose],
        "components": [
            (code, MY_PHOTO_TEXTS[f"component_{code}"].in_language(language))
            for code in ("size", "direction", "focus", "light", "covered")
        ],
        "said": in_language(
            {name: MY_PHOTO_TEXTS[name] for name in ("looking", "ready", "camera_off", "network", "retake", "shutter")},
            language if language in LANGUAGES else LANGUAGES[0],
        ),
        "problem": problem,
    }
    return page(request, "capture", context, status=status)

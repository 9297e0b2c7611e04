"""端末の動作確認: camera, light, sound, network and time of a device, and what to move; before and after pairing."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET

from kaodoki import clock
from kaodoki.web.kiosk.installing import kiosk_version
from kaodoki.web.kiosk.self_test_texts import CHECKS, SELF_TEST_TEXTS
from kaodoki.web.kiosk.texts import TEXTS
from kaodoki.web.texts import LANGUAGES, in_language


@require_GET
@ensure_csrf_cookie
@never_cache
def self_test(request: HttpRequest) -> HttpResponse:
    """The page itself; its script measures."""
    told = {**TEXTS, **SELF_TEST_TEXTS}
    context = {
        "texts": {language: in_language(told, language) for language in LANGUAGES},
        "no_script": TEXTS["no_script"],
        "version": kiosk_version(),
        "checks": CHECKS,
    }
    return render(request, "kiosk/self_test.html", context)


@require_GET
@never_cache
def server_time(_request: HttpRequest) -> JsonResponse:
    """The machine's own time, by which a device's clock is right or wrong; also what the round trip is timed with."""
    return JsonResponse({"machine_time": clock.machine_now().isoformat()})

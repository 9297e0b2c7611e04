"""What makes the kiosk an app that installs and that reloads without the server: service worker and manifest."""

import functools
import hashlib
import json
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

_STATIC = Path(__file__).parents[1] / "static"
_TEMPLATES = Path(__file__).parents[1] / "templates"
_WORKER = _STATIC / "kiosk" / "offline" / "service-worker.js"
_SHELL_TEMPLATES = ("kiosk/base.html", "kiosk/page.html")
_KINDS = (".js", ".css", ".svg", ".png")
_BESIDE = ("kaodoki.css", "kinds.svg")
ICON_SIZES = (192, 512)


@functools.cache
def kiosk_files() -> tuple[Path, ...]:
    """Everything static that the kiosk's page asks for."""
    own = (path for path in (_STATIC / "kiosk").rglob("*") if path.suffix in _KINDS and path != _WORKER)
    return tuple(sorted([*own, *(_STATIC / name for name in _BESIDE)]))


@functools.cache
def kiosk_version() -> str:
    """By the content of the page, its files and the worker: whatever changes, the worker is a new one."""
    digest = hashlib.sha256()
    for path in (*kiosk_files(), _WORKER, Path(__file__).parent / "texts.py"):
        digest.update(path.read_bytes())
    for name in _SHELL_TEMPLATES:
        digest.update((_TEMPLATES / name).read_bytes())
    return digest.hexdigest()[:16]


@require_GET
@never_cache
def service_worker(_request: HttpRequest) -> HttpResponse:
    """The worker with its version and its list of files; from here it may answer for all of /kiosk/."""
    files = [static(path.relative_to(_STATIC).as_posix()) for path in kiosk_files()]
    head = f"const VERSION = {json.dumps(kiosk_version())};\nconst FILES = {json.dumps(files)};\n"
    return HttpResponse(head + _WORKER.read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")


@require_GET
def manifest(_request: HttpRequest) -> JsonResponse:
    """What a browser shows of the installed kiosk."""
    icons = [
        {
            "src": static(f"kiosk/icon-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for size in ICON_SIZES
    ]
    body = {
        "name": "顔時 Kaodoki",
        "short_name": "顔時",
        "lang": "ja",
        "start_url": "/kiosk/",
        "scope": "/kiosk/",
        "display": "fullscreen",
        "background_color": "#ffffff",
        "theme_color": "#0b5cab",
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})

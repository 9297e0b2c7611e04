"""The certificate of our own authority, for a tablet to install: a page with the steps, and the files.

Only the public certificate. Its fingerprint stands on the page to be compared with what the server prints: the page
itself comes over a connection that the tablet does not trust yet.
"""

import plistlib
import ssl
import uuid
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kaodoki.vault.first_run import certificate_fingerprint
from kaodoki.web.first_run.authority_texts import AUTHORITY_TEXTS, PLATFORMS
from kaodoki.web.first_run.pictures import qr_picture
from kaodoki.web.texts import chosen_language, in_language

CRT_TYPE = "application/x-x509-ca-cert"
PROFILE_TYPE = "application/x-apple-aspen-config"
# Stays the same for a certificate, so that a second installation replaces the first.
_PROFILE_SPACE = uuid.UUID("6f1f7f0e-2f0c-4a0c-9f43-7d5c1c7a51c4")


@require_GET
@never_cache
def install(request: HttpRequest) -> HttpResponse:
    """The steps for each kind of device; where the certificate is not ours, that nothing is to be done."""
    language, pem = chosen_language(request), authority_pem()
    context: dict[str, object] = {
        "t": in_language(AUTHORITY_TEXTS, language),
        "language": language,
        "has_authority": pem is not None,
        "platforms": [platform.in_language(language) for platform in PLATFORMS],
        "kiosk": tablets_address(request) + "/kiosk/",
    }
    if pem is not None:
        fingerprint = certificate_fingerprint(pem)
        context["fingerprint"] = (fingerprint[:47], fingerprint[48:])
        context["picture"] = qr_picture(install_address(request))
        context["address"] = install_address(request)
    return render(request, "first_run/install.html", context)


@require_GET
def certificate(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """The certificate in DER, as Android, Windows and ChromeOS take it."""
    answer = HttpResponse(_der(), content_type=CRT_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="kaodoki-ca.crt"'
    return answer


@require_GET
def profile(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """The certificate as a configuration profile, as iPadOS and macOS take it."""
    der = _der()
    own = uuid.uuid5(_PROFILE_SPACE, der.hex())
    content = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"jp.kaodoki.authority.{own}.certificate",
        "PayloadUUID": str(uuid.uuid5(own, "certificate")),
        "PayloadDisplayName": "Kaodoki",
        "PayloadCertificateFileName": "kaodoki-ca.crt",
        "PayloadContent": der,
    }
    whole = {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"jp.kaodoki.authority.{own}",
        "PayloadUUID": str(own),
        "PayloadDisplayName": "顔時 Kaodoki",
        "PayloadDescription": "顔認証端末がこのサーバーを信頼するための証明書 / lets this device trust the server",
        "PayloadContent": [content],
    }
    answer = HttpResponse(plistlib.dumps(whole), content_type=PROFILE_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="kaodoki-ca.mobileconfig"'
    return answer


def authority_pem() -> str | None:
    """The authority's certificate in PEM; None where tablets trust ours without it, or none is used."""
    file: Path | None = settings.AUTHORITY_FILE
    try:
        return file.read_text(encoding="ascii") if file else None
    except OSError:
        return None


def tablets_address(request: HttpRequest) -> str:
    """Where a tablet reaches us: as the operator or the network says, else as this request did; without a path."""
    known: str = settings.TABLETS_URL
    return known or request.build_absolute_uri("/").rstrip("/")


def install_address(request: HttpRequest) -> str:
    """The page that the tablet opens first."""
    return tablets_address(request) + reverse("first_run:install_authority")


def _der() -> bytes:
    pem = authority_pem()
    if pem is None:
        raise Http404
    return ssl.PEM_cert_to_DER_cert(pem)

"""The company's settings (就労管理)."""

import json

from django.http import HttpRequest
from ninja import Router

from kaodoki.errors import InvalidInput
from kaodoki.people.models import Settings
from kaodoki.people.queries import settings_of
from kaodoki.people.services import change_settings
from kaodoki.web.api.authentication import company_of, require
from kaodoki.web.api.paging import Json

router = Router(tags=["settings"])

NAMES = tuple(field.name for field in Settings._meta.fields if field.name != "company")


@router.get("")
def get_settings(request: HttpRequest) -> Json:
    """All settings."""
    return _settings_json(settings_of(company_of(request)))


@router.patch("")
def patch_settings(request: HttpRequest) -> Json:
    """Changes what is given, all of it or nothing."""
    by = require(request)
    try:
        changes = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(reason="JSON") from error
    if not isinstance(changes, dict):
        raise InvalidInput(reason="JSON object")
    return _settings_json(change_settings(company_of(request), changes, by=by))


def _settings_json(settings: Settings) -> Json:
    return {name: getattr(settings, name) for name in NAMES}

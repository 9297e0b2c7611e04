"""The API put together: `/api/v1/`, its documents at `/api/v1/openapi.json` and `/api/v1/docs`."""

from ninja import NinjaAPI, Router

from kaodoki import __version__
from kaodoki.web.api import (
    company_settings,
    connection,
    credentials,
    employees,
    failures,
    linked_people,
    linked_sites,
    look_alikes,
    overtime,
    pairing,
    photos,
    records,
    terminal,
    terminal_care,
    terminals,
)
from kaodoki.web.api.authentication import CompanyToken, TerminalToken, in_company_scope

api = NinjaAPI(title="Kaodoki", version=__version__, urls_namespace="api", docs_url=None)
failures.install(api)


def _attach(path: str, router: Router, auth: CompanyToken | TerminalToken) -> None:
    router.add_decorator(in_company_scope, mode="operation")
    api.add_router(path, router, auth=auth)


# Pairing comes before any caller is known, so it has no scope.
api.add_router("/terminals", pairing.router)
for _path, _router in (
    ("/employees", employees.router),
    ("/employees", credentials.router),
    ("/terminals", terminals.router),
    ("", records.router),
    ("/look-alikes", look_alikes.router),
    ("/photos", photos.router),
    ("/settings", company_settings.router),
    ("/connection/people", linked_people.router),
    ("/connection/sites", linked_sites.router),
    ("/connection", connection.router),
    ("/overtime", overtime.router),
):
    _attach(_path, _router, CompanyToken())
_attach("/terminal", terminal.router, TerminalToken())
_attach("/terminal", terminal_care.router, TerminalToken())

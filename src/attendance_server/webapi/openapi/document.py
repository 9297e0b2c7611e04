"""Put the document together from its tables."""

import re
from functools import cache
from typing import Any

from attendance_server.webapi.openapi.answers import PEOPLE, WORKINGS
from attendance_server.webapi.openapi.parts import Schema, ref
from attendance_server.webapi.openapi.paths import PATHS, Method, path_parameter, query_parameter
from attendance_server.webapi.openapi.plans import PLANS, REFUSALS, SENT

_PLACE = re.compile(r"\{(\w+)\}")
_REFUSED = {
    "400": "refused: a value, a date, somebody or something unknown",
    "403": "refused: credentials, permission, address (100 or 105), or restricted hours (104)",
    "404": "no such path",
    "500": "the server failed (300)",
}


@cache
def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document; the same object at every call."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Attendance server: the KING OF TIME WebAPI v1.0 as reconstructed",
            "version": "1.0",
            "description": "日時は+09:00。値のないプロパティは省かれます。 Properties without a value are left out.",
        },
        "servers": [{"url": "/v1.0"}],
        "security": [{"bearer": []}],
        "paths": {
            found.path: {
                **{name: _operation(found.path, name, method) for name, method in found.methods.items()},
                "parameters": [path_parameter(name) for name in _PLACE.findall(found.path)],
            }
            for found in PATHS
        },
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {**PEOPLE, **WORKINGS, **PLANS, **REFUSALS, **SENT},
        },
    }


def _operation(path: str, name: str, method: Method) -> Schema:
    operation: Schema = {
        "operationId": name + _PLACE.sub(r"by-\1", path).replace("/", "-"),
        "parameters": [query_parameter(parameter) for parameter in method.query],
        "responses": _responses(method),
    }
    if method.is_open:
        operation["security"] = []
    if method.body:
        operation["requestBody"] = {"required": True, "content": _json(ref(method.body))}
    return operation


def _responses(method: Method) -> Schema:
    if method.answer is None:
        good: Schema = {"204": {"description": "done"}}
    else:
        good = {str(method.status): {"description": "done", "content": _json(method.answer)}}
    refused = {status: {"description": said, "content": _json(ref("Errors"))} for status, said in _REFUSED.items()}
    limited = {"description": "too many requests in five minutes", "content": _json(ref("TooManyRequests"))}
    return {**good, **refused, "429": limited}


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}

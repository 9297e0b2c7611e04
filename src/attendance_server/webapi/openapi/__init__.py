"""The WebAPI as an OpenAPI document: what this server takes and answers, written down once as data.

It says what this server does, not what the real service has published; schemathesis holds the two together.
"""

from attendance_server.webapi.openapi.document import document

__all__ = ["document"]

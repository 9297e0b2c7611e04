"""Words of a schema, so that the schemas read as tables."""

from collections.abc import Sequence
from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
BOOLEAN: Schema = {"type": "boolean"}
INTEGER: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
DAYS: Schema = {"type": "number", "minimum": 0}
MINUTES: Schema = {"type": "integer", "minimum": 0, "description": "minutes"}
KEY: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
DATE: Schema = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MONTH: Schema = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}
HOUR_MINUTE: Schema = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}
INSTANT: Schema = {  # a punch's time, which has seconds
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\+09:00$",
}
MOMENT: Schema = {  # any other date-time
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d\+09:00$",
}
# What is taken in: any offset, with or without fractions; where `MOMENT` is answered, seconds may be left out.
INSTANT_IN: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$"}
MOMENT_IN: Schema = {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:?\d{2}))?$"}
CODE_IN: Schema = {"type": ["string", "integer"], "description": "a number is taken as its digits"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def array(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def closed(properties: Schema, *, optional: Sequence[str] = ()) -> Schema:
    """An object of an answer: nothing but these, and all of them but the optional ones."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def minutes(*names: str) -> Schema:
    """Properties that are all minutes."""
    return dict.fromkeys(names, MINUTES)

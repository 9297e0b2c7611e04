"""What an administrator enters to issue an access token, read and checked."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

_MAX_PURPOSE, _MAX_ADDRESSES = 200, 100
_MAX_SHOWN = 60

# The WebAPI's kinds of data: permission, word of the pages, whether the WebAPI can write it.
CATEGORIES = (
    ("company", "company", False),
    ("employees", "employees_data", True),
    ("divisions", "divisions_data", False),
    ("employee_groups", "employee_groups", False),
    ("daily_attendance", "daily_attendance", True),
    ("monthly_attendance", "monthly_attendance", False),
    ("daily_schedules", "daily_schedules", True),
    ("requests", "requests", False),
)
PERMISSIONS = frozenset(
    f"{name}:{right}"
    for name, _, is_writable in CATEGORIES
    for right in (("read", "write") if is_writable else ("read",))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenForm:
    """The input; `problems` are (word of the pages, the text at fault), none if a token may be issued."""

    purpose: str = ""
    permissions: frozenset[str] = frozenset()
    addresses: Sequence[str] = ()
    addresses_text: str = ""
    problems: Sequence[tuple[str, str]] = ()


def read_form(given: QueryDict) -> TokenForm:
    """Unknown permissions are dropped; addresses come back in their usual notation."""
    purpose = given.get("purpose", "").strip()
    permissions = PERMISSIONS & set(given.getlist("permissions"))
    text = given.get("addresses", "")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    addresses = [_address(line) for line in lines]
    problems = []
    if not purpose or len(purpose) > _MAX_PURPOSE or not purpose.isprintable():
        problems.append(("purpose_missing", ""))
    if not permissions:
        problems.append(("rights_missing", ""))
    wrong = [line for line, address in zip(lines, addresses, strict=True) if address is None]
    if wrong or len(lines) > _MAX_ADDRESSES:
        problems.append(("address_invalid", " ".join(wrong[:1])[:_MAX_SHOWN]))
    found = dict.fromkeys(address for address in addresses if address is not None)
    return TokenForm(
        purpose=purpose, permissions=permissions, addresses=tuple(found), addresses_text=text, problems=problems
    )


def _address(line: str) -> str | None:
    """One address or a range; bits beyond a range's prefix are cut off."""
    try:
        network = ipaddress.ip_network(line, strict=False)
    except ValueError:
        return None
    return str(network.network_address) if network.prefixlen == network.max_prefixlen else str(network)

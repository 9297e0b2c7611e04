"""Where a browser can go in the console: what the menu leads to, and what those pages lead to, each kind once."""

import re

from playwright.sync_api import Page

MOST = 80
# Leads out, does something, or is no page.
SKIPPED = re.compile(r"/(logout|return)$|\.(csv|xlsx|pdf|zip|png|jpg)$|/(export|download|frame|picture|photo)s?/")
IDENTIFIER = re.compile(r"/[0-9a-f]{8}-[0-9a-f-]{27}|/\d{4}-\d\d-\d\d|/\d{4,}")


def console_addresses(page: Page) -> list[str]:
    """Paths below /console/, breadth first; of addresses that differ only in an id, the first."""
    waiting, kinds = ["/console/"], set[str]()
    found: list[str] = []
    while waiting and len(found) < MOST:
        address = waiting.pop(0)
        kind = IDENTIFIER.sub("/*", address)
        if kind in kinds or SKIPPED.search(address):
            continue
        kinds.add(kind)
        answer = page.goto(address)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        found.append(address)
        waiting += _links(page)
    return found


def _links(page: Page) -> list[str]:
    hrefs: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('main a[href], nav a[href]')].map(a => a.pathname)"
    )
    return [href for href in dict.fromkeys(hrefs) if href.startswith("/console/")]

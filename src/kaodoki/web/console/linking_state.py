"""How the link stands, in words, for the page KING OF TIME連携設定. Callers hold the company's scope."""

from dataclasses import dataclass
from datetime import datetime

from kaodoki.linking import completion
from kaodoki.linking.authorization import CONNECTOR
from kaodoki.linking.completion import Compared, Offer
from kaodoki.linking.models import Connection
from kaodoki.linking.queries import ConnectionStatus, connection_of, connection_status, restricted_until
from kaodoki.people.models import Company
from kaodoki.people.queries import settings_of, zone_of
from kaodoki.web.border_words import border_words
from kaodoki.web.console.linking_page_texts import LINKING_PAGE_TEXTS
from kaodoki.web.texts import in_language

API_PATH = "/v1.0"
VENDOR_ADDRESS = "https://api.kingtime.jp/v1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownState:
    """`facts`: what is known of the link, name and value. `address`: to link to unless another is entered."""

    name: str
    tone: str
    is_linked: bool
    is_connected: bool
    trouble: str
    remark: str
    facts: list[tuple[str, str]]
    address: str
    token_address: str
    can_reissue: bool
    unlink_hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOffer:
    """The differences with the button that mends each: difference, sentence, what the button says."""

    address: str
    differences: list[tuple[str, str, str]]


def shown_state(company: Company, language: str, *, default_address: str) -> ShownState:
    """Everything but what is shown only once."""
    status, connection = connection_status(company), connection_of(company)
    texts = in_language(LINKING_PAGE_TEXTS, language)
    is_ours = connection is not None and status.connector == CONNECTOR
    known = str(status.base_url) if is_ours else ""
    beside = f"{default_address}{API_PATH}" if default_address else ""
    is_refused = status.state == Connection.State.CREDENTIALS_REFUSED
    count = f"{status.waiting_punches:,}"
    return ShownState(
        name=texts[f"state_{status.state}"],
        tone="warn" if is_refused else "good" if connection else "mute",
        is_linked=is_ours and not is_refused,
        is_connected=connection is not None,
        trouble=texts["is_refused"].format(count=count) if is_refused else _away(company, connection, texts),
        remark=_remark(status, texts, is_ours=is_ours),
        facts=_facts(company, status, texts),
        address=known or beside,
        token_address=known or beside or VENDOR_ADDRESS,
        can_reissue=is_ours and not is_refused,
        unlink_hint=texts["unlink_hint"].format(count=count),
    )


def shown_offer(company: Company, offer: Offer, language: str) -> ShownOffer:
    """What is to be confirmed."""
    align = LINKING_PAGE_TEXTS["align_to"].in_language(language)
    return ShownOffer(
        address=offer.base_url,
        differences=[
            (one.id, border_words(one, language), align.format(time=f"{one.day_border:%-H:%M}"))
            for one in completion.differences(company, offer)
        ],
    )


def said_after(company: Company, compared: Compared, language: str, *, now: datetime) -> dict[str, object]:
    """On the page that says that linking is complete: the differences that are left, or that nobody could look yet."""
    texts = in_language(LINKING_PAGE_TEXTS, language)
    if compared.is_known:
        return {"differences": [border_words(one, language) for one in completion.differences(company, compared)]}
    settings = settings_of(company)
    until = restricted_until(settings, now)
    if until is None:
        return {"later": texts["not_compared"]}
    return {"later": texts["compared_later"].format(time=f"{until.astimezone(zone_of(settings)):%-H:%M}")}


def _facts(company: Company, status: ConnectionStatus, texts: dict[str, str]) -> list[tuple[str, str]]:
    zone = zone_of(settings_of(company))

    def local(moment: datetime | None, otherwise: str) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %-H:%M}" if moment else otherwise

    waiting = (texts["waiting_punches"], texts["waiting_count"].format(count=f"{status.waiting_punches:,}"))
    if status.connector is None:
        return [waiting]
    return [
        (texts["linked_to"], str(status.base_url)),
        (texts["linked_since"], local(status.linked_at, "—")),
        (texts["linked_by"], status.linked_by or "—"),
        (texts["linked_way"], texts[f"way_{status.linked_way}"] if status.linked_way else "—"),
        (texts["last_sync_at"], local(status.last_sync_at, texts["never_synced_yet"])),
        waiting,
    ]


def _remark(status: ConnectionStatus, texts: dict[str, str], *, is_ours: bool) -> str:
    if status.connector is None:
        return texts["not_yet"]
    return "" if is_ours else texts["linked_elsewhere"].format(connector=status.connector)


def _away(company: Company, connection: Connection | None, texts: dict[str, str]) -> str:
    if connection is None or not connection.failures or connection.retry_after is None:
        return ""
    local = connection.retry_after.astimezone(zone_of(settings_of(company)))
    return texts["is_away"].format(time=f"{local:%-H:%M:%S}")

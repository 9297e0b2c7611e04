"""Which attendance systems there are connectors for, by the name that a connection is stored under."""

from collections.abc import Callable

from kaodoki.linking.connectors.king_of_time.connector import KingOfTime
from kaodoki.linking.connectors.protocol import Connector


def _king_of_time(base_url: str, access_token: str) -> Connector:
    return KingOfTime(base_url=base_url, access_token=access_token)


CONNECTORS: dict[str, Callable[[str, str], Connector]] = {"king_of_time": _king_of_time}

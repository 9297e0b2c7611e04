"""Which attendance systems there are connectors for, by the name that a connection is stored under.

A connector is found, not listed: a folder here with `connector.py`, or an installed package that declares an entry
point, is enough. Both offer a `ConnectorType`.
"""

import importlib
import logging
import pkgutil
from importlib.metadata import entry_points

from kaodoki.linking import connectors
from kaodoki.linking.connectors.protocol import ConnectorType

logger = logging.getLogger(__name__)

ENTRY_POINT_GROUP = "kaodoki.connectors"


def find_connectors() -> dict[str, ConnectorType]:
    """All there are. A package from outside neither replaces one of ours nor, broken, keeps Kaodoki from starting."""
    return _installed() | _in_this_folder()


def _in_this_folder() -> dict[str, ConnectorType]:
    names = [module.name for module in pkgutil.iter_modules(connectors.__path__) if module.ispkg]
    return {name: importlib.import_module(f"{connectors.__name__}.{name}.connector").CONNECTOR for name in names}


def _installed() -> dict[str, ConnectorType]:
    found: dict[str, ConnectorType] = {}
    for entry in entry_points(group=ENTRY_POINT_GROUP):
        try:
            offered = entry.load()
        except Exception:
            logger.exception("connector %s cannot be loaded", entry.name)
            continue
        if isinstance(offered, ConnectorType):
            found[entry.name] = offered
        else:
            logger.error("connector %s is no ConnectorType", entry.name)
    return found


CONNECTORS = find_connectors()

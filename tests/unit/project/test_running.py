"""What the parts that `up` starts read from their environment is what the operator gave."""

import base64
from pathlib import Path

import pytest

from kaodoki.project.environment import PREFIX, read_environment
from kaodoki.project.running import variables_for_parts
from kaodoki.project.secrets import Secrets

KEYS = Secrets(secret_key="s" * 40, template_key=base64.b64encode(b"t" * 32).decode())
GIVEN = {
    "KAODOKI_CONNECTOR_HOSTS": "attendance.example.jp,10.0.0.1:8100",
    "KAODOKI_CONNECTOR_FOLDERS": "/srv/kaodoki,/mnt/import",
    "KAODOKI_TRUSTED_PROXIES": "10.0.0.0/8",
    "KAODOKI_EMAIL_URL": "smtps://kaodoki:p%40ss@mail.example.jp",
    "KAODOKI_EMAIL_FROM": "kaodoki@example.jp",
}


@pytest.mark.parametrize("given", [GIVEN, {}])
def test_parts_may_reach_what_the_operator_allowed_and_nothing_else(given: dict[str, str]) -> None:
    operator = read_environment(given)

    variables = variables_for_parts(operator, KEYS, "postgresql:///kaodoki")

    part = read_environment({name: value for name, value in variables.items() if name.startswith(PREFIX)})
    assert (
        part.connector_folders
        == operator.connector_folders
        == tuple(Path(folder) for folder in given.get("KAODOKI_CONNECTOR_FOLDERS", "").split(",") if folder)
    )
    assert part.connector_hosts == operator.connector_hosts
    assert part.trusted_proxies == operator.trusted_proxies
    assert (part.email_url, part.email_from) == (operator.email_url, operator.email_from)

"""The command that issues the token of `serve --token`."""

from collections.abc import Callable
from datetime import datetime, timedelta

import time_machine
from django.core.management import call_command

from attendance_server.linkage import tokens
from tests.attendance_server.conftest import NOON


def test_a_token_is_stamped_by_the_clock_that_the_server_was_given(
    db: None, noon: time_machine.Traveller, switch: Callable[..., None]
) -> None:
    noon.move_to(NOON, tick=False)
    switch(clock_offset=timedelta(days=-40))

    call_command("issue_token", token="a" * 32)

    found = tokens.find_token("a" * 32)
    assert found is not None
    assert found.issued_at == datetime.fromisoformat("2026-10-11T12:00:00+09:00")

"""A registered service and an all-rights administrator."""

import pytest
from django.core.management import call_command

from tests.attendance_server.caller import Caller
from tests.attendance_server.linkage.service import RETURN, Service


@pytest.fixture
def service(api: Caller) -> Service:
    call_command("make_demo_admin", login="admin:correct horse")
    call_command("register_client", client_id="kaodoki", name="顔時 (Kaodoki)", redirect_uris=[RETURN])
    return Service()

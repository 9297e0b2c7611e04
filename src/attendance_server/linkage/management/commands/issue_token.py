"""Issue exactly the token that `serve` was given."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from attendance_server.linkage import tokens


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--token", required=True)

    def handle(self, *_args: object, token: str, **_options: object) -> None:
        now = timezone.now() + settings.ATTENDANCE.clock_offset  # what `--clock` says, as everything here is stamped
        tokens.issue_token(token=token, purpose="serve --token", now=now)

"""Issue exactly the token that `serve` was given."""

from datetime import UTC, datetime

from django.core.management.base import BaseCommand, CommandParser

from attendance_server.linkage import tokens


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--token", required=True)

    def handle(self, *_args: object, token: str, **_options: object) -> None:
        tokens.issue_token(token=token, purpose="serve --token", now=datetime.now(UTC))

"""Plant the seed that `serve` was given, and forget restricted hours changed in an earlier run."""

from django.core.management.base import BaseCommand, CommandParser

from attendance_server.webapi import seeds, windows
from attendance_server.webapi.switches import Seed


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", required=True)

    def handle(self, *_args: object, seed: str, **_options: object) -> None:
        seeds.plant(Seed(seed))
        windows.forget_changes()

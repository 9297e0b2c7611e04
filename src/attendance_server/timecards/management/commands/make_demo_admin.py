"""Make the login of an all-rights administrator that `serve` was given, or set its password anew."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--login", required=True)

    def handle(self, *_args: object, login: str, **_options: object) -> None:
        name, _, password = login.partition(":")
        if not name or not password:
            raise CommandError("give the login as LOGIN:PASSWORD")
        user, _ = User.objects.get_or_create(username=name)
        user.is_staff = user.is_superuser = True
        user.set_password(password)
        user.save()

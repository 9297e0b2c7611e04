"""Register a service that may ask for a link, or change its name and addresses."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from attendance_server.linkage.clients import ClientInvalid, NewClient, register_client


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--client-id", required=True)
        parser.add_argument("--name", required=True, help="as administrators read it")
        parser.add_argument("--redirect-uri", required=True, action="extend", nargs="+", dest="redirect_uris")

    def handle(self, *_args: object, client_id: str, name: str, redirect_uris: list[str], **_options: object) -> None:
        try:
            register_client(NewClient(client_id=client_id, name=name, redirect_uris=redirect_uris))
        except ClientInvalid as error:
            raise CommandError(str(error)) from error

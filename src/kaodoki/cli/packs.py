"""`kaodoki packs …`: model packs that a company brings, and the way from one pack to another."""

import importlib
import os
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from kaodoki.cli.database import on_database
from kaodoki.cli.language import language
from kaodoki.project.environment import choose_data_dir, read_environment

Company = Annotated[str, typer.Option(help="The company's code.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name or id of a pack.")]

app = typer.Typer(no_args_is_help=True, help="Model packs.")


@app.command("add")
def add(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="With pack.toml, the networks and the licence.")],
) -> None:
    """Judge a pack that you bring and take it in. Run it on every machine that serves or works."""
    _work().add(folder.expanduser(), _packs_dir(), language=language())


@app.command("list")
def list_packs() -> None:
    """Show the packs of this machine."""
    _work().show(_packs_dir(), language=language())


@app.command("verify")
def verify(name: Annotated[str | None, typer.Argument(metavar="NAME", help="Without one: all packs.")] = None) -> None:
    """Check hashes and licences again, and run the networks."""
    _work().verify(name, _packs_dir(), language=language())


@app.command("calibrate")
def calibrate(
    name: Name,
    pictures: Annotated[Path, typer.Option(help="A folder of photos, one person each; or a folder a person.")],
    out: Annotated[Path | None, typer.Option(help="Write the table here and change nothing.")] = None,
) -> None:
    """Measure how alike strangers look to a pack, and keep the thresholds that follow."""
    _work().calibrate(name, pictures.expanduser(), _packs_dir(), out=out, language=language())


@app.command("trial")
def trial(company: Company, name: Name) -> None:
    """Put a pack on trial: compute templates in the background, compare on live attempts."""
    with on_database():
        _renewing().trial(company, name, language=language())


@app.command("renewal")
def renewal(company: Company) -> None:
    """Show how far the computing is, how the packs agree, and who must enrol again."""
    with on_database():
        _renewing().show(company, language=language())


@app.command("switch")
def switch(
    company: Company,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="The pack on trial.")] = "",
    back: Annotated[bool, typer.Option("--back", help="Return to the pack of before.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Even if people must enrol again; they are listed.")] = False,
) -> None:
    """Let the pack on trial decide from the next attempt on."""
    with on_database():
        _renewing().switch(company, name, back=back, force=force, language=language())


@app.command("retire")
def retire(company: Company, name: Name) -> None:
    """Delete the templates of a pack that does not decide (any more), and end its trial."""
    with on_database():
        _renewing().retire(company, name, language=language())


def _packs_dir() -> Path:
    return choose_data_dir(read_environment(os.environ)).expanduser().resolve() / "packs"


def _work() -> ModuleType:
    return importlib.import_module("kaodoki.project.packs")


def _renewing() -> ModuleType:
    return importlib.import_module("kaodoki.project.renewing")

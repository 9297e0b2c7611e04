"""`kaodoki photos …`: photos in bulk."""

import importlib
from pathlib import Path
from typing import Annotated

import typer

from kaodoki.cli.database import on_database
from kaodoki.cli.language import language

app = typer.Typer(no_args_is_help=True, help="Employees' photos.")


@app.callback()
def photos() -> None:
    """Employees' photos."""


@app.command("import")
def import_photos(
    source: Annotated[Path, typer.Argument(exists=True, help="A folder or a ZIP of pictures named by employee code.")],
    company: Annotated[str, typer.Option(help="The company's code.")],
    consent: Annotated[bool, typer.Option("--consent", help="Everybody on the pictures has agreed.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write what became of each file to this CSV file.")] = None,
) -> None:
    """Register many photos at once; exit code 1 if one of them needs somebody."""
    if not consent:
        raise typer.BadParameter("--consent: photos are registered only of people who have agreed")
    with on_database():
        importing = importlib.import_module("kaodoki.project.photo_import")
        with typer.progressbar(length=1, show_eta=True) as bar:
            is_fine = importing.run(source, company, report=report, language=language(), bar=bar)
    raise typer.Exit(0 if is_fine else 1)

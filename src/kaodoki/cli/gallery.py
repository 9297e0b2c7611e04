"""`kaodoki gallery …`: what is known of a company's gallery."""

import importlib
from typing import Annotated

import typer

from kaodoki.cli.database import on_database
from kaodoki.cli.language import language

app = typer.Typer(no_args_is_help=True, help="A company's gallery.")


@app.callback()
def gallery() -> None:
    """A company's gallery."""


@app.command("look-alikes")
def look_alikes(
    company: Annotated[str, typer.Option(help="The company's code.")],
    recompute: Annotated[bool, typer.Option("--recompute", help="Compare everybody with everybody first.")] = False,
) -> None:
    """List the pairs of employees whom a terminal could confuse (似ている従業員)."""
    with on_database():
        report = importlib.import_module("kaodoki.project.look_alike_report")
        for line in report.lines(company, recompute=recompute, language=language()):
            print(line)

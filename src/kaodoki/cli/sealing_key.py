"""`kaodoki sealing-key …`: the key that terminals seal offline punches to."""

import importlib
from typing import Annotated

import typer

from kaodoki.cli.database import on_database
from kaodoki.cli.language import language

app = typer.Typer(no_args_is_help=True, help="The key of offline punches.")


@app.callback()
def sealing_key() -> None:
    """The key of offline punches."""


@app.command("rotate")
def rotate(company: Annotated[str, typer.Option(help="The company's code.")]) -> None:
    """Replace the key now; it is also replaced every 30 days by itself (オフライン打刻の暗号鍵の交換)."""
    with on_database():
        print(importlib.import_module("kaodoki.project.sealing_key").rotate(company, language=language()))

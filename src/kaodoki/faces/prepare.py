"""Prepares a model pack at bootstrap: checks the weights, folds and compiles them, beside the environment."""

import argparse
import hashlib
import json
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from kaodoki.errors import KaodokiError
from kaodoki.faces.admission.files import read_bounded
from kaodoki.faces.errors import PackSourceMissing
from kaodoki.faces.folding import fold_weights
from kaodoki.faces.networks import ModelFile, RecogniserFile
from kaodoki.faces.pack import RECEIPT, Pack, read_pack, read_receipt
from kaodoki.faces.pipeline import compile_ahead
from kaodoki.faces.writing import write_whole


def prepare(pack: Pack, *, again: bool = False) -> bool:
    """Folds the pack's files into its folder. Returns whether there was anything to do.

    Safe to run twice, and at the same time from two processes: each file appears whole, the receipt last.
    """
    if not again and is_prepared(pack):
        return False
    pack.folder.mkdir(parents=True, exist_ok=True)
    folded: dict[str, str] = {}
    for file in pack.files:
        data = fold_weights(read_source(file), centre=file.centre if isinstance(file, RecogniserFile) else "")
        write_whole(pack.folder / file.folded, data)
        folded[file.folded] = hashlib.sha256(data).hexdigest()
    receipt = {"sources": {file.folded: file.sha256 for file in pack.files}, "folded": folded}
    write_whole(pack.folder / RECEIPT, json.dumps(receipt, indent=1).encode())
    return True


def is_prepared(pack: Pack) -> bool:
    """Whether a receipt for exactly these sources and all files are there (their content is checked when loaded)."""
    receipt = read_receipt(pack)
    return receipt is not None and all(
        receipt["sources"].get(file.folded) == file.sha256 and (pack.folder / file.folded).is_file()
        for file in pack.files
    )


def read_source(file: ModelFile) -> bytes:
    """The file out of the pack's folder or the installed package; refused if its sha256 is another.

    The package is never imported.
    """
    if file.folder is not None:
        return read_bounded(file.folder, file.source, sha256=file.sha256)
    try:
        path = Path(str(distribution(file.package).locate_file(file.source)))
        data = path.read_bytes()
    except (PackageNotFoundError, OSError) as error:
        raise PackSourceMissing(package=file.package, file=Path(file.source).name) from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise PackSourceMissing(package=file.package, file=Path(file.source).name)
    return data


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m kaodoki.faces.prepare", description=__doc__)
    parser.add_argument("pack", nargs="?", help="name of the model pack (default: the one Kaodoki uses)")
    parser.add_argument("--again", action="store_true", help="fold the weights even if that has been done")
    options = parser.parse_args(arguments)
    try:
        pack = read_pack(options.pack)
        changed = prepare(pack, again=options.again)
        compile_ahead(pack)
    except KaodokiError as error:
        print(error.message("en"), file=sys.stderr)
        return 1
    print(f"model pack {pack.id}: {'prepared' if changed else 'ready'} in {pack.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Every error has a stable code of its own and a sentence in both languages."""

import importlib
import pkgutil

import kaodoki
from kaodoki.errors import KaodokiError


def all_errors(root: type[KaodokiError]) -> set[type[KaodokiError]]:
    below = {error for child in root.__subclasses__() for error in all_errors(child)}
    return below | {root}


def load_everything() -> None:
    for module in pkgutil.walk_packages(kaodoki.__path__, "kaodoki."):
        if module.name.rpartition(".")[2] == "errors":
            importlib.import_module(module.name)


def test_codes_are_unique_and_sentences_complete() -> None:
    load_everything()
    concrete = [error for error in all_errors(KaodokiError) if "code" in vars(error)]

    codes = [error.code for error in concrete]

    assert len(codes) == len(set(codes))
    assert len(codes) > 20
    for error in concrete:
        assert any(ord(character) > 0x3000 for character in error.ja), error
        assert error.en.isascii(), error
        assert error.ja.endswith(("。", "}")), error
        assert error.en.endswith((".", "}")), error

"""What a head says when a network does not answer as its kind does."""

from collections.abc import Sequence


class OutputsUnknown(ValueError):
    """The network's outputs are not those of its kind. Admission says so before such a network is ever used."""

    def __init__(self, outputs: Sequence[str]) -> None:
        super().__init__(", ".join(outputs))

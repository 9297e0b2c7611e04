"""Every target of the sheet with the data set it needs, so that none vanishes because it was not measured."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from kaodoki.evaluation.attacks.attempts import ATTACK_KINDS
from kaodoki.evaluation.sheet.calibration import IMPOSTORS, LFW, target_of
from kaodoki.evaluation.sheet.identification import GALLERIES, TARGET_GALLERY
from kaodoki.evaluation.targets import FNIR, MASKS_FOUND, PAIRS, TAR, Measured, Target, Unmeasured, at_most

_NOT_GIVEN = "Its data set was not given (`{option}`)"
_TOO_LITTLE = "The data sets given are too small for it, or lack what it needs: see its section"


class DataOption(StrEnum):
    """What gives the command a data set."""

    LFW = "--lfw"
    IMPOSTORS = "--impostors"
    PAD = "--pad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    target: Target
    needs: DataOption


def wanted() -> tuple[Wanted, ...]:
    """In the order of the sections."""
    known = [*PAIRS.values(), *TAR.values(), *FNIR.values(), MASKS_FOUND]
    attacks = [at_most(f"iapar_{kind}", f"IAPAR with challenge, `{kind}`", 0.07) for kind in ATTACK_KINDS]
    live = at_most("bpcer_good_light", "BPCER with challenge, good light", 0.03)
    return (
        *(Wanted(target=target, needs=DataOption.LFW) for target in known),
        *(
            Wanted(target=target_of(strangers, size), needs=_needed(strangers, size))
            for size in GALLERIES
            for strangers in (LFW, IMPOSTORS)
        ),
        *(Wanted(target=target, needs=DataOption.PAD) for target in (*attacks, live)),
    )


def unmeasured(measured: Iterable[Measured], given: Collection[DataOption]) -> tuple[Unmeasured, ...]:
    """The targets without a figure, each with the reason."""
    found = {row.target.id for row in measured}
    return tuple(
        Unmeasured(target=item.target, why=_TOO_LITTLE if item.needs in given else _NOT_GIVEN.format(option=item.needs))
        for item in wanted()
        if item.target.id not in found
    )


def _needed(strangers: str, gallery_size: int) -> DataOption:
    """The largest galleries are of both sets."""
    is_of_lfw_alone = strangers == LFW and gallery_size <= TARGET_GALLERY
    return DataOption.LFW if is_of_lfw_alone else DataOption.IMPOSTORS

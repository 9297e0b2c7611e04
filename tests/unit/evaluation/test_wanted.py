"""Targets without a figure: none vanishes, and each says which data set is missing."""

from inspect import signature
from pathlib import Path

import pytest

from kaodoki.cli.evaluate import evaluate
from kaodoki.evaluation.attacks.attempts import ATTACK_KINDS, LIVE_KINDS
from kaodoki.evaluation.attacks.results import BINS, AttackResult, LiveResult, PadResult, Policy
from kaodoki.evaluation.intervals import Estimate
from kaodoki.evaluation.sheet import liveness
from kaodoki.evaluation.sheet.wanted import DataOption, unmeasured, wanted
from kaodoki.evaluation.targets import Measured
from kaodoki.faces import Engine

FOUND = Estimate(value=0.5, low=0.4, high=0.6, trials=10)


def missing(*given: DataOption, found: tuple[Measured, ...] = ()) -> dict[str, str]:
    return {item.target.id: item.why for item in unmeasured(found, given)}


def test_each_target_is_there_once() -> None:
    ids = [item.target.id for item in wanted()]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("option", "targets"),
    [
        (DataOption.LFW, {"pairs_plain", "tar_mirror", "fnir_3_3", "calibration_lfw_100", "calibration_lfw_1000"}),
        (DataOption.IMPOSTORS, {"calibration_impostors_100", "calibration_impostors_5000", "calibration_lfw_5000"}),
        (DataOption.PAD, {"iapar_print", "iapar_replay_of_the_same_action", "bpcer_good_light"}),
    ],
)
def test_data_set_that_was_not_given_is_named(option: DataOption, targets: set[str]) -> None:
    why = missing(*(other for other in DataOption if other is not option))

    named = {target for target, reason in why.items() if reason == f"Its data set was not given (`{option}`)"}
    assert targets <= named
    assert named == {item.target.id for item in wanted() if item.needs is option}


def test_data_set_that_was_given_is_said_to_be_too_small() -> None:
    assert all("too small" in reason for reason in missing(*DataOption).values())


def test_data_sets_are_named_as_the_command_has_them() -> None:
    assert {option.removeprefix("--") for option in DataOption} <= set(signature(evaluate).parameters)


def test_measured_targets_are_not_listed() -> None:
    found = tuple(Measured(target=item.target, found=FOUND) for item in wanted() if item.needs is not DataOption.PAD)

    assert set(missing(*DataOption, found=found)) == {
        item.target.id for item in wanted() if item.needs is DataOption.PAD
    }
    assert unmeasured([Measured(target=item.target, found=FOUND) for item in wanted()], [*DataOption]) == ()


def test_targets_of_liveness_are_those_of_its_section(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    rates = dict.fromkeys(Policy, FOUND)
    nothing: tuple[int, ...] = (0,) * BINS
    made_up = PadResult(
        has_network=False,
        people=1,
        attacks=tuple(
            AttackResult(kind=kind, attempts=1, apcer=rates, iapar=rates, verdicts={}, challenges={}, scores=nothing)
            for kind in ATTACK_KINDS
        ),
        lives=tuple(
            LiveResult(kind=kind, attempts=1, bpcer=rates, bpnrr=FOUND, verdicts={}, challenges={}, scores=nothing)
            for kind in LIVE_KINDS
        ),
        challenge_replayed=None,
        clips=(),
    )
    monkeypatch.setattr(liveness, "evaluate_pad", lambda *_, **__: made_up)

    section = liveness.liveness_section(engine, Path(), Path(), threads=1, seed=1, say=lambda _: None)

    expected = [item.target for item in wanted() if item.needs is DataOption.PAD]
    assert [row.target for row in section.measured] == expected

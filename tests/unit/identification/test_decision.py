"""Who it is: named only when the score, the distance to the second person and liveness all allow it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.faces import Template
from kaodoki.faces.face import unit
from kaodoki.faces.gate import Finding
from kaodoki.faces.pack import read_pack
from kaodoki.identification import Candidate, Decision, Liveness, Outcome, Policy, Probe, confirms, decide, threshold

CALIBRATION = read_pack().calibration
POLICY = Policy(gallery_size=100)
NEEDED = threshold(CALIBRATION, gallery_size=100, fpir=POLICY.wanted_fpir) + CALIBRATION.site_margin
BAND = CALIBRATION.not_sure_band
PROBE = Probe(template=Template(vector=unit(np.ones(4)), pack="p"), refusal=None, findings=())


def decided(*scores: float, liveness: Liveness = Liveness.NOT_CHECKED, policy: Policy = POLICY) -> Decision[str]:
    candidates = [Candidate(employee_id=name, score=score) for name, score in zip("abcdef", scores, strict=False)]
    return decide(PROBE, candidates, calibration=CALIBRATION, policy=policy, liveness=liveness)


@pytest.mark.parametrize(
    ("scores", "outcome"),
    [
        ((), Outcome.UNKNOWN),
        ((NEEDED + 0.01,), Outcome.IDENTIFIED),
        ((NEEDED + 0.20, 0.30), Outcome.IDENTIFIED),
        ((NEEDED + 0.06, NEEDED), Outcome.IDENTIFIED),
        ((NEEDED + 0.06, NEEDED + 0.02), Outcome.NOT_SURE),
        ((NEEDED - 0.01,), Outcome.NOT_SURE),
        ((NEEDED - 0.09,), Outcome.UNKNOWN),
        ((0.1, -0.2), Outcome.UNKNOWN),
    ],
)
def test_outcome_by_scores(scores: tuple[float, ...], outcome: Outcome) -> None:
    assert decided(*scores).outcome == outcome


def test_only_an_accepted_candidate_is_named() -> None:
    assert decided(0.2, 0.9).employee_id == "b"
    assert decided(0.9, 0.89).employee_id is None
    assert decided(0.3).employee_id is None


def test_two_entries_of_one_person_are_not_rivals() -> None:
    candidates = [Candidate(employee_id="a", score=0.80), Candidate(employee_id="a", score=0.79)]

    decision = decide(PROBE, candidates, calibration=CALIBRATION, policy=POLICY)

    assert (decision.outcome, decision.employee_id) == (Outcome.IDENTIFIED, "a")
    assert decision.runner_up_score is None


@pytest.mark.parametrize(
    ("liveness", "score", "outcome"),
    [
        (Liveness.LIVE, 0.9, Outcome.IDENTIFIED),
        (Liveness.DOUBTFUL, 0.9, Outcome.CHALLENGE_REQUIRED),
        (Liveness.DOUBTFUL, 0.2, Outcome.UNKNOWN),
        (Liveness.ATTACK, 0.9, Outcome.NOT_LIVE),
    ],
)
def test_liveness_decides_before_the_name(liveness: Liveness, score: float, outcome: Outcome) -> None:
    decision = decided(score, liveness=liveness)

    assert decision.outcome == outcome
    assert (decision.employee_id is not None) == (outcome is Outcome.IDENTIFIED)


def test_refused_probe_keeps_its_outcome_and_guidance() -> None:
    probe = Probe(template=None, refusal=Outcome.POOR_QUALITY, findings=(Finding.TOO_DARK,))

    decision: Decision[str] = decide(probe, [], calibration=CALIBRATION, policy=POLICY)

    assert (decision.outcome, decision.findings) == (Outcome.POOR_QUALITY, (Finding.TOO_DARK,))


def test_company_may_set_its_own_margins() -> None:
    policy = Policy(gallery_size=100, site_margin=0.2, runner_up_margin=0.0)

    assert decided(0.60, policy=policy).outcome is Outcome.NOT_SURE
    assert decided(0.70, 0.69, policy=policy).outcome is Outcome.IDENTIFIED


@given(score=st.floats(-1, 1), sizes=st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)))
def test_who_is_found_among_many_would_be_found_among_few(score: float, sizes: tuple[int, int]) -> None:
    few, many = (decided(score, policy=Policy(gallery_size=size)) for size in sorted(sizes))

    assert many.outcome is not Outcome.IDENTIFIED or few.outcome is Outcome.IDENTIFIED


@pytest.mark.parametrize(
    ("score", "findings"), [(0.9, ()), (NEEDED - 0.01, (Finding.MOUTH_COVERED,)), (0.1, (Finding.MOUTH_COVERED,))]
)
def test_a_hint_is_given_only_to_somebody_who_was_not_identified(score: float, findings: tuple[Finding, ...]) -> None:
    probe = replace(PROBE, hints=(Finding.MOUTH_COVERED,))

    decision = decide(probe, [Candidate(employee_id="a", score=score)], calibration=CALIBRATION, policy=POLICY)

    assert decision.findings == findings


@pytest.mark.parametrize(
    ("score", "policy"),
    [
        (float("nan"), POLICY),
        (0.9, replace(POLICY, wanted_fpir=float("nan"))),
        (0.9, replace(POLICY, site_margin=float("nan"))),
        (0.9, replace(POLICY, runner_up_margin=float("nan"))),
    ],
)
def test_a_number_that_is_none_identifies_nobody(score: float, policy: Policy) -> None:
    assert decided(score, 0.1, policy=policy).outcome is not Outcome.IDENTIFIED


@pytest.mark.parametrize(
    ("scores", "is_confirmed"),
    [
        ({"a": NEEDED + 0.1}, True),
        ({"a": NEEDED - BAND + 0.001}, True),
        ({"a": NEEDED - BAND - 0.001}, False),
        ({"a": NEEDED - 0.02, "b": NEEDED - 0.03}, True),
        ({"a": NEEDED + 0.1, "b": NEEDED + 0.11}, False),
        ({"b": NEEDED + 0.1}, False),
        ({"a": float("nan")}, False),
        ({}, False),
    ],
    ids=["sure", "nearly sure", "too far", "a near second", "another is nearer", "another", "no number", "nobody"],
)
def test_another_look_confirms_the_person_who_is_nearest_and_nearly_sure(
    scores: dict[str, float], is_confirmed: bool
) -> None:
    candidates = [Candidate(employee_id=name, score=score) for name, score in scores.items()]

    assert confirms("a", candidates, calibration=CALIBRATION, policy=POLICY) is is_confirmed


def test_confirmation_keeps_to_the_margin_of_the_site() -> None:
    strict = Policy(gallery_size=100, site_margin=CALIBRATION.site_margin + 0.1)
    candidates = [Candidate(employee_id="a", score=NEEDED)]

    assert confirms("a", candidates, calibration=CALIBRATION, policy=POLICY)
    assert not confirms("a", candidates, calibration=CALIBRATION, policy=strict)

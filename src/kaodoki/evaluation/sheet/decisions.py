"""What a terminal would answer: the shipped decision with its margins, to people its curve was not read from."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.evaluation.embedding import FaceSet
from kaodoki.evaluation.errors import TooFewPeople
from kaodoki.evaluation.held_out import Calibrate, halves
from kaodoki.evaluation.intervals import bootstrap_share
from kaodoki.evaluation.open_set import NEVER, OpenSetScores, SplitScores, pooled, run_splits
from kaodoki.evaluation.recogniser import Recogniser
from kaodoki.evaluation.sheet.section import Section, counted, table, with_interval
from kaodoki.evaluation.splits import Protocol
from kaodoki.faces.pack import Pack
from kaodoki.identification import Candidate, Outcome, Policy, Probe, decide
from kaodoki.identification.site import measure_site, site_margin

GALLERIES: Final = (100, 1000)
PHOTOS: Final = ((1, 1), (3, 1), (1, 3), (3, 3))

_BEST, _RUNNER_UP = 0, 1
_REFUSED: Final = "refused"
_NAMES: Final = {
    "right": "identified",
    "wrong": "as somebody else",
    str(Outcome.NOT_SURE): "`not_sure`",
    str(Outcome.UNKNOWN): "`unknown`",
    _REFUSED: "frames disagree",
}

_PROSE: Final = """\
Attempts through the decision as it ships: threshold for the gallery's size at the default wish of {wanted} %, the
margin that the gallery's own pairs say, the distance to the second person. Who is `not_sure` is asked for a PIN.

The pack's own curve was read from the people of LFW. Lest it be tried on the very people it knows, the curve is fitted
here to half of them, as under Calibration; enrolled people and strangers are {people} people of the other half, which
it never saw. Three constants of the pack were chosen on photos of LFW and stay as they are, so in them these figures
are in-sample: the distance to the second person (`runner_up_margin`), the band of `not_sure` (`not_sure_band`), and
when frames disagree (`agreement`)."""


def decisions_section(lfw: FaceSet, pack: Pack, calibrate: Calibrate, *, splits: int, seed: int) -> Section:
    """`lfw` with wrong labels left out: one half to calibrate with, the other to try."""
    for_fitting, unseen = halves(lfw, seed=seed)
    pack = replace(pack, measured=calibrate(for_fitting))
    recogniser = Recogniser.as_shipped(unseen, pack)
    photos_of = unseen.photos_of
    rows = []
    for size in GALLERIES:
        for enrolled, tried in PHOTOS:
            protocol = Protocol(
                gallery_size=size, enrolled_photos=enrolled, probe_photos=tried, splits=splits, seed=seed
            )
            try:
                parts = list(run_splits(photos_of, protocol, enrol=recogniser.enrol, probe=recogniser.probe))
            except TooFewPeople:
                continue
            rows += _rows(parts, protocol, pack)
    if not rows:
        raise TooFewPeople(reason=f"{len(photos_of)} < {min(GALLERIES)}")
    wanted = f"{Policy(gallery_size=1).wanted_fpir * 100:g}"
    header = ["people", "photos", "frames", "attempts by", *_NAMES.values()]
    prose = _PROSE.format(wanted=wanted, people=counted(len(photos_of)))
    return Section(title="Decisions", text="\n\n".join([prose, table(header, rows)]))


def decided(scores: OpenSetScores, pack: Pack, policy: Policy) -> tuple[list[str], list[str]]:
    """How each attempt ends, by enrolled people and by strangers: `right`, `wrong`, an outcome, or `refused`."""
    decide_one = _decider(pack, policy)
    mated = []
    for own, other in zip(scores.own, scores.other, strict=True):
        answer = decide_one(max(own, other), min(own, other))
        mated.append("wrong" if answer == "right" and other > own else answer)
    answers = (decide_one(first, second) for first, second in zip(scores.first, scores.second, strict=True))
    return mated, ["wrong" if answer == "right" else answer for answer in answers]


def policy_of(part: SplitScores, pack: Pack) -> Policy:
    """As the clock has it for this gallery."""
    plain = Policy(gallery_size=len(part.gallery))
    measured = measure_site(part.gallery, pack.calibration, gallery_size=plain.gallery_size, wanted=plain.wanted_fpir)
    return replace(plain, site_margin=site_margin(pack.calibration, measured).margin)


def _decider(pack: Pack, policy: Policy) -> Callable[[float, float], str]:
    probe = Probe(template=None, refusal=None, findings=())

    def decide_one(best: float, runner_up: float) -> str:
        if best == NEVER:
            return _REFUSED
        candidates = [
            Candidate(employee_id=_BEST, score=float(best)),
            Candidate(employee_id=_RUNNER_UP, score=float(runner_up)),
        ]
        decision = decide(probe, candidates, calibration=pack.calibration, policy=policy)
        return "right" if decision.outcome is Outcome.IDENTIFIED else str(decision.outcome)

    return decide_one


def _rows(parts: list[SplitScores], protocol: Protocol, pack: Pack) -> list[list[str]]:
    mated: list[str] = []
    strangers: list[str] = []
    for part in parts:
        by_enrolled, by_strangers = decided(part.scores, pack, policy_of(part, pack))
        mated += by_enrolled
        strangers += by_strangers
    scores = pooled([part.scores for part in parts])
    numbers = [counted(protocol.gallery_size), str(protocol.enrolled_photos), str(protocol.probe_photos)]
    return [
        [*numbers, "enrolled people", *_shares(mated, scores.mated_person, protocol.seed)],
        [*numbers, "strangers", *_shares(strangers, scores.stranger_person, protocol.seed)],
    ]


def _shares(answers: Iterable[str], persons: NDArray[np.int64], seed: int) -> list[str]:
    found = np.array(list(answers))
    if not len(found):
        return ["–"] * len(_NAMES)
    trials = np.bincount(persons)
    return [
        with_interval(bootstrap_share(np.bincount(persons, weights=found == name), trials, seed=seed))
        if (found == name).any()
        else "0"
        for name in _NAMES
    ]

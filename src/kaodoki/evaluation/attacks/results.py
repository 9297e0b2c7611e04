"""What liveness made of each kind of presentation, in the terms of ISO/IEC 30107-3."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kaodoki.evaluation.attacks.attempts import Kind
from kaodoki.evaluation.intervals import Estimate
from kaodoki.faces.liveness import Verdict
from kaodoki.faces.liveness.reading import ChallengeReason

BINS: Final = 20


class Policy(StrEnum):
    """How a company uses liveness: its settings `liveness` and `liveness_challenge`."""

    PASSIVE = "passive"
    CHALLENGE_WHEN_UNSURE = "challenge_when_unsure"
    CHALLENGE_ALWAYS = "challenge_always"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One attempt, judged: numbers only."""

    kind: Kind
    person: str = field(repr=False)
    verdict: Verdict
    passive: float | None
    challenge: ChallengeReason
    is_matched: bool
    """The first look is taken for the person on the photo, in a gallery of 100 people."""
    is_guided: bool
    """What the person is told is about the light."""

    def is_accepted(self, policy: Policy) -> bool:
        """Whether the presentation counts as bona fide under the policy."""
        passed = self.challenge is ChallengeReason.OK
        match policy:
            case Policy.PASSIVE:
                return self.verdict is not Verdict.ATTACK
            case Policy.CHALLENGE_WHEN_UNSURE:
                return self.verdict is Verdict.LIVE or (self.verdict is not Verdict.ATTACK and passed)
            case Policy.CHALLENGE_ALWAYS:
                return self.verdict is not Verdict.ATTACK and passed


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackResult:
    """An attack instrument, or the way one is used."""

    kind: Kind
    attempts: int
    apcer: Mapping[Policy, Estimate]
    """Attack presentation classification error rate: taken for bona fide."""
    iapar: Mapping[Policy, Estimate]
    """Impostor attack presentation accept rate: taken for bona fide and for the enrolled person."""
    verdicts: Mapping[Verdict, int]
    challenges: Mapping[ChallengeReason, int]
    scores: tuple[int, ...]
    """Histogram of the passive score, `BINS` equal bins over [0, 1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveResult:
    """Bona fide presentations in one kind of light."""

    kind: Kind
    attempts: int
    bpcer: Mapping[Policy, Estimate]
    """Bona fide presentation classification error rate: refused, and not for the light."""
    bpnrr: Estimate
    """Bona fide presentation non-response rate: answered with guidance about the light."""
    verdicts: Mapping[Verdict, int]
    challenges: Mapping[ChallengeReason, int]
    scores: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipResult:
    """A recording of one presentation: reported, never counted as attempts."""

    name: str
    label: str
    looks: int
    """Looks of three frames."""
    verdicts: Mapping[Verdict, int]
    passive: float | None
    """Mean score over the clip."""
    cues: Mapping[str, float]
    """Mean suspicion of each cue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PadResult:
    """Everything that was measured. All attempts are synthetic; the clips are real."""

    has_network: bool
    """Whether the optional pack took part. Without it the passive score is missing everywhere."""
    people: int
    attacks: tuple[AttackResult, ...]
    lives: tuple[LiveResult, ...]
    challenge_replayed: Estimate | None
    """IAPAR with a challenge always, if the action is drawn at random: one recording in three shows it."""
    clips: tuple[ClipResult, ...]

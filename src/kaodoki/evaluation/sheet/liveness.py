"""Liveness: error rates by attack, histograms of the score, and what it says of real clips."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from kaodoki.evaluation.attacks.attempts import Kind
from kaodoki.evaluation.attacks.protocol import evaluate_pad
from kaodoki.evaluation.attacks.results import BINS, AttackResult, ClipResult, LiveResult, PadResult, Policy
from kaodoki.evaluation.plots import Axis, Point, Series, line_plot
from kaodoki.evaluation.sheet.section import Plot, Section, table, with_interval
from kaodoki.evaluation.targets import Measured, at_most
from kaodoki.faces.engine import Engine
from kaodoki.faces.liveness import Verdict

ATTEMPTS: Final = 60
"""Of each kind, each of another person: one in twenty is then seen with a probability of 95 %."""

_PROSE: Final = """\
Presentations made in software from photos of {people} people that nothing was tuned on, {attempts} of each kind, judged
as a company may set it: the passive look alone, a challenge when that is unsure, a challenge always. The network took
part: {network}. APCER: attacks taken for bona fide. IAPAR: attacks taken for bona fide and for the enrolled person.
BPCER: live people refused, those who are told about the light apart (BPNRR). Terms of ISO/IEC 30107-3; intervals:
Clopper–Pearson. **This is no certificate:** a laboratory tests with real instruments, sensors and people who try."""

_CLIPS: Final = """\
Recordings of real presentations, three frames a look. A clip is one presentation of one person: it is shown, never
counted as attempts."""


def liveness_section(
    engine: Engine, lfw: Path, pad: Path, *, threads: int, seed: int, say: Callable[[str], None]
) -> Section:
    """Attempts made from photos of `lfw`, and the clips of `pad`."""
    found = evaluate_pad(lfw, pad, attempts_per_kind=ATTEMPTS, engine=engine, threads=threads, seed=seed, say=say)
    text = "\n\n".join(
        [
            _PROSE.format(
                people=found.people,
                attempts=ATTEMPTS,
                network="yes" if found.has_network else "no, it is not installed",
            ),
            _attack_table(found.attacks),
            _live_table(found.lives),
            *_replayed(found),
            "{plot:liveness}" if found.has_network else "There is no score to plot without the network.",
            _CLIPS,
            _clip_table(found.clips),
        ]
    )
    plots = (_plot(found),) if found.has_network else ()
    return Section(title="Liveness", text=text, plots=plots, measured=_measured(found))


def _measured(found: PadResult) -> tuple[Measured, ...]:
    always = Policy.CHALLENGE_ALWAYS
    attacks = [
        Measured(
            target=at_most(f"iapar_{item.kind}", f"IAPAR with challenge, `{item.kind}`", 0.07), found=item.iapar[always]
        )
        for item in found.attacks
    ]
    lives = [
        Measured(target=at_most("bpcer_good_light", "BPCER with challenge, good light", 0.03), found=item.bpcer[always])
        for item in found.lives
        if item.kind is Kind.LIVE_GOOD_LIGHT
    ]
    return (*attacks, *lives)


def _attack_table(attacks: Sequence[AttackResult]) -> str:
    header = ["attack", "attempts", *(f"{rate}, `{policy}`" for policy in Policy for rate in ("APCER", "IAPAR"))]
    return table(
        header,
        [
            [
                f"`{item.kind}`",
                str(item.attempts),
                *(with_interval(rates[policy], 1) for policy in Policy for rates in (item.apcer, item.iapar)),
            ]
            for item in attacks
        ],
    )


def _live_table(lives: Sequence[LiveResult]) -> str:
    header = ["live", "attempts", *(f"BPCER, `{policy}`" for policy in Policy), "BPNRR"]
    return table(
        header,
        [
            [
                f"`{item.kind}`",
                str(item.attempts),
                *(with_interval(item.bpcer[policy], 1) for policy in Policy),
                with_interval(item.bpnrr, 1),
            ]
            for item in lives
        ],
    )


def _replayed(found: PadResult) -> list[str]:
    if found.challenge_replayed is None:
        return []
    return [
        "Two recordings of another action for each of the one that is asked for, as a draw of three has it: "
        f"IAPAR {with_interval(found.challenge_replayed, 1)} with a challenge always."
    ]


def _clip_table(clips: Sequence[ClipResult]) -> str:
    header = ["clip", "label", "looks", *(f"`{verdict}`" for verdict in Verdict), "mean score"]
    return table(
        header,
        [
            [
                f"`{clip.name}`",
                clip.label,
                str(clip.looks),
                *(str(clip.verdicts[verdict]) for verdict in Verdict),
                "–" if clip.passive is None else f"{clip.passive:.2f}",
            ]
            for clip in clips
        ],
    )


def _plot(found: PadResult) -> Plot:
    title = "Live score of the passive look"
    scores = {item.kind: item.scores for item in found.lives} | {item.kind: item.scores for item in found.attacks}
    series = [
        Series(name=kind.replace("_", " "), points=_steps(counts), is_stepped=True)
        for kind, counts in scores.items()
        if sum(counts)
    ]
    x = Axis(label="score (1 is live)", low=0, high=1)
    top = max((share for line in series for _, share in line.points), default=1.0)
    y = Axis(label="share of attempts", low=0, high=min(1.0, top * 1.1), is_percent=True)
    return Plot(name="liveness", title=title, svg=line_plot(title, x, y, series))


def _steps(counts: Sequence[int]) -> list[Point]:
    shares = [count / sum(counts) for count in counts]
    return [*((number / BINS, share) for number, share in enumerate(shares)), (1.0, shares[-1])]

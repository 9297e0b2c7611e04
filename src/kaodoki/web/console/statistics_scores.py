"""The chart of match scores: how far the person recognised lies from the next most similar. Pure."""

from collections.abc import Mapping

from kaodoki.web.charts import Drawing, Figure, Key, Limit, Sample, Size, Table, Tick, draw_distributions, figure
from kaodoki.web.console.statistics_values import SCORE_STEPS, Scores, median_step

# Hundredths a column; a text under every fifth column.
COLUMN, TICK = 2, 10
HIGHEST = 100

Texts = Mapping[str, str]


def scores_figure(scores: Scores, texts: Texts) -> Figure | None:
    """Both as shares of their own number, with the threshold; None where no score was kept."""
    if not scores.count:
        return None
    lowest = _lowest(scores)
    columns = (HIGHEST - lowest) // COLUMN
    found = {"area": scores.accepted, "other": scores.next_best}
    names = {"area": texts["accepted"], "other": texts["next_best"]}
    samples = [Sample(counts=_counts(steps, lowest, columns), tone=tone) for tone, steps in found.items() if steps]
    ticks = [Tick(at=(step - lowest) / COLUMN, text=_score(step)) for step in range(lowest, HIGHEST + 1, TICK)]
    limits = [_threshold(scores.threshold, lowest, texts)] if scores.threshold is not None else []

    def draw(size: Size) -> Drawing:
        return draw_distributions(samples, size=size, ticks=ticks, limits=limits)

    return figure(
        draw,
        id="scores",
        title=texts["scores"],
        description=_said(scores, texts),
        table=_table(scores, lowest, columns, texts),
        keys=[Key(tone=sample.tone, text=names[sample.tone]) for sample in samples],
    )


def _lowest(scores: Scores) -> int:
    """A round tenth below everything, 0 at most: scores are cosines and may lie below 0."""
    least = min([*scores.accepted, *scores.next_best, 0])
    return least // TICK * TICK


def _counts(steps: Mapping[int, int], lowest: int, columns: int) -> tuple[int, ...]:
    counts = [0] * columns
    for step, count in steps.items():
        # A cosine of exactly 1 belongs to the last column.
        counts[min((step - lowest) // COLUMN, columns - 1)] += count
    return tuple(counts)


def _threshold(threshold: float, lowest: int, texts: Texts) -> Limit:
    text = texts["threshold_line"].format(threshold=f"{threshold:.2f}")
    return Limit(at=(threshold * SCORE_STEPS - lowest) / COLUMN, text=text)


def _said(scores: Scores, texts: Texts) -> str:
    best, following = median_step(scores.accepted), median_step(scores.next_best)
    threshold = "—" if scores.threshold is None else f"{scores.threshold:.2f}"
    text = texts["scores_alone"] if following is None else texts["scores_said"]
    return text.format(
        count=f"{scores.count:,}", best=_score(best or 0), following=_score(following or 0), threshold=threshold
    )


def _table(scores: Scores, lowest: int, columns: int, texts: Texts) -> Table:
    best, following = (_counts(steps, lowest, columns) for steps in (scores.accepted, scores.next_best))
    rows = tuple(
        (f"{_score(lowest + COLUMN * place)} – {_score(lowest + COLUMN * (place + 1))}", f"{one:,}", f"{other:,}")
        for place, (one, other) in enumerate(zip(best, following, strict=True))
        if one or other
    )
    return Table(head=(texts["score"], texts["accepted"], texts["next_best"]), rows=rows)


def _score(step: int) -> str:
    return f"{step / SCORE_STEPS:.2f}".replace("-", "−")

"""The charts of 統計, and how durations and shares are written."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaodoki.web.console.stands_out import Tries
from kaodoki.web.console.statistics_figures import (
    DELAY_EDGES_S,
    delays_figure,
    duration_text,
    overtime_figure,
    people_by_rate,
    percent_text,
)
from kaodoki.web.console.statistics_scores import scores_figure
from kaodoki.web.console.statistics_texts import STATISTICS_TEXTS
from kaodoki.web.console.statistics_values import Delays, Scores, last_days, median_step
from kaodoki.web.texts import in_language

TEXTS = in_language(STATISTICS_TEXTS, "ja")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0秒"), (59, "59秒"), (60, "1分"), (89, "1分"), (3540, "59分"), (3600, "1時間"), (5460, "1時間31分")],
)
def test_durations_are_written_as_people_say_them(seconds: int, said: str) -> None:
    assert duration_text(seconds, TEXTS) == said


@pytest.mark.parametrize(("share", "said"), [(0, "0%"), (0.047, "4.7%"), (0.05, "5%"), (1, "100%")])
def test_shares_are_written_without_needless_digits(share: float, said: str) -> None:
    assert percent_text(share) == said


@pytest.mark.parametrize(("share", "seconds"), [(0.5, 12), (0.75, 12), (0.76, 400), (0.95, 400), (1.0, 400)])
def test_percentile_is_the_least_that_so_many_took_at_most(share: float, seconds: int) -> None:
    delays = Delays(punches=((11, 1), (12, 2), (400, 1)))

    assert delays.percentile(share) == seconds


def test_nothing_delivered_has_no_percentile() -> None:
    assert Delays(punches=()).percentile(0.5) is None


@given(st.dictionaries(st.integers(0, 100_000), st.integers(1, 99)))
def test_histogram_loses_no_punch(counts: dict[int, int]) -> None:
    delays = Delays(punches=tuple(sorted(counts.items())))

    assert sum(delays.histogram(DELAY_EDGES_S)) == delays.count


def test_histogram_counts_edges_to_the_column_that_ends_there() -> None:
    assert Delays(punches=((15, 1), (16, 2), (7200, 4), (7201, 8))).histogram((15, 7200)) == (1, 6, 8)


def test_only_what_there_is_has_a_key_and_an_outline() -> None:
    found = delays_figure(Delays(punches=((12, 3),)), Delays(punches=()), TEXTS, description="")

    assert [key.text for key in found.keys] == ["保留なし"]
    assert [len(drawing.areas) for drawing in found.drawings] == [1, 1, 1]


@pytest.mark.parametrize(
    ("accepted", "rejected", "row"),
    [(20, 0, "0%"), (99, 1, "0–5%"), (19, 1, "5–10%"), (13, 7, "35%以上"), (0, 9, "35%以上")],
)
def test_person_is_counted_in_the_step_of_their_share(accepted: int, rejected: int, row: str) -> None:
    found = people_by_rate([Tries(id=uuid.uuid4(), accepted=accepted, rejected=rejected)], TEXTS)

    assert found.table.rows == ((row, "1"),)


@pytest.mark.parametrize("rejected", [0, 1, 30, 100])
def test_share_of_all_is_drawn_in_the_column_of_its_step(rejected: int) -> None:
    found = people_by_rate([Tries(id=uuid.uuid4(), accepted=100 - rejected, rejected=rejected)], TEXTS)

    (bar,) = found.drawings[0].bars
    (line,) = found.drawings[0].strokes
    assert bar.x - bar.width * 0.2 <= line.x1 <= bar.x + bar.width * 1.2


def test_bars_over_the_cap_are_those_a_person_must_act_on() -> None:
    found = overtime_figure({7: 5, 8: 3, 9: 2}, cap_minutes=2400, law_minutes=2700, description="", texts=TEXTS)

    assert [(bar.told, bar.tone) for bar in found.drawings[0].bars] == [
        ("35–40時間 5 名", ""),
        ("40–45時間 3 名", "warn"),
        ("45–50時間 2 名", "warn"),
    ]
    assert [line.tone for line in found.drawings[0].strokes] == ["warn", ""]  # 100 hours lie outside


def test_axis_reaches_the_cap_though_nobody_is_near_it() -> None:
    found = overtime_figure({4: 1}, cap_minutes=3600, law_minutes=2700, description="", texts=TEXTS)

    assert len(found.drawings[0].strokes) == 2


def test_enormous_overtime_is_in_the_last_column() -> None:
    found = overtime_figure({900: 1}, cap_minutes=None, law_minutes=None, description="", texts=TEXTS)

    assert found.table.rows == (("195時間以上", "1"),)


def test_period_begins_at_the_companys_midnight() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")

    period = last_days(7, now=datetime(2026, 11, 20, 0, 30, tzinfo=tokyo), zone=tokyo)

    assert period.begins == datetime(2026, 11, 14, tzinfo=tokyo)


def test_scores_are_drawn_from_a_round_tenth_up_with_the_threshold_where_it_is() -> None:
    found = scores_figure(Scores(accepted={72: 3, 100: 1}, next_best={-3: 4}, threshold=0.4), TEXTS)

    assert found is not None
    wide = found.drawings[0]
    lowest, tenth = (next(label for label in wide.labels if label.text == text) for text in ("−0.10", "0.00"))
    highest = next(label for label in wide.labels if label.text == "1.00")
    assert [key.text for key in found.keys] == ["本人", "2番目に似ている従業員"]
    assert tenth.x - lowest.x == pytest.approx(wide.strokes[0].x1 - tenth.x - 3 * (tenth.x - lowest.x), abs=1)
    assert highest.x > wide.strokes[0].x1
    assert found.table.rows == (("−0.04 – −0.02", "0", "4"), ("0.72 – 0.74", "3", "0"), ("0.98 – 1.00", "1", "0"))


def test_company_of_one_has_nobody_next() -> None:
    found = scores_figure(Scores(accepted={72: 3}, next_best={}, threshold=None), TEXTS)

    assert found is not None
    assert found.description == "3 回の一致度の中央値は0.72です。しきい値は—です。"
    assert [len(drawing.areas) for drawing in found.drawings] == [1, 1, 1]


def test_no_score_is_no_chart() -> None:
    assert scores_figure(Scores(accepted={}, next_best={}, threshold=None), TEXTS) is None


@pytest.mark.parametrize(("counts", "step"), [({}, None), ({5: 1}, 5), ({1: 1, 9: 1}, 1), ({1: 1, 9: 2}, 9)])
def test_median_is_the_step_of_the_middle_one(counts: dict[int, int], step: int | None) -> None:
    assert median_step(counts) == step

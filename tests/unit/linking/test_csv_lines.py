"""What stands in a CSV file, and what cannot."""

from datetime import timedelta

import pytest
from tests.unit.linking.outgoing import MORNING, outgoing_punch

from kaodoki.linking.connectors.csv_file.lines import Format, line_of
from kaodoki.linking.connectors.protocol import Rejected
from kaodoki.timekeeping.kinds import Kind


@pytest.mark.parametrize(
    ("kind", "code"), [(Kind.IN, "1"), (Kind.OUT, "2"), (Kind.BREAK_START, "3"), (Kind.BREAK_END, "4")]
)
def test_line_for_king_of_time_has_code_and_twelve_digits_in_japan_time(kind: Kind, code: str) -> None:
    punch = outgoing_punch("0012", minutes=24 * 60 - 540, kind=kind)

    assert line_of(punch, Format.KING_OF_TIME, now=MORNING) == f"0012,,{code},202611210000\r\n"


@pytest.mark.parametrize("kind", [Kind.GO_OUT, Kind.RETURN, Kind.AUTO])
def test_kind_that_king_of_time_cannot_import_is_rejected_and_stands_in_the_plain_format(kind: Kind) -> None:
    punch = outgoing_punch(kind=kind, division_code="20")

    with pytest.raises(Rejected, match="kind_not_in_csv_format"):
        line_of(punch, Format.KING_OF_TIME, now=MORNING)
    plain = line_of(punch, Format.PLAIN, now=MORNING)
    assert plain == f"{punch.punch_id},1000,2026-11-20T09:00:05+09:00,2026-11-20,{kind.value},20\r\n"


@pytest.mark.parametrize(("days", "fits"), [(-30, True), (-31, False), (180, True), (181, False)])
def test_punch_must_lie_within_what_the_import_takes(days: int, *, fits: bool) -> None:
    punch, now = outgoing_punch(), MORNING + timedelta(days=days)

    if fits:
        line_of(punch, Format.KING_OF_TIME, now=now)
        return
    with pytest.raises(Rejected, match="time_not_in_csv_import_span"):
        line_of(punch, Format.KING_OF_TIME, now=now)
    line_of(punch, Format.PLAIN, now=now)


@pytest.mark.parametrize("code", ["=1+1", "+8", "-5", "@x", "a\nb", "a\rb", "a\x00"])
@pytest.mark.parametrize("format_", Format)
def test_employee_code_that_a_spreadsheet_would_run_or_that_breaks_the_line_is_rejected(
    code: str, format_: Format
) -> None:
    with pytest.raises(Rejected, match="employee_code_not_in_csv_format"):
        line_of(outgoing_punch(code), format_, now=MORNING)


def test_comma_and_quote_in_a_code_are_quoted() -> None:
    assert line_of(outgoing_punch('a,"b'), Format.KING_OF_TIME, now=MORNING).startswith('"a,""b",,1,')


def test_code_outside_the_encoding_of_the_import_is_rejected() -> None:
    with pytest.raises(Rejected, match="employee_code_not_in_csv_format"):
        line_of(outgoing_punch("社員😀"), Format.KING_OF_TIME, now=MORNING)

    assert "社員😀" in line_of(outgoing_punch("社員😀"), Format.PLAIN, now=MORNING)


@pytest.mark.parametrize(("format_", "columns"), [(Format.KING_OF_TIME, 4), (Format.PLAIN, 6)])
def test_heading_names_every_column(format_: Format, columns: int) -> None:
    line = line_of(outgoing_punch(), format_, now=MORNING)

    assert format_.heading.count(",") == line.count(",") == columns - 1

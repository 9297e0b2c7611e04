"""Settings from the environment and the command line."""

import argparse
import logging

import pytest

from attendance_server.project.masking import MaskTokens
from attendance_server.project.options import InvalidOption, Options, add_switches, options_from, with_switches


def test_an_unknown_variable_is_an_error() -> None:
    with pytest.raises(InvalidOption, match="ATTENDANCE_RESTRICTED_HOUR"):
        options_from({"ATTENDANCE_RESTRICTED_HOUR": ""})


def test_other_programs_variables_are_none_of_ours() -> None:
    assert options_from({"HOME": "/", "KAODOKI_SECRET_KEY": "x"}) == Options()


def test_options_survive_the_way_to_the_worker_process() -> None:
    options = Options(restricted_hours="", demo_controls="on", go_out_name="私用外出")

    assert options_from(options.environment()) == options


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("restricted_hours", "9-10"),
        ("restricted_bounds", "open"),
        ("general_limit", "-1"),
        ("rate_limit_status", "200"),
        ("error_codes", "nonsense=1"),
        ("error_codes", "invalid=x"),
        ("omitted_code", "never"),
        ("refuse_future", "yes"),
        ("mount", "/<str:x>"),
        ("database_url", "sqlite:///x"),
        ("clock_offset", "soon"),
    ],
)
def test_a_value_that_makes_no_sense_is_an_error_that_names_it(name: str, value: str) -> None:
    with pytest.raises(InvalidOption, match=f"ATTENDANCE_{name.upper()}"):
        options_from({f"ATTENDANCE_{name.upper()}": value})


def test_switches_go_before_the_environment() -> None:
    parser = argparse.ArgumentParser()
    add_switches(parser)
    given = parser.parse_args(["--restricted-hours", "", "--demo-controls", "--refuse-future", "off"])

    options = with_switches(options_from({"ATTENDANCE_GENERAL_LIMIT": "9", "ATTENDANCE_DEMO_CONTROLS": "off"}), given)

    assert (options.restricted_hours, options.demo_controls, options.refuse_future) == ("", "on", "off")
    assert options.read("general_limit") == 9


def test_secrets_have_no_switch() -> None:
    parser = argparse.ArgumentParser()
    add_switches(parser)

    with pytest.raises(SystemExit):
        parser.parse_args(["--secret-key", "x"])


def test_tokens_are_masked_in_logs() -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Not Found: %s", ("/v1.0/tokens/8j9f/available",), None)

    MaskTokens().filter(record)

    assert record.getMessage() == "Not Found: /v1.0/tokens/***/available"

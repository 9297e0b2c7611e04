"""What a photo costs in a bulk import (`kaodoki photos import`): from the file to the registered, sealed photo.

Real photographs at their own size, each a few pixels narrower than the last so that none is the same picture. The same
folder is imported a second time, where every file is answered with `already`: the command's start, the reading and the
queue fall out of the difference.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

import cv2
from tests.browser.installation import Installation, running_installation

from bench.report import Report, Table, parser_for, print_report
from kaodoki.project.demo_pictures import picture_path

PEOPLE: Final = {"0001": "obama_1", "0002": "astronaut", "0003": "biden"}
PHOTOS_EACH: Final = 20


def main(arguments: list[str] | None = None) -> int:
    options = parser_for("photos", __doc__).parse_args(arguments)
    with tempfile.TemporaryDirectory() as name, running_installation(Path(name) / "kaodoki") as installation:
        folder = Path(name) / "photos"
        _write_photos(folder)
        for code in PEOPLE:
            names = {"employee_code": code, "family_name": "一括", "given_name": code}
            installation.call("POST", "/api/v1/employees", json=names)
        first, again = (_seconds(installation, folder) for _ in range(2))
    return print_report(_report(first, again), options.form, page=options.write, name="photos")


def _write_photos(folder: Path) -> None:
    folder.mkdir()
    for code, name in PEOPLE.items():
        photo = cv2.imread(str(picture_path(name)))
        if photo is None:
            raise FileNotFoundError(name)
        for number in range(1, PHOTOS_EACH + 1):
            cv2.imwrite(str(folder / f"{code}_{number}.jpg"), photo[:, :-number])


def _seconds(installation: Installation, folder: Path) -> float:
    command = [sys.executable, "-m", "kaodoki.cli", "photos", "import", str(folder), "--company", "minato", "--consent"]
    began = time.perf_counter()
    done = subprocess.run(command, env=installation.variables, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - began
    print(done.stdout.strip().splitlines()[-1], file=sys.stderr)
    return taken


def _report(first: float, again: float) -> Report:
    photos = len(PEOPLE) * PHOTOS_EACH
    each = (first - again) / photos
    facts: dict[str, Any] = {"photos": photos, "first_s": first, "again_s": again, "seconds_a_photo": each}
    rows = [["one photo, s", f"{each:.2f}"], ["1,000 photos, minutes", f"{each * 1000 / 60:.1f}"]]
    table = Table(header=["", "seen"], rows=rows)
    return Report(about=f"{photos} photos of {len(PEOPLE)} people", facts=facts, tables=[table], goals=[])


if __name__ == "__main__":
    sys.exit(main())

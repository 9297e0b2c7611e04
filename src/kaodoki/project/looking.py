"""What `kaodoki identify` and `kaodoki inspect` find out, before it is printed. No database: see `company_looking`."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from math import floor, log10
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kaodoki.errors import KaodokiError
from kaodoki.faces import Engine, Face, Template, mean_template
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
from kaodoki.faces.errors import ImageError
from kaodoki.faces.gate import Finding, findings_for_enrolment, findings_for_probe
from kaodoki.identification import Candidate, Outcome, Policy, Probe, decide, false_identification_rate, threshold
from kaodoki.identification.thresholds import LOWEST_RATE

MOST_STRANGERS: Final = 0.5
"""From this rate on a score says nothing."""


class ImageMissing(KaodokiError):
    code = "image_missing"
    ja = "画像ファイル {file} を開けません。パスとアクセス権を確認してください。"
    en = "The image {file} cannot be opened. Check its path and permissions."


class NobodyToFind(KaodokiError):
    code = "nobody_to_find"
    ja = "{place} に照合できる顔がありません。写真を「名前.jpg」または「名前」フォルダーの中に置いてください。"
    en = "There is no face to compare with in {place}. Put photos there as NAME.jpg or in folders NAME."


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """People to find: how many, how to search them, and how rarely a stranger may be taken for one of them."""

    people: int
    search: Callable[[Template], list[Candidate[str]]]
    wanted_fpir: float = 0.003


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A photo of the folder that nobody is found by, and why, in `findings` or as an error."""

    file: Path
    reason: Callable[[str], str]
    """The sentence in "ja" or "en"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who a face is likest to, and what that is worth."""

    face: Face
    best: str
    score: float
    threshold: float
    outcome: Outcome
    rate: float
    """The share of strangers who would reach this score with somebody of this gallery."""
    findings: tuple[Finding, ...]

    def as_document(self) -> dict[str, object]:
        """For `--json`."""
        return {
            "box": [round(value, 1) for value in self.face.box],
            "best": self.best,
            "score": round(self.score, 4),
            "threshold": round(self.threshold, 4),
            "outcome": self.outcome.value,
            "one_stranger_in": None if self.rate >= MOST_STRANGERS else rounded(1 / self.rate),
            "quality": asdict(self.face.quality),
            "findings": [finding.value for finding in self.findings],
        }


def read_image(path: Path) -> NDArray[np.uint8]:
    """The picture as enrolment reads it. Raises `ImageMissing` or an image error, whatever the file's name says."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImageMissing(file=path) from error
    return decode_image(data, limits=PHOTO_LIMITS)


def gallery_of_folder(engine: Engine, folder: Path) -> tuple[Gallery, list[Skipped]]:
    """People by their photos: `NAME.jpg`, or any number of photos in `NAME/`. Raises `NobodyToFind`."""
    templates: defaultdict[str, list[Template]] = defaultdict(list)
    skipped = []
    for name, path in _named_photos(folder):
        try:
            image = read_image(path)
            faces = engine.analyse(image, enrolment=True)
        except (ImageError, ImageMissing) as error:
            skipped.append(Skipped(file=path, reason=error.message))
            continue
        findings = findings_for_enrolment(faces, (image.shape[0], image.shape[1]))
        unclear = next((one for one in findings if one in (Finding.NO_FACE, Finding.SEVERAL_FACES)), None)
        if unclear is not None:
            skipped.append(Skipped(file=path, reason=unclear.message))
        else:
            templates[name].append(faces[0].template)
    if not templates:
        raise NobodyToFind(place=folder)
    people = {name: mean_template(found) for name, found in templates.items()}

    def search(probe: Template) -> list[Candidate[str]]:
        found = [Candidate(employee_id=name, score=probe.similarity(one)) for name, one in people.items()]
        return sorted(found, key=lambda candidate: -candidate.score)[:2]

    return Gallery(people=len(people), search=search), skipped


def identify_faces(engine: Engine, image: NDArray[np.uint8], gallery: Gallery) -> list[Answer]:
    """One answer for each face of the picture, the largest face first, by the rules of a terminal."""
    size = (image.shape[0], image.shape[1])
    return [_answer(engine, face, gallery, size) for face in engine.analyse(image)]


def stranger_sentence(rate: float, language: str) -> str:
    """What a score is worth, for people."""
    if rate >= MOST_STRANGERS:
        return "他人でもふつうに出る得点です。" if language == "ja" else "Most strangers would score this high."
    number = f"{rounded(1 / max(rate, LOWEST_RATE)):,}"
    if rate <= LOWEST_RATE:
        japanese, english = (
            "この得点に達する他人は{0}人に1人未満です。",
            "Fewer than one stranger in {0} would score this high.",
        )
    else:
        japanese, english = (
            "他人の約{0}人に1人が、この得点に達します。",
            "About one stranger in {0} would score this high.",
        )
    return (japanese if language == "ja" else english).format(number)


def rounded(number: float) -> int:
    """To one digit, or two below 30: the estimate is not better than that."""
    digits = floor(log10(max(number, 1)))
    step: int = 10 ** (digits if number >= 30 else max(0, digits - 1))
    return round(number / step) * step


def _answer(engine: Engine, face: Face, gallery: Gallery, size: tuple[int, int]) -> Answer:
    calibration = engine.pack.calibration
    probe = Probe(template=face.template, refusal=None, findings=())
    candidates = gallery.search(face.template)
    policy = Policy(gallery_size=gallery.people, wanted_fpir=gallery.wanted_fpir)
    decision = decide(probe, candidates, calibration=calibration, policy=policy)
    needed = decision.threshold or 1.0
    # What the decision asks beyond the bare calibration, the margin for one camera and room, strangers have too.
    margin = needed - threshold(calibration, gallery_size=gallery.people, fpir=gallery.wanted_fpir)
    best = candidates[0]
    return Answer(
        face=face,
        best=best.employee_id,
        score=best.score,
        threshold=needed,
        outcome=decision.outcome,
        rate=false_identification_rate(calibration, gallery_size=gallery.people, score=best.score - margin),
        findings=tuple(findings_for_probe([face], size)),
    )


def _named_photos(folder: Path) -> Iterator[tuple[str, Path]]:
    if not folder.is_dir():
        raise NobodyToFind(place=folder)
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            photos = sorted(photo for photo in path.iterdir() if photo.is_file() and not photo.name.startswith("."))
            yield from ((path.name, photo) for photo in photos)
        else:
            yield path.stem, path

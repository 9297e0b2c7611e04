"""What `kaodoki inspect` shows of a picture: each face with its numbers, the gates' findings, and a drawing of both."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kaodoki.errors import KaodokiError
from kaodoki.faces import Engine, Face
from kaodoki.faces.drawing import Note, Row, draw_faces, has_japanese_font
from kaodoki.faces.gate import Finding, findings_for_enrolment, findings_for_probe
from kaodoki.project.quality_words import component_rows

MOST_IN_FULL: Final = 2
"""With more faces only the total of each is written beside the picture."""


class PictureNotWritten(KaodokiError):
    code = "picture_not_written"
    ja = "画像 {file} を書き込めません。.png か .jpg の書き込めるパスを指定してください。"
    en = "The picture {file} cannot be written. Give a path ending in .png or .jpg that can be written to."


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    width: int
    height: int
    faces: tuple[Face, ...]
    enrolment: tuple[Finding, ...]
    """What enrolment would find wrong with the picture; empty if it would take it."""
    probe: tuple[Finding, ...]
    """The same of a terminal's frame."""

    def as_document(self) -> dict[str, object]:
        """For `--json`. No template: a vector is biometric data."""
        faces = [
            {
                "box": [round(value, 1) for value in face.box],
                "landmarks": [[round(float(value), 1) for value in point] for point in face.landmarks],
                "detector_score": round(face.score, 4),
                "quality": asdict(face.quality),
            }
            for face in self.faces
        ]
        findings = {"enrolment": [one.value for one in self.enrolment], "terminal": [one.value for one in self.probe]}
        return {"width": self.width, "height": self.height, "faces": faces, "findings": findings}


def inspect_picture(engine: Engine, image: NDArray[np.uint8]) -> Inspection:
    """Everything that is seen in a BGR picture."""
    faces = engine.analyse(image, enrolment=True)
    size = (image.shape[0], image.shape[1])
    return Inspection(
        width=size[1],
        height=size[0],
        faces=tuple(faces),
        enrolment=tuple(findings_for_enrolment(faces, size)),
        probe=tuple(findings_for_probe(faces, size)),
    )


def verdicts(seen: Inspection, language: str) -> Iterator[tuple[str, list[str], bool]]:
    """Title and sentences for enrolment and for a terminal, and whether there is nothing wrong."""
    japanese = language == "ja"
    titles = ("登録写真として", "端末の画像として") if japanese else ("As an enrolment photo", "As a terminal's frame")
    for title, findings in zip(titles, (seen.enrolment, seen.probe), strict=True):
        good = "そのまま使えます。" if japanese else "It can be used as it is."
        yield title, [finding.message(language) for finding in findings] or [good], not findings


def comparison_rows(faces: Sequence[Face], language: str) -> Iterator[tuple[str, list[str]]]:
    """A row for each number, with a value for each face."""
    columns = [_numbers(face, language) for face in faces]
    for rows in zip(*columns, strict=True):
        yield rows[0][0], [value for _, value in rows]


def draw(image: NDArray[np.uint8], seen: Inspection, *, name: str, language: str) -> NDArray[np.uint8]:
    """The picture with everything in it, see `faces.drawing`."""
    word = "顔" if language == "ja" else "Face"
    notes: dict[int, Note] = {}
    for offset, (title, sentences, is_good) in enumerate(verdicts(seen, language)):
        notes[-1 - offset] = Note(title=title, sentences=sentences, is_good=is_good)
    for index, face in enumerate(seen.faces):
        rows = [Row(name=one, value=value) for one, value in _numbers(face, language)]
        total = Row(name=rows[0].name, value=rows[0].value, share=min(1.0, face.quality.score / 100))
        further = rows[1:] if len(seen.faces) <= MOST_IN_FULL else []
        notes[index] = Note(title=f"{word} {index + 1}", rows=[total, *further])
    return draw_faces(image, seen.faces, notes, heading=f"{name}  {seen.width}×{seen.height} px")


def can_draw_japanese() -> bool:
    return has_japanese_font()


def write_picture(path: Path, picture: NDArray[np.uint8]) -> None:
    """Raises `PictureNotWritten`."""
    try:
        written = cv2.imwrite(str(path), picture)
    except cv2.error as error:
        raise PictureNotWritten(file=path) from error
    if not written:
        raise PictureNotWritten(file=path)


def _numbers(face: Face, language: str) -> list[tuple[str, str]]:
    x, y, width, height = face.box
    japanese = language == "ja"
    return [
        *component_rows(face.quality, language),
        ("検出の確かさ" if japanese else "detector", f"{face.score:.2f}"),
        ("位置" if japanese else "at", f"{x:.0f}, {y:.0f}"),
        ("大きさ" if japanese else "size", f"{width:.0f}×{height:.0f} px"),
    ]

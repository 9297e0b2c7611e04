"""The frames of one attempt, read one by one and put together into one probe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kaodoki.faces.face import Face, Nearest, Template, mean_template
from kaodoki.faces.gate import MOST_HINTS, Finding, findings_for_probe, hints_for_probe
from kaodoki.faces.pack import Calibration
from kaodoki.identification.outcome import Outcome

OVAL = 3 / 4
"""Width by height of the oval in which the kiosk shows the middle of the camera's view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameReading:
    """What one frame gave: its face if it is usable, else what is wrong."""

    face: Face | None
    findings: tuple[Finding, ...]
    hints: tuple[Finding, ...] = ()
    """What could be better, though the frame is good enough."""

    @property
    def is_usable(self) -> bool:
        return self.face is not None and not self.findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """An attempt's frames as one. Either a template to search for, or the outcome why there is none."""

    template: Template | None
    refusal: Outcome | None
    findings: tuple[Finding, ...]
    """What to tell the person; empty if there is a template."""
    frames: tuple[int, ...] = ()
    """The places of the frames that the template is the mean of: no other is known to show that person."""
    agrees: bool = True
    """Whether every face that the attempt shows is that person's, as far as it can be told: the other frames' too."""
    hints: tuple[Finding, ...] = ()
    """What to tell the person if nobody is identified, the commonest of the frames first."""


def read_frame(seen: Nearest, image_size: tuple[int, int], *, smallest_share: float = 0.0) -> FrameReading:
    """A frame by what the engine found in it; `image_size` is (height, width).

    A face narrower than `smallest_share` of the oval stands too far away, whatever else there is.
    """
    nearest = seen.faces[0] if seen.faces else None
    if nearest is not None and nearest.box[2] < smallest_share * oval_width(image_size):
        return FrameReading(face=nearest, findings=(Finding.TOO_SMALL,))
    findings = tuple(findings_for_probe(seen.faces, image_size, seen.others))
    hints = () if findings else tuple(hints_for_probe(seen.faces, image_size, seen.others))
    return FrameReading(face=nearest, findings=findings, hints=hints)


def oval_width(image_size: tuple[int, int]) -> float:
    """In pixels of a picture of this height and width, whether it shows the oval only or what lies beside it, too."""
    height, width = image_size
    return min(width, OVAL * height)


def combine_frames(readings: Sequence[FrameReading], calibration: Calibration) -> Probe:
    """Averages the usable frames if most of them show one person: the mean is a better probe than any single frame.

    Frames that show different people are refused as `several_faces`, or one person could be looked at and another
    identified.
    """
    shown = {place: reading.face.template for place, reading in enumerate(readings) if reading.face is not None}
    usable = {place: template for place, template in shown.items() if readings[place].is_usable}
    if not usable:
        return _refused(readings)
    frames = max((_agreeing(centre, usable, calibration.agreement) for centre in usable.values()), key=len)
    if len(frames) * 2 <= len(usable):
        return Probe(template=None, refusal=Outcome.SEVERAL_FACES, findings=(Finding.SEVERAL_FACES,))
    template = mean_template([usable[place] for place in frames])
    agrees = len(_agreeing(template, shown, calibration.agreement)) == len(shown)
    return Probe(template=template, refusal=None, findings=(), frames=frames, agrees=agrees, hints=_hints(readings))


def _hints(readings: Sequence[FrameReading]) -> tuple[Finding, ...]:
    """What most frames have: a hint of one frame in three is a blink or a step."""
    found = [hint for reading in readings if reading.is_usable for hint in reading.hints]
    frames = sum(reading.is_usable for reading in readings)
    common = [hint for hint in dict.fromkeys(found) if found.count(hint) * 2 > frames]
    return tuple(sorted(common, key=lambda hint: -found.count(hint))[:MOST_HINTS])


def _agreeing(centre: Template, templates: Mapping[int, Template], agreement: float) -> tuple[int, ...]:
    return tuple(place for place, template in templates.items() if centre.similarity(template) >= agreement)


def _refused(readings: Sequence[FrameReading]) -> Probe:
    """What went wrong most of the time; with a face in at least one frame it is never `no_face`."""
    findings = [finding for reading in readings for finding in reading.findings]
    ranked = sorted(set(findings), key=lambda finding: -findings.count(finding))
    without_face = {Finding.NO_FACE}
    if not set(findings) - without_face:
        refusal, ranked = Outcome.NO_FACE, [Finding.NO_FACE]
    elif ranked[0] is Finding.SEVERAL_FACES or set(findings) - without_face == {Finding.SEVERAL_FACES}:
        refusal, ranked = Outcome.SEVERAL_FACES, [Finding.SEVERAL_FACES]
    else:
        refusal, ranked = Outcome.POOR_QUALITY, [item for item in ranked if item not in without_face]
    return Probe(template=None, refusal=refusal, findings=tuple(ranked))

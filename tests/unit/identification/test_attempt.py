"""Frames of one attempt: averaged when they show one person, refused when they do not."""

import numpy as np
import pytest

from kaodoki.faces import Face, Nearest, Quality, Template
from kaodoki.faces.detection import Detection
from kaodoki.faces.face import unit
from kaodoki.faces.gate import Finding
from kaodoki.faces.pack import read_pack
from kaodoki.identification import FrameReading, Outcome, combine_frames, oval_width, read_frame

CALIBRATION = read_pack().calibration
GOOD = Quality(score=90, inter_eye_px=45, yaw_deg=0, roll_deg=0, sharpness=0.4, brightness=130, cut_share=0)


def face(*direction: float, box: tuple[float, float, float, float] = (100, 100, 100, 130)) -> Face:
    points = np.full((5, 2), 150, dtype=np.float32)
    template = Template(vector=unit(np.array(direction or (1.0, 0.0))), pack="p")
    return Face(box=box, landmarks=points, score=0.9, quality=GOOD, liveness=None, template=template)


def other(width: float, height: float) -> Detection:
    return Detection(box=(300, 100, width, height), landmarks=np.full((5, 2), 320, dtype=np.float32), score=0.9)


def frame(*direction: float) -> FrameReading:
    return FrameReading(face=face(*direction), findings=())


def bad(*findings: Finding) -> FrameReading:
    return FrameReading(face=None if Finding.NO_FACE in findings else face(), findings=findings)


def test_usable_frames_are_averaged_and_others_left_out() -> None:
    probe = combine_frames([frame(1, 0), frame(0.8, 0.6), bad(Finding.BLURRED)], CALIBRATION)

    assert probe.refusal is None
    assert probe.frames == (0, 1)
    assert probe.template is not None
    assert probe.template.vector == pytest.approx(unit(np.array([0.9, 0.3])))


def test_a_single_frame_that_disagrees_is_outvoted() -> None:
    probe = combine_frames([frame(1, 0), frame(0.99, 0.1), frame(0, 1)], CALIBRATION)

    assert probe.frames == (0, 1)
    assert probe.template is not None
    assert probe.template.vector[0] > 0.99


def test_probe_says_which_frames_it_is_the_mean_of() -> None:
    probe = combine_frames([bad(Finding.NO_FACE), frame(0, 1), frame(1, 0), frame(0.99, 0.1)], CALIBRATION)

    assert probe.frames == (2, 3)


def test_another_face_in_a_frame_that_is_not_used_is_noticed() -> None:
    crowd = FrameReading(face=face(0, 1), findings=(Finding.SEVERAL_FACES,))

    probe = combine_frames([frame(1, 0), crowd, crowd], CALIBRATION)

    assert (probe.frames, probe.agrees) == ((0,), False)


def test_unusable_frames_of_the_same_person_agree() -> None:
    probe = combine_frames([frame(1, 0), bad(Finding.BLURRED), bad(Finding.NO_FACE)], CALIBRATION)

    assert (probe.frames, probe.agrees) == ((0,), True)


@pytest.mark.parametrize("directions", [[(1, 0), (0, 1)], [(1, 0), (1, 0), (0, 1), (0, 1)]])
def test_frames_of_different_people_are_refused(directions: list[tuple[float, float]]) -> None:
    probe = combine_frames([frame(*direction) for direction in directions], CALIBRATION)

    assert probe.template is None
    assert probe.refusal is Outcome.SEVERAL_FACES


@pytest.mark.parametrize(
    ("readings", "refusal", "findings"),
    [
        ([], Outcome.NO_FACE, (Finding.NO_FACE,)),
        ([bad(Finding.NO_FACE)], Outcome.NO_FACE, (Finding.NO_FACE,)),
        ([bad(Finding.SEVERAL_FACES), bad(Finding.NO_FACE)], Outcome.SEVERAL_FACES, (Finding.SEVERAL_FACES,)),
        ([bad(Finding.NO_FACE), bad(Finding.NO_FACE), bad(Finding.BLURRED)], Outcome.POOR_QUALITY, (Finding.BLURRED,)),
        (
            [bad(Finding.TOO_DARK), bad(Finding.TOO_DARK, Finding.TURNED)],
            Outcome.POOR_QUALITY,
            (Finding.TOO_DARK, Finding.TURNED),
        ),
    ],
)
def test_without_a_usable_frame_the_commonest_fault_is_told(
    readings: list[FrameReading], refusal: Outcome, findings: tuple[Finding, ...]
) -> None:
    probe = combine_frames(readings, CALIBRATION)

    assert (probe.refusal, probe.findings) == (refusal, findings)


def test_frame_is_read_by_its_nearest_face() -> None:
    nearest = face(box=(100, 100, 100, 130))

    reading = read_frame(Nearest(faces=(nearest,), others=(other(40, 50),)), (480, 640))

    assert reading.is_usable
    assert reading.face is nearest


def test_frame_with_two_people_alike_near_is_refused_whoever_is_the_nearer() -> None:
    seen = Nearest(faces=(face(box=(100, 100, 100, 130)),), others=(other(90, 110),))

    assert read_frame(seen, (480, 640)).findings == (Finding.SEVERAL_FACES,)


@pytest.mark.parametrize("size", [(480, 640), (480, 360), (1280, 960)])
def test_the_oval_is_as_wide_whether_its_surroundings_are_sent_or_not(size: tuple[int, int]) -> None:
    assert oval_width(size) == 0.75 * size[0]


def hinted(*hints: Finding) -> FrameReading:
    return FrameReading(face=face(1.0, 0.0), findings=(), hints=hints)


def test_what_most_good_frames_could_do_better_is_kept_for_later() -> None:
    readings = [
        hinted(Finding.MOUTH_COVERED),
        hinted(Finding.MOUTH_COVERED, Finding.TURNED),
        hinted(),
        bad(Finding.BLURRED),
    ]

    probe = combine_frames(readings, CALIBRATION)

    assert probe.refusal is None
    assert (probe.findings, probe.hints) == ((), (Finding.MOUTH_COVERED,))

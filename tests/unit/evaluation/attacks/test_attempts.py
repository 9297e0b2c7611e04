"""The synthetic attempts are what they say: reproducible, of camera size, and made of the people they name."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from kaodoki.evaluation.attacks.attempts import ATTACK_KINDS, LIVE_KINDS, Attempt, Kind, Scene, make_attempt
from kaodoki.evaluation.attacks.flat import moire, plane_motion
from kaodoki.evaluation.attacks.movement import CHALLENGE_FRAMES, LOOK_FRAMES, response
from kaodoki.evaluation.attacks.portraits import (
    HEIGHT,
    WIDTH,
    Image,
    backdrop_of,
    portrait_of,
    without_black_corners,
)
from kaodoki.evaluation.attacks.relief import Pose, cylinder_relief, head_relief, moved
from kaodoki.faces import Engine
from kaodoki.faces.liveness.challenge import Action
from kaodoki.project.demo_pictures import are_fetched, picture_path


def picture(name: str) -> Image:
    if not are_fetched():
        pytest.skip("real pictures are missing: run python -m kaodoki.project.demo_pictures")
    return np.asarray(cv2.imread(str(picture_path(name))), np.uint8)


@pytest.fixture(scope="module")
def scene(engine: Engine) -> Scene:
    victim = portrait_of(engine, picture("obama_1"), "victim", inter_eye_px=64)
    attacker = portrait_of(engine, picture("astronaut"), "attacker", inter_eye_px=60)
    assert victim is not None
    assert attacker is not None
    return Scene(victim=victim, attacker=attacker, backdrop=backdrop_of(picture("biden")))


@pytest.fixture(scope="module")
def make(scene: Scene) -> Callable[[Kind, int], Attempt]:
    return lambda kind, seed: make_attempt(kind, scene, np.random.default_rng(seed))


@pytest.mark.parametrize("kind", [*Kind])
def test_attempt_is_a_first_look_and_a_response_of_camera_frames(
    make: Callable[[Kind, int], Attempt], engine: Engine, kind: Kind
) -> None:
    attempt = make(kind, 4)

    assert (len(attempt.first_look), len(attempt.response)) == (LOOK_FRAMES, CHALLENGE_FRAMES)
    assert {frame.shape for frame in (*attempt.first_look, *attempt.response)} == {(HEIGHT, WIDTH, 3)}
    assert attempt.person == "victim"
    if kind is not Kind.LIVE_BAD_LIGHT:
        assert engine.analyse(attempt.first_look[0])


def test_same_seed_makes_the_same_attempt(make: Callable[[Kind, int], Attempt]) -> None:
    one, again, other = (make(Kind.SCREEN_STILL, seed) for seed in (4, 4, 5))

    assert all(np.array_equal(a, b) for a, b in zip(one.response, again.response, strict=True))
    assert not np.array_equal(one.response[0], other.response[0])


def test_kinds_are_either_live_or_attacks() -> None:
    assert {*LIVE_KINDS, *ATTACK_KINDS} == {*Kind}
    assert not {*LIVE_KINDS} & {*ATTACK_KINDS}


def test_photo_with_a_second_face_makes_no_portrait(engine: Engine) -> None:
    assert portrait_of(engine, picture("group"), "several", inter_eye_px=60) is None


def test_photo_without_a_face_makes_no_portrait(engine: Engine) -> None:
    assert portrait_of(engine, np.zeros((200, 200, 3), np.uint8), "nobody", inter_eye_px=60) is None


def test_backdrop_has_no_face(engine: Engine) -> None:
    assert engine.analyse(backdrop_of(picture("obama_1"))) == []


def test_black_corners_are_filled_and_a_dark_middle_is_not() -> None:
    photo = np.full((100, 100, 3), 120, np.uint8)
    cv2.fillPoly(photo, [np.array([[0, 0], [40, 0], [0, 40]])], (0, 0, 0))
    photo[60:80, 60:80] = 0

    filled = without_black_corners(photo)

    assert filled[2, 2].min() > 60
    assert filled[70, 70].max() == 0


def test_head_that_does_not_turn_stays_and_one_that_turns_leaves_the_background(scene: Scene) -> None:
    relief = head_relief(scene.victim, depth=0.95, nose=0.4)
    image = scene.victim.image

    still, turned = moved(image, relief, Pose()), moved(image, relief, Pose(yaw_deg=30))

    x, y = (int(value) for value in scene.victim.centre)
    assert np.abs(still.astype(int) - image).mean() < 0.5
    assert np.abs(turned[:40].astype(int) - image[:40]).mean() < 0.5
    assert (
        np.abs(turned[y - 40 : y + 40, x - 40 : x + 40].astype(int) - image[y - 40 : y + 40, x - 40 : x + 40]).mean()
        > 3
    )


def test_nose_of_a_relief_stands_out_and_a_cylinder_has_none(scene: Scene) -> None:
    x, y = (int(value) // 2 for value in scene.victim.face.landmarks[2])

    head = head_relief(scene.victim, depth=0.95, nose=0.4).depth
    sheet = cylinder_relief(scene.victim.centre, 90).depth

    assert head[y, x] - head[y, x + 20] > 0.2 * scene.victim.inter_eye_px
    assert sheet[y, x] == pytest.approx(sheet[y - 30, x])


def test_plane_keeps_its_middle_and_shows_perspective() -> None:
    matrix = plane_motion(Pose(yaw_deg=40))
    points = cv2.perspectiveTransform(np.array([[[0.0, 0.0], [WIDTH / 2, HEIGHT / 2], [WIDTH, 0.0]]]), matrix)[0]

    assert points[1] == pytest.approx([WIDTH / 2, HEIGHT / 2], abs=1e-3)
    assert abs(points[0, 1] - points[2, 1]) > 5


@pytest.mark.parametrize(
    ("action", "angle"),
    [
        (Action.TURN_LEFT, lambda pose: pose.yaw_deg),
        (Action.TURN_RIGHT, lambda pose: -pose.yaw_deg),
        (Action.LOOK_UP, lambda pose: pose.pitch_deg),
    ],
)
def test_response_goes_from_the_front_to_where_it_was_asked(action: Action, angle: Callable[[Pose], float]) -> None:
    poses = response(np.random.default_rng(1), action, reach_deg=30, angle_deg=0, shift_px=0)

    angles = [angle(pose) for pose in poses]
    assert angles[0] == 0
    assert angles == sorted(angles)
    assert angles[-1] == pytest.approx(30)


def test_some_displays_show_no_moire() -> None:
    patterns = [moire((40, 40), np.random.default_rng(seed)) for seed in range(40)]

    plain = sum(bool((pattern == 1).all()) for pattern in patterns)
    assert 0 < plain < 20

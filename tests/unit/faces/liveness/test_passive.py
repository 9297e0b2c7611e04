"""The anti-spoof network: its crop, its answer, and a stand-in of the same shape that really runs."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from kaodoki.evaluation.attacks.attempts import Kind
from kaodoki.evaluation.attacks.portraits import Portrait
from kaodoki.faces import Engine, load_engine
from kaodoki.faces.compilation import Compiler
from kaodoki.faces.liveness import FrameFace, Verdict, assess, is_installed, passive
from kaodoki.faces.liveness.challenge import Action
from kaodoki.faces.liveness.fetch import place
from kaodoki.faces.liveness.pack import LivenessPack, read_liveness_pack
from kaodoki.faces.liveness.passive import PassiveNetwork, context_of, crop_of, shows_enough

SIDE = 128


def network_of_means() -> bytes:
    """1×3×128×128 in, three logits out: the mean of each channel, so blue pictures are live (BGR)."""
    nodes = [
        helper.make_node("GlobalAveragePool", ["input"], ["pooled"]),
        helper.make_node("Reshape", ["pooled", "shape"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "means",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 3])],
        [numpy_helper.from_array(np.array([1, 3]), "shape")],
    )
    return bytes(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8).SerializeToString()
    )


@pytest.fixture
def pack(tmp_path: Path) -> LivenessPack:
    """The pack with the stand-in for the network, not installed yet."""
    real = read_liveness_pack()
    sha256 = hashlib.sha256(network_of_means()).hexdigest()
    return replace(real, folder=tmp_path / "installed", network=replace(real.network, sha256=sha256))


@pytest.fixture
def network(pack: LivenessPack) -> PassiveNetwork:
    place(pack, network_of_means())
    return PassiveNetwork(pack, Compiler(pack, cache_dir=None, precision="f32").open(pack.network, (SIDE, SIDE)))


def test_answer_is_the_share_of_the_live_class(network: PassiveNetwork) -> None:
    blue = np.zeros((300, 300, 3), np.uint8)
    blue[..., 0] = 3

    score = network.score(blue, (100, 100, 60, 60))

    assert score == pytest.approx(np.exp(3) / (np.exp(3) + 2), abs=1e-3)


def test_what_lies_outside_the_crop_does_not_count(network: PassiveNetwork) -> None:
    picture = np.zeros((480, 640, 3), np.uint8)
    picture[:, 400:] = 255

    assert network.score(picture, (60, 180, 100, 100)) == pytest.approx(1 / 3, abs=1e-3)


def test_face_that_fills_the_picture_is_not_guessed_at(network: PassiveNetwork) -> None:
    assert network.score(np.zeros((200, 160, 3), np.uint8), (5, 5, 150, 190)) is None


@given(
    height=st.integers(1, 2000), width=st.integers(1, 2000),
    x=st.floats(-500, 2500), y=st.floats(-500, 2500), w=st.floats(0, 3000), h=st.floats(0, 3000),
)  # fmt: skip
def test_crop_lies_inside_any_picture(height: int, width: int, x: float, y: float, w: float, h: float) -> None:
    left, top, right, bottom = crop_of((height, width, 3), (x, y, w, h), 2.7)

    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height


def test_crop_is_centred_where_the_picture_allows() -> None:
    assert crop_of((1000, 1000, 3), (400, 400, 100, 100), 2.0) == (350, 350, 551, 551)
    assert crop_of((1000, 1000, 3), (0, 0, 100, 100), 2.0)[:2] == (0, 0)


def test_context_is_what_fits() -> None:
    assert context_of((201, 401, 3), (0, 0, 100, 100)) == 2
    assert shows_enough((201, 401, 3), (0, 0, 100, 100))
    assert not shows_enough((121, 401, 3), (0, 0, 100, 100))


def test_pack_says_where_the_weights_come_from_and_what_is_unknown() -> None:
    file = read_liveness_pack().network

    assert "not stated" in file.origin
    assert "MIT" in file.licence
    assert len(file.sha256) == 64


def test_engine_scores_faces_exactly_if_the_pack_is_installed(
    engine: Engine, portrait: Callable[[str], Portrait]
) -> None:
    score = portrait("biden").face.liveness

    assert (score is not None) == is_installed()
    assert score is None or 0 <= score <= 1


@pytest.mark.skipif(not is_installed(), reason="the optional pack is not installed: kaodoki liveness install")
def test_real_network_believes_people_more_than_paper(
    attempt: Callable[[Kind, str, Action], tuple[object, list[FrameFace], list[FrameFace]]],
) -> None:
    people = [assess(attempt(Kind.LIVE_GOOD_LIGHT, name, Action.TURN_LEFT)[1]) for name in ("obama_1", "biden")]
    paper = [assess(attempt(Kind.PRINT, name, Action.TURN_LEFT)[1]) for name in ("obama_1", "biden")]

    assert min(reading.passive or 0 for reading in people) > max(reading.passive or 0 for reading in paper)
    assert {reading.verdict for reading in people} == {Verdict.LIVE}


def test_network_is_asked_only_where_liveness_is_wanted(
    pack: LivenessPack, portrait: Callable[[str], Portrait], monkeypatch: pytest.MonkeyPatch
) -> None:
    place(pack, network_of_means())
    monkeypatch.setattr(passive, "_PACK", pack)
    engine = load_engine()

    asked, unasked = (engine.analyse(portrait("biden").image, liveness=wanted)[0] for wanted in (True, False))

    assert asked.liveness is not None
    assert unasked.liveness is None


def test_stand_in_is_a_valid_network() -> None:
    onnx.checker.check_model(onnx.load_model_from_string(network_of_means()))

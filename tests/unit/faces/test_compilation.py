"""A compiled network is kept for the next process, and never used if it is not exactly what was written."""

import gc
import hashlib
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kaodoki.faces import load_engine
from kaodoki.faces.compilation import SUFFIX, Compiler, default_cache
from kaodoki.faces.errors import PackNotPrepared
from kaodoki.faces.networks import Colour
from kaodoki.faces.pack import Pack, read_pack
from kaodoki.faces.pipeline import compile_ahead

SHAPE = (64, 96)
PICTURE = np.random.default_rng(5).integers(0, 255, (*SHAPE, 3), dtype=np.uint8)


@pytest.fixture
def pack() -> Pack:
    return read_pack()


def answer(pack: Pack, cache: Path | None, shape: tuple[int, int] = SHAPE, **options: str) -> NDArray[np.float32]:
    """What the detector says of a picture of noise, with a fresh compiler."""
    network = Compiler(pack, cache_dir=cache, **options).open(pack.detector, shape)
    network.input[:] = PICTURE[: shape[0], : shape[1]]
    return np.concatenate([output.ravel() for output in network.run().values()])


def kept(cache: Path) -> list[Path]:
    return sorted(cache.iterdir())


def refuse(*_: object) -> None:
    raise AssertionError("compiled again")


def test_kept_network_is_not_compiled_again_and_answers_alike(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = answer(pack, tmp_path)
    monkeypatch.setattr(Compiler, "_compile", refuse)

    assert np.array_equal(answer(pack, tmp_path), fresh)


def test_network_outlives_its_compiler(pack: Pack, tmp_path: Path) -> None:
    expected = answer(pack, tmp_path)
    network = Compiler(pack, cache_dir=tmp_path).open(pack.detector, SHAPE)
    gc.collect()
    scribbled = [np.full(400_000, 255, dtype=np.uint8) for _ in range(50)]  # where the weights would have been

    network.input[:] = PICTURE

    assert np.array_equal(np.concatenate([output.ravel() for output in network.run().values()]), expected)
    assert len(scribbled) == 50


@pytest.mark.parametrize("place", [0, 63, 64, 5_000, -1])
def test_flipped_bit_is_noticed_and_repaired(pack: Pack, tmp_path: Path, place: int) -> None:
    expected = answer(pack, tmp_path)
    (file,) = kept(tmp_path)
    whole = file.read_bytes()
    broken = bytearray(whole)
    broken[place] ^= 1
    file.write_bytes(broken)

    found = answer(pack, tmp_path)

    assert np.array_equal(found, expected)
    assert np.array_equal(answer(pack, tmp_path), expected)
    assert kept(tmp_path) == [file]
    assert file.read_bytes() != broken


@pytest.mark.parametrize("length", [0, 10, 64, 1_000])
def test_truncated_file_is_noticed(pack: Pack, tmp_path: Path, length: int) -> None:
    expected = answer(pack, tmp_path)
    (file,) = kept(tmp_path)
    file.write_bytes(file.read_bytes()[:length])

    assert np.array_equal(answer(pack, tmp_path), expected)


def test_whole_file_that_openvino_refuses_is_made_again(pack: Pack, tmp_path: Path) -> None:
    expected = answer(pack, tmp_path)
    (file,) = kept(tmp_path)
    body = file.read_bytes()[64:2000]
    file.write_bytes(hashlib.sha256(body).hexdigest().encode() + body)

    assert np.array_equal(answer(pack, tmp_path), expected)


def test_every_difference_has_a_file_of_its_own(pack: Pack, tmp_path: Path) -> None:
    answer(pack, tmp_path)
    answer(pack, tmp_path, (64, 64))
    answer(pack, tmp_path, precision="f32")
    other = replace(pack.detector, input=replace(pack.detector.input, colour=Colour.RGB))
    answer(replace(pack, detector=other), tmp_path)

    assert len(kept(tmp_path)) == 4
    assert all(file.suffix == SUFFIX for file in kept(tmp_path))


def test_colours_means_and_deviations_are_the_network_s_own(pack: Pack) -> None:
    plain = answer(pack, None, precision="f32")
    shifted = replace(pack.detector.input, mean=(10.0, 10.0, 10.0))
    red_first = replace(pack.detector.input, colour=Colour.RGB)

    for given in (shifted, red_first):
        changed = answer(replace(pack, detector=replace(pack.detector, input=given)), None, precision="f32")
        assert np.abs(changed - plain).max() > 1e-4


def test_folder_that_cannot_be_written_to_is_no_error(pack: Pack, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")

    assert np.array_equal(answer(pack, blocked / "cache"), answer(pack, None))


def test_pack_of_other_sources_is_refused_although_a_compiled_one_lies_there(pack: Pack, tmp_path: Path) -> None:
    answer(pack, tmp_path)
    newer = replace(pack, detector=replace(pack.detector, sha256="0" * 64))

    with pytest.raises(PackNotPrepared):
        answer(newer, tmp_path)


def test_many_at_once_write_one_whole_file(pack: Pack, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: answer(pack, tmp_path), range(8)))

    assert all(np.array_equal(one, answers[0]) for one in answers)
    (file,) = kept(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_networks_of_one_compiler_do_not_share_their_memory(pack: Pack) -> None:
    compiler = Compiler(pack, cache_dir=None)
    one, other = compiler.open(pack.detector, SHAPE), compiler.open(pack.detector, SHAPE)
    one.input[:], other.input[:] = PICTURE, 0
    first = {name: output.copy() for name, output in one.run().items()}

    other.run()

    assert all(np.array_equal(one.outputs[name], output) for name, output in first.items())
    assert any(not np.array_equal(other.outputs[name], output) for name, output in first.items())


def test_second_run_answers_for_the_second_picture(pack: Pack) -> None:
    network = Compiler(pack, cache_dir=None).open(pack.detector, SHAPE)

    def run(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        network.input[:] = picture
        return np.concatenate([output.ravel().copy() for output in network.run().values()])

    first, second, again = run(PICTURE), run(255 - PICTURE), run(PICTURE)

    assert np.array_equal(first, again)
    assert not np.array_equal(first, second)


def test_preparing_compiles_all_that_any_picture_needs_and_forgets_the_rest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pack: Pack
) -> None:
    here = tmp_path / "pack"
    shutil.copytree(pack.folder, here, ignore=shutil.ignore_patterns("compiled"))
    moved = replace(pack, folder=here)
    default_cache(moved).mkdir()
    for name in ("123.blob", f"old-1x1-0{SUFFIX}", "notes.txt"):
        (default_cache(moved) / name).write_text("old")

    compile_ahead(moved)
    monkeypatch.setattr(Compiler, "_compile", refuse)
    engine = load_engine(moved)

    for height, width in ((120, 640), (360, 640), (480, 640), (600, 640), (640, 480), (640, 120), (112, 112)):
        assert engine.analyse(np.zeros((height, width, 3), dtype=np.uint8)) == []
    others = {path.name for path in default_cache(moved).iterdir() if path.suffix != SUFFIX}
    assert others == {"notes.txt"}
    assert not (default_cache(moved) / f"old-1x1-0{SUFFIX}").exists()

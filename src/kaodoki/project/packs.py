"""What `kaodoki packs add`, `list`, `verify` and `calibrate` do and print. No database."""

from pathlib import Path

from kaodoki.errors import InvalidInput, KaodokiError
from kaodoki.faces import load_engine
from kaodoki.faces.admission.store import admit, calibration_toml, keep_calibration, verify_pack
from kaodoki.faces.admission.trial_run import TrialRun
from kaodoki.faces.errors import PackError
from kaodoki.faces.pack import Calibration, Pack, list_packs, read_pack
from kaodoki.faces.writing import write_whole
from kaodoki.identification import threshold
from kaodoki.project.pack_calibration import Photographed, calibrate_pack, read_photos, same_person_scores


class PackBuiltIn(KaodokiError):
    code = "pack_built_in"
    ja = "「{pack}」は組み込みのモデルで較正済みです。結果だけを見るには --out FILE を指定してください。"
    en = "The pack {pack} is built in and calibrated. To see figures of your own, write them to a file with --out."


def add(folder: Path, packs_dir: Path, *, language: str) -> None:
    pack, run = admit(folder, packs_dir)
    ja = f"モデル {pack.id} を追加しました: {pack.folder.parent}"
    print(ja if language == "ja" else f"Added the pack {pack.id}: {pack.folder.parent}")
    print(_run_in_words(run, language))
    if pack.measured is None:
        advice = f"kaodoki packs calibrate {pack.id} --pictures DIR"
        print(f"次に較正してください: {advice}" if language == "ja" else f"Calibrate it next: {advice}")


def show(packs_dir: Path, *, language: str) -> None:
    for pack in list_packs(packs_dir):
        print(_in_words(pack, language))


def verify(name: str | None, packs_dir: Path, *, language: str) -> None:
    """All are looked at, then the first fault is raised."""
    faults = []
    for pack in [read_pack(name, packs_dir=packs_dir)] if name else list_packs(packs_dir):
        try:
            run = verify_pack(pack)
        except PackError as error:
            print(f"!!  {pack.id}: {error.message(language)}")
            faults.append(error)
        else:
            print(f"ok  {pack.id}: {_run_in_words(run, language)}")
    if faults:
        raise faults[0]


def calibrate(name: str, pictures: Path, packs_dir: Path, *, out: Path | None, language: str) -> None:
    pack = read_pack(name, packs_dir=packs_dir)
    if pack.is_built_in and out is None:
        raise PackBuiltIn(pack=pack.id)
    if not pictures.is_dir():
        raise InvalidInput(reason=f"--pictures {pictures}")
    photos = read_photos(pictures, load_engine(pack))
    calibration = calibrate_pack(photos.vectors, photos.people)
    if out is None:
        out = keep_calibration(pack, calibration)
    else:
        write_whole(out, calibration_toml(calibration).encode())
    print(_calibration_in_words(photos, calibration, language))
    print(out)


def _in_words(pack: Pack, language: str) -> str:
    origin = ("組み込み" if language == "ja" else "built in") if pack.is_built_in else str(pack.folder.parent)
    calibrated = {
        ("ja", True): "較正済み",
        ("ja", False): "未較正",
        ("en", True): "calibrated",
        ("en", False): "not calibrated",
    }[language, pack.measured is not None]
    licences = " / ".join(dict.fromkeys(file.licence for file in pack.files))
    return f"{pack.id}  {pack.template_length}  {calibrated}  {licences}  {origin}"


def _run_in_words(run: TrialRun, language: str) -> str:
    if language == "ja":
        return f"検出 {run.detection_ms:.1f} ms、特徴量 {run.template_ms:.1f} ms({run.template_length} 次元、1スレッド)"
    return f"detection {run.detection_ms:.1f} ms, template {run.template_ms:.1f} ms ({run.template_length}, one thread)"


def _calibration_in_words(photos: Photographed, calibration: Calibration, language: str) -> str:
    people = len(set(photos.people.tolist()))
    needed = threshold(calibration, gallery_size=1000, fpir=0.003)
    mated = same_person_scores(photos.vectors, photos.people)
    share = f"{(mated >= needed).mean():.1%}" if len(mated) else "-"
    if language == "ja":
        return (
            f"{people} 人・{len(photos.people)} 枚から計算しました(使えなかった写真 {photos.skipped} 枚)。"
            f"1,000 人・FPIR 0.3 % のしきい値 {needed:.3f}、同じ人の写真どうしで超える割合 {share}"
        )
    return (
        f"From {len(photos.people)} photos of {people} people ({photos.skipped} were of no use). "
        f"1,000 enrolled, FPIR 0.3 %: {needed:.3f}; photos of one person above it: {share}"
    )

"""The whole evaluation: data sets into faces, every section of the sheet, and the page."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaodoki.evaluation.attacks.clips import LABELS_FILE
from kaodoki.evaluation.cache import faces_of
from kaodoki.evaluation.datasets import DataSet, read_impostors, read_lfw
from kaodoki.evaluation.embedding import embed
from kaodoki.evaluation.errors import DataSetLayout, DataSetMissing, TooFewPeople
from kaodoki.evaluation.held_out import fit
from kaodoki.evaluation.impostors import without_repeats
from kaodoki.evaluation.looks import read_clip
from kaodoki.evaluation.sheet.calibration import calibration_section
from kaodoki.evaluation.sheet.conditions import Used, data_section, machine_section
from kaodoki.evaluation.sheet.decisions import decisions_section
from kaodoki.evaluation.sheet.gate import gate_section
from kaodoki.evaluation.sheet.identification import identification_section
from kaodoki.evaluation.sheet.liveness import liveness_section
from kaodoki.evaluation.sheet.looks import looks_section
from kaodoki.evaluation.sheet.page import write_page
from kaodoki.evaluation.sheet.quality import discard_section, masks_section
from kaodoki.evaluation.sheet.section import Section, counted
from kaodoki.evaluation.sheet.verification import verification_section
from kaodoki.evaluation.sheet.wanted import DataOption, unmeasured
from kaodoki.evaluation.targets import read_reasons
from kaodoki.faces.engine import Engine, load_engine
from kaodoki.faces.pack import read_pack

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    lfw: Path
    impostors: Path | None
    pad: Path | None
    out: Path
    splits: int
    seed: int
    cache: Path | None
    """None: a temporary folder that is gone at the end."""
    threads: int


def evaluate(options: Options, engine: Engine, *, today: date, say: Say) -> None:
    """Writes the sheet. `engine` by `open_engine`. Raises an `EvaluationError`; `say` hears what is going on."""
    for folder in (options.lfw, options.impostors, options.pad):
        if folder is not None and not folder.is_dir():
            raise DataSetMissing(folder=folder)
    if options.pad is not None and not (options.pad / LABELS_FILE).is_file():
        raise DataSetLayout(folder=options.pad, reason=LABELS_FILE)
    reasons_file = options.out.with_name(f"{options.out.stem}-reasons.toml")
    reasons = read_reasons(reasons_file)
    lfw = read_lfw(options.lfw)
    impostors = read_impostors(options.impostors) if options.impostors else None
    with _cache(options.cache) as folder:
        known = _used("LFW", lfw, engine, folder, options, say)
        strangers = _used("impostors", impostors, engine, folder, options, say) if impostors else None
        sections = list(_sections(options, engine, known, strangers, say))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    missing = unmeasured((row for section in sections for row in section.measured), _given(options))
    write_page(options.out, sections, missing, today=today, reasons=reasons, reasons_file=reasons_file.name)
    say(f"{options.out}")


def _given(options: Options) -> set[DataOption]:
    folders = {
        DataOption.LFW: options.lfw,
        DataOption.IMPOSTORS: options.impostors,
        DataOption.PAD: options.pad,
    }
    return {option for option, folder in folders.items() if folder is not None}


@contextmanager
def _cache(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="kaodoki-faces-") as temporary:
        yield Path(temporary)


def _used(name: str, data: DataSet, engine: Engine, folder: Path, options: Options, say: Say) -> Used:
    total = len(data.photos)

    def progress(done: int) -> None:
        if done % 500 == 0 or done == total:
            say(f"{name}: {counted(done)} / {counted(total)}")

    faces = faces_of(folder, data, engine.pack, lambda: embed(engine, data, threads=options.threads, progress=progress))
    if len({item.photo.person for item in faces.faces}) < 2:
        raise TooFewPeople(reason=f"{name}: {len(faces.faces)}")
    wrong = f"{len(data.mislabelled)} wrong labels (from all but the published pairs), {data.merged_names} names merged"
    return Used(name=name, data=data, faces=faces, left_out=wrong)


def _sections(options: Options, engine: Engine, lfw: Used, impostors: Used | None, say: Say) -> Iterator[Section]:
    clean = lfw.faces.only(lambda item: not item.photo.is_mislabelled)
    strangers = None
    used = [lfw]
    if impostors is not None:
        strangers = without_repeats(impostors.faces, clean, read_pack().calibration)
        gone = len(impostors.faces.faces) - len(strangers.faces)
        used.append(
            Used(
                name=impostors.name,
                data=impostors.data,
                faces=impostors.faces,
                left_out=f"{counted(gone)} photos of people who are there twice, or in LFW too",
            )
        )
    splits, seed, threads = options.splits, options.seed, options.threads
    pack = read_pack()  # as it ships: the engine's has other settings, for both kinds of vector
    yield data_section(used)
    sections: dict[str, Callable[[], Section]] = {
        "Verification (1:1)": lambda: verification_section(lfw.data, lfw.faces, seed=seed),
        "Identification (1:N, open set)": lambda: identification_section(
            clean, strangers, pack, splits=splits, seed=seed
        ),
        "Decisions": lambda: decisions_section(clean, pack, lambda faces: fit(faces, pack), splits=splits, seed=seed),
        "Calibration": lambda: calibration_section(
            clean, strangers, pack, lambda faces: fit(faces, pack), splits=splits, seed=seed
        ),
        "Frames of one look": lambda: looks_section(
            engine,
            pack,
            lfw.data,
            clean,
            [read_clip(engine, path) for path in _live_clips(options.pad)],
            splits=splits,
            threads=threads,
            seed=seed,
        ),
        "Error against discard": lambda: discard_section(clean, seed=seed),
        "Masks": lambda: masks_section(engine, lfw.data.folder, clean, threads=threads),
        "Quality gate": lambda: gate_section({item.name: item.faces for item in used}),
    }
    if (pad := options.pad) is not None:
        sections["Liveness"] = lambda: liveness_section(
            load_engine(threads=threads), options.lfw, pad, threads=threads, seed=seed, say=say
        )
    sections["Models, machine and time per stage"] = lambda: machine_section(pack, lfw)
    for title, measure in sections.items():
        say(title)
        yield _measured(title, measure)


def _measured(title: str, measure: Callable[[], Section]) -> Section:
    """A section, or why there is none: a small data set still gives the others."""
    try:
        return measure()
    except TooFewPeople as error:
        return Section(title=title, text=f"Not measured. {error.message('en')}")


def _live_clips(folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    return sorted(path for path in folder.glob("live-*") if path.suffix in {".mp4", ".webm"})

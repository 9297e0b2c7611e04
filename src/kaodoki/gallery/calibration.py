"""A company's own calibration: measured from all pairs of its gallery, kept as two numbers, added to its threshold."""

import threading
import time
import uuid
from dataclasses import dataclass

import numpy as np

from kaodoki import clock
from kaodoki.faces.pack import Pack
from kaodoki.gallery.index import GalleryIndex
from kaodoki.gallery.models import SiteCalibration
from kaodoki.gallery.packs import deciding_pack_id, find_pack
from kaodoki.gallery.queries import count_people
from kaodoki.gallery.rows import Vector
from kaodoki.gallery.services import gallery_of
from kaodoki.identification.site import (
    FEWEST_PEOPLE,
    MOST_PEOPLE,
    ExpectedRate,
    SiteMargin,
    SiteMeasurement,
    expected_rate,
    measure_site,
    site_margin,
)
from kaodoki.identification.thresholds import threshold
from kaodoki.people.models import Company, Settings

# An attempt does not ask the database for two numbers that move once a day.
SECONDS_KNOWN = 60.0

_known: dict[tuple[uuid.UUID, str], tuple[float, SiteMargin]] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a company's threshold is and what it is worth."""

    pack: str
    people: int
    of_pack: float
    """The threshold by the pack's calibration alone."""
    site: SiteMargin
    is_measured: bool
    """Whether the site's margin comes from its own gallery, not only from the pack."""
    expected: ExpectedRate

    @property
    def needed(self) -> float:
        return self.of_pack + self.site.margin


def measure_company(company: Company, settings: Settings) -> SiteCalibration | None:
    """Measures the deciding pack's gallery now and keeps the result; None, and nothing kept, if it is too small.

    People²/2 products for up to `MOST_PEOPLE` people: a second or two, whatever the size of the company.
    """
    pack = find_pack(deciding_pack_id(company))
    index = gallery_of(company, pack.id).index
    wanted = settings.wanted_fpir_percent / 100
    measured = measure_site(_drawn(index), pack.calibration, gallery_size=len(index), wanted=wanted)
    if measured is None:
        SiteCalibration.objects.filter(company=company, pack=pack.id).delete()
        return None
    values = {
        "people": measured.people,
        "pairs": measured.pairs,
        "shift": measured.shift,
        "standard_error": measured.standard_error,
        "gallery_revision": company.gallery_revision,
        "wanted_fpir_percent": settings.wanted_fpir_percent,
        "measured_at": clock.now(),
    }
    kept, _ = SiteCalibration.objects.update_or_create(company=company, pack=pack.id, defaults=values)
    with _lock:
        _known.pop((company.pk, pack.id), None)
    return kept


def is_due(company: Company, settings: Settings) -> bool:
    """Whether the gallery or the wish has changed since the company was last measured."""
    kept = SiteCalibration.objects.filter(company=company, pack=deciding_pack_id(company)).first()
    if kept is None:
        return company.gallery_revision >= FEWEST_PEOPLE  # each person moves it by one at least
    measured = (kept.gallery_revision, kept.wanted_fpir_percent)
    return measured != (company.gallery_revision, settings.wanted_fpir_percent)


def margin_of(company: Company, pack: Pack) -> SiteMargin:
    """What the company's threshold has above its pack's, as of a minute ago at most."""
    key, now = (company.pk, pack.id), time.monotonic()
    with _lock:
        known = _known.get(key)
    if known is not None and now - known[0] < SECONDS_KNOWN:
        return known[1]
    margin = site_margin(pack.calibration, _kept(company, pack))
    with _lock:
        _known[key] = (now, margin)
    return margin


def standing_of(company: Company, settings: Settings) -> Standing:
    """The company's threshold and the rate to expect, from what is kept."""
    pack = find_pack(deciding_pack_id(company))
    people, wanted = count_people(company, pack.id), settings.wanted_fpir_percent / 100
    measured = _kept(company, pack)
    site = site_margin(pack.calibration, measured)
    return Standing(
        pack=pack.id,
        people=people,
        of_pack=threshold(pack.calibration, gallery_size=people, fpir=wanted),
        site=site,
        is_measured=measured is not None,
        expected=expected_rate(pack.calibration, site, gallery_size=people, wanted=wanted),
    )


def _kept(company: Company, pack: Pack) -> SiteMeasurement | None:
    row = SiteCalibration.objects.filter(company=company, pack=pack.id).first()
    if row is None:
        return None
    return SiteMeasurement(people=row.people, pairs=row.pairs, shift=row.shift, standard_error=row.standard_error)


def _drawn(index: GalleryIndex) -> Vector:
    """All vectors, or those of `MOST_PEOPLE` drawn from all blocks alike."""
    share = min(1.0, MOST_PEOPLE / max(len(index), 1))
    random = np.random.default_rng(0)
    parts = []
    for block in index.blocks:
        picked = np.sort(random.permutation(len(block))[: int(np.ceil(len(block) * share))])
        parts.append(block.at(picked).vectors())
    return np.concatenate(parts) if parts else np.zeros((0, 1), dtype=np.float32)

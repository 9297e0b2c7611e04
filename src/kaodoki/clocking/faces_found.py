"""Whether a frame shows faces at all, for a terminal's self-test: nobody is described, searched for or recorded."""

from dataclasses import dataclass

from kaodoki.faces.decoding import FRAME_LIMITS, decode_image
from kaodoki.gallery.engine import engine_turn
from kaodoki.identification import oval_width
from kaodoki.people.models import Company


@dataclass(frozen=True, slots=True, kw_only=True)
class FacesFound:
    """How many faces there are, and the largest one's width as a share of the oval's, 0 without one."""

    count: int
    width_share: float


def faces_found(company: Company, frame: bytes) -> FacesFound:
    """Raises an image error for a file that is no picture, and `Busy` under overload."""
    image = decode_image(frame, limits=FRAME_LIMITS)
    with engine_turn(company.pack) as engine:
        found = engine.detect(image)
    width = max((one.box[2] for one in found), default=0.0)
    return FacesFound(count=len(found), width_share=round(width / oval_width(image.shape[:2]), 3))

"""The face of an attempt that nobody was recognised in, cut out for whoever decides about it."""

import cv2

from kaodoki.faces.decoding import FRAME_LIMITS, decode_image
from kaodoki.gallery.engine import engine_turn

# Around the face's box, of its size: hair and chin help a person to recognise, the room behind does not.
MARGIN = 0.4
LONGEST_SIDE = 320
JPEG_QUALITY = 85


def cropped_face(frame: bytes, *, pack: str) -> bytes | None:
    """The largest face of the frame with a margin, as a small JPEG; None without any face: a room is not kept."""
    image = decode_image(frame, limits=FRAME_LIMITS)
    with engine_turn(pack) as engine:
        faces = engine.detect(image)
    if not faces:
        return None
    left, top, width, height = faces[0].box
    x0, y0 = max(0, round(left - MARGIN * width)), max(0, round(top - MARGIN * height))
    x1, y1 = round(left + (1 + MARGIN) * width), round(top + (1 + MARGIN) * height)
    cut = image[y0:y1, x0:x1]
    scale = min(1.0, LONGEST_SIDE / max(cut.shape[:2]))
    small = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    _, encoded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return encoded.tobytes()

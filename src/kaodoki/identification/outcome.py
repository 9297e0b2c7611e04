"""How an attempt can end."""

from enum import StrEnum


class Outcome(StrEnum):
    """The values are part of the terminal API."""

    IDENTIFIED = "identified"
    NOT_SURE = "not_sure"
    UNKNOWN = "unknown"
    CHALLENGE_REQUIRED = "challenge_required"
    NOT_LIVE = "not_live"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    POOR_QUALITY = "poor_quality"

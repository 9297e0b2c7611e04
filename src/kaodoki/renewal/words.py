"""What people are told of reasons and verdicts, by language."""

from typing import Final

from kaodoki.renewal.models import Agreement
from kaodoki.renewal.queries import Reason

Words = dict[str, dict[str, str]]

REASONS: Final[Words] = {
    Reason.PHOTO_DELETED: {"ja": "元の写真は削除済み", "en": "the photo is deleted"},
    Reason.PHOTO_UNREADABLE: {"ja": "元の写真を読めない", "en": "the photo cannot be read"},
    Reason.FAILED: {
        "ja": "計算に失敗(自動的に再試行します)",
        "en": "the computing failed; it is tried again",
    },
    Reason.NO_FACE: {"ja": "新しいモデルでは顔を検出できない", "en": "the pack finds no single face in the photo"},
}

VERDICTS: Final[Words] = {
    Agreement.Verdict.SAME: {"ja": "同じ人", "en": "the same person"},
    Agreement.Verdict.OTHER: {"ja": "試用中のモデルは別の人", "en": "another person by the pack on trial"},
    Agreement.Verdict.NEW_NOBODY: {"ja": "試用中のモデルは該当者なし", "en": "nobody by the pack on trial"},
    Agreement.Verdict.NEW_SOMEBODY: {
        "ja": "試用中のモデルだけが特定",
        "en": "somebody by the pack on trial, nobody by the deciding one",
    },
    Agreement.Verdict.BOTH_NOBODY: {"ja": "どちらも該当者なし", "en": "nobody by either"},
    Agreement.Verdict.NOT_RENEWED: {
        "ja": "試用中のモデルに顔データがない人",
        "en": "a person without a template of the pack on trial",
    },
    Agreement.Verdict.FAILED: {"ja": "試用中のモデルの処理に失敗", "en": "the pack on trial failed"},
}

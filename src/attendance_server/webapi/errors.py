"""What the WebAPI refuses, in its two envelopes. Codes marked "local" are ours: nobody has published the real ones."""

from dataclasses import dataclass
from enum import Enum

from attendance_server.webapi.restricted_hours import Window, restricted_message


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """HTTP status, error code and sentence of a kind of refusal; `{name}` stands for the field at fault."""

    status: int
    code: int
    message: str


class Reason(Enum):
    """Why a request is refused."""

    BAD_CREDENTIALS = Refusal(status=403, code=100, message="認証に失敗しました。")
    RESTRICTED_HOURS = Refusal(status=403, code=104, message="{name}")
    MALFORMED_DATE = Refusal(status=400, code=2, message="日付の形式が正しくありません: {name}")
    MALFORMED_TIME = Refusal(status=400, code=280, message="日時の形式が正しくありません: {name}")
    UNKNOWN_EMPLOYEE = Refusal(status=400, code=526, message="従業員が見つかりません。")
    MISSING = Refusal(status=400, code=222, message="{name} is empty.")
    INVALID = Refusal(
        status=400, code=901, message="値が正しくありません: {name}"
    )  # this and those below up to 915: local
    BAD_PUNCH_CODE = Refusal(status=400, code=902, message="打刻コードが正しくありません。")
    TOO_EARLY = Refusal(status=400, code=903, message="打刻日時が勤務日に対して早すぎます。")
    PAST_DEADLINE = Refusal(status=400, code=904, message="打刻できる期限を過ぎています。")
    RESIGNED_EMPLOYEE = Refusal(status=400, code=905, message="退職済みの従業員です。")
    UNKNOWN_DIVISION = Refusal(status=400, code=906, message="所属が見つかりません。")
    UNKNOWN_WORKING_TYPE = Refusal(status=400, code=907, message="雇用区分が見つかりません。")
    CODE_TAKEN = Refusal(status=400, code=908, message="従業員コードはすでに使われています。")
    DATE_RANGE = Refusal(status=400, code=909, message="期間の指定が正しくありません: {name}")
    MALFORMED_BODY = Refusal(status=400, code=910, message="リクエスト本文がJSONのオブジェクトではありません。")
    FUTURE = Refusal(status=400, code=911, message="未来の日時は打刻できません。")
    CLOSED_DAY = Refusal(status=400, code=912, message="締め済みの勤務日は変更できません。")
    MONTH_CLOSED = Refusal(status=400, code=913, message="この月はすでに締められています。")
    MONTH_NOT_OVER = Refusal(status=400, code=914, message="期間が終わっていない月は締められません。")
    NOT_LICENSED = Refusal(status=403, code=915, message="この機能は契約に含まれていません。")
    NOT_FOUND = Refusal(status=404, code=404, message="Not Found")
    METHOD_NOT_ALLOWED = Refusal(status=405, code=405, message="Method Not Allowed")
    RESOURCE_SERVER = Refusal(status=500, code=300, message="Resource Server Error.")


class WebApiError(Exception):
    """A refused request; answered with the array envelope."""

    def __init__(self, reason: Reason, *, name: str = "", code: int | None = None) -> None:
        super().__init__(reason.name)
        self.reason = reason
        self.name = name
        self.code = code

    def envelope(self, error_codes: dict[str, int]) -> dict[str, object]:
        """The answer's body; `error_codes` overrides codes by the reason's lower-case name."""
        code = self.code or error_codes.get(self.reason.name.lower(), self.reason.value.code)
        message = self.reason.value.message.format(name=self.name)
        return {"errors": [{"message": message, "code": code}]}


def restricted(windows: tuple[Window, ...]) -> WebApiError:
    return WebApiError(Reason.RESTRICTED_HOURS, name=restricted_message(windows))


class TooManyRequests(Exception):
    """More requests than the last five minutes allow; answered with the flat envelope."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("too many requests")
        self.retry_after_s = retry_after_s

    def envelope(self, code: str) -> dict[str, object]:
        return {"code": code, "message": "Too Many Requests"}

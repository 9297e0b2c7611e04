"""What can be wrong with a connection."""

from kaodoki.errors import KaodokiError


class ConnectionRefusedAddress(KaodokiError):
    code = "connection_address"
    ja = "連携先のアドレスを使用できません: {reason}。公開された https のアドレスを指定してください。"
    en = "This address cannot be linked: {reason}. Use a public https address, or have the operator allow the host."


class ConnectionRefusedFolder(KaodokiError):
    code = "connection_folder"
    ja = "出力先のフォルダーを使用できません: {reason}。運用担当者が許可したフォルダーを file:///… で指定してください。"
    en = "This folder cannot be written to: {reason}. Give one that the operator allows, as file:///..."


class ConnectorUnknown(KaodokiError):
    code = "connector_unknown"
    ja = "連携先 {connector} には対応していません。対応している連携先: {known}"
    en = "There is no connector {connector}. Use one of: {known}"


class TokenRefused(KaodokiError):
    code = "credentials_refused"
    ja = "アクセストークンが勤怠システムに受け付けられませんでした。トークン、許可IPアドレス、権限を確認してください。"
    en = (
        "The attendance system refused the access token. Check the token, its allowed IP addresses and its permissions."
    )


class AttendanceSystemAway(KaodokiError):
    code = "attendance_system_away"
    ja = "勤怠システムに接続できません。しばらくしてからもう一度お試しください。"
    en = "The attendance system cannot be reached. Try again in a little while."


class NotConnected(KaodokiError):
    code = "not_linked"
    ja = "勤怠システムと連携していません。先に連携を設定してください。"
    en = "No attendance system is linked. Set up the connection first."


class InRestrictedHours(KaodokiError):
    code = "restricted_hours"
    ja = "WebAPI制限時間帯のため連携できません。{until} 以降にもう一度お試しください。"
    en = "Nothing is linked in the restricted hours. Try again after {until}."


class MismatchGone(KaodokiError):
    code = "mismatch_gone"
    ja = "この項目はすでに解消されています。一覧を表示し直してください。"
    en = "This has been settled meanwhile. Show the list again."


class FixNotOffered(KaodokiError):
    code = "fix_not_offered"
    ja = "この項目に {fix} は使えません。使えるのは {offered} です。"
    en = "{fix} does not mend this. Use one of: {offered}"


class PersonUnknown(KaodokiError):
    code = "attendance_person_unknown"
    ja = "連携する勤怠システムの従業員を選んでください。一覧にない場合は同期してください。"
    en = "Choose whom over there to bind to. Sync first if they are not in the list."


class KeyTaken(KaodokiError):
    code = "attendance_person_taken"
    ja = "選んだ人は従業員コード {employee_code} の従業員と連携済みです。先にその連携を解除してください。"
    en = "That person is bound to the employee {employee_code} already. Unbind that one first."


class DivisionUnknown(KaodokiError):
    code = "division_unknown"
    ja = "所属コード {division_code} の所属が勤怠システムにありません。コードを確認するか、同期してください。"
    en = "There is no division {division_code} over there. Check the code, or sync first."


class DifferenceGone(KaodokiError):
    code = "day_border_difference_gone"
    ja = "この起算時刻の違いはすでに解消されています。一覧を表示し直してください。"
    en = "These times do not differ any more. Show the list again."

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


class NoLinkageScreen(KaodokiError):
    code = "no_linkage_screen"
    ja = "この勤怠システムには連携の認証画面がありません。勤怠システムでアクセストークンを発行し、入力してください。"
    en = "This attendance system has no linkage screen. Issue an access token over there and enter it here."


class LinkingStale(KaodokiError):
    code = "linking_stale"
    ja = "連携の手続きが途中で切れたため、連携していません。もう一度「連携設定」を押してください。"
    en = 'This answer belongs to no linking that you began here lately. Press "Set up the link" again.'


class LinkingDeclined(KaodokiError):
    code = "linking_declined"
    ja = "勤怠システムで承諾されなかったため、連携していません。もう一度「連携設定」を押し、承諾してください。"
    en = 'It was not accepted over there, so nothing is linked. To link, press "Set up the link" again and accept.'


class LinkingRefused(KaodokiError):
    code = "linking_refused"
    ja = (
        "勤怠システムが連携を受け付けませんでした({reason})。もう一度「連携設定」を押してください。"
        "続く場合はシステム管理者に連絡してください。"
    )
    en = "The attendance system refused the link ({reason}). Try again, and tell whoever runs the server if it goes on."


class TokenReissueUnsupported(KaodokiError):
    code = "token_reissue_unsupported"
    ja = "この連携先ではアクセストークンを再発行できません。新しいトークンを入力し直してください。"
    en = "This attendance system cannot reissue its token. Enter a new one instead."


class TokenLost(KaodokiError):
    code = "token_lost"
    ja = (
        "再発行の途中で通信が切れ、アクセストークンが使えなくなりました。連携設定をやり直してください。"
        "打刻は失われず、連携し直すと送信されます。"
    )
    en = "The answer to the reissue was lost and the token with it. Link again: no punch is lost, all are sent then."

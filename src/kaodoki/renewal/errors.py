"""Why a pack cannot be tried, switched to or retired."""

from kaodoki.errors import KaodokiError


class TrialRunning(KaodokiError):
    code = "trial_running"
    ja = "「{pack}」を試用中です。先に切り替えるか、kaodoki packs retire で終了してください。"
    en = "The pack {pack} is on trial already. Switch to it, or end the trial with kaodoki packs retire."


class PackDeciding(KaodokiError):
    code = "pack_deciding"
    ja = "「{pack}」は現在使用中の顔認証モデルです。別のモデルを指定してください。"
    en = "The pack {pack} is the one that decides now. Name another pack."


class NoTrial(KaodokiError):
    code = "no_trial"
    ja = "「{pack}」は試用されていません。先に kaodoki packs trial を実行してください。"
    en = "The pack {pack} is not on trial. Start with kaodoki packs trial."


class NotSwitched(KaodokiError):
    code = "not_switched"
    ja = "切り替え前のモデルが残っていないため、元に戻せません。"
    en = "There is no pack to go back to: nothing was switched, or the old templates are deleted."


class PhotoFailed(KaodokiError):
    code = "photo_failed"
    ja = "一部の写真から顔データを計算できませんでした。自動的に再試行します。原因は kaodoki work のログにあります。"
    en = "Templates of some photos could not be computed. They are tried again; see the log of kaodoki work."


class TemplatesRenewing(KaodokiError):
    code = "templates_renewing"
    ja = "顔データを更新しています。しばらくしてからもう一度お試しください。"
    en = "Face templates are being updated. Try again in a while."


class RenewalUnfinished(KaodokiError):
    code = "renewal_unfinished"
    ja = (
        "まだ切り替えられません(計算待ちの写真 {photos_left} 枚、再登録が必要な従業員 {people} 名)。"
        "kaodoki packs renewal で確認し、それでも切り替える場合は --force を付けてください。"
    )
    en = (
        "Not ready to switch: {photos_left} photos to compute, {people} people to enrol again. "
        "See kaodoki packs renewal, or add --force to switch all the same."
    )

"""What the page on face models says."""

from kaodoki.web.texts import Text

PACK_TEXTS: dict[str, Text] = {
    "packs_deciding": Text("使用中のモデル", "Deciding"),
    "packs_trial": Text("試用中のモデル", "On trial"),
    "no_trial": Text("なし", "none"),
    "since": Text("{time} から試用", "since {time}"),
    "switched": Text(
        "{time} に切り替え済み。以前のモデルも比較用に残しています", "switched {time}; the one of before is kept"
    ),
    "templates": Text("顔データ", "Templates"),
    "people_ready": Text("{people} 名中 {ready} 名", "{ready} of {people} people"),
    "photos_left": Text("計算待ちの写真 {count} 枚", "{count} photos left to compute"),
    "recomputing": Text(
        "使用中のモデルの顔データを再計算しています(残り {count} 枚)。計算が済んだ人から順に照合できるようになります。",
        "Templates of the deciding pack are being recomputed ({count} photos left). People are known again one by one.",
    ),
    "problem": Text(
        "顔データを計算できません({code})。システム管理者に連絡してください。",
        "Templates cannot be computed ({code}). Tell whoever runs the server.",
    ),
    "agreement": Text("打刻での比較", "Compared on live attempts"),
    "agreement_hint": Text(
        "実際の打刻を両方のモデルで照合し、件数と得点だけを記録します。顔画像は残しません。判定には使用中のモデルだけを使います。",
        "Both packs look at live attempts; only counts and scores are kept, no faces. The deciding pack alone decides.",
    ),
    "agreement_empty": Text("まだ比較した打刻はありません。", "No attempt has been compared yet."),
    "verdict": Text("結果", "Verdict"),
    "count": Text("件数", "Count"),
    "score_deciding": Text("得点(使用中) 平均(最小–最大)", "Score, deciding: mean (range)"),
    "score_trial": Text("得点(試用中) 平均(最小–最大)", "Score, on trial: mean (range)"),
    "re_enrol": Text("再登録が必要な従業員", "To enrol again"),
    "re_enrol_hint": Text(
        "モデルを切り替えると照合できなくなる人です。顔写真をもう一度登録してください。",
        "The pack would not know these people. Register a new photo of each.",
    ),
    "re_enrol_none": Text("いません", "nobody"),
    "reason": Text("理由", "Reason"),
    "more_people": Text("ほか {count} 名", "and {count} more"),
}

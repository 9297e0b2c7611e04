"""What stands on the plain pages of settings, in words: each setting explains itself."""

from dataclasses import dataclass

from kaodoki.web.console.setting_fields import Control, Field
from kaodoki.web.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of settings. `address`: its name in `console/urls.py`."""

    address: str
    title: Text
    lead: Text
    groups: tuple[tuple[Text, tuple[Field, ...]], ...]


_SECONDS = Text("秒", "seconds")
_DAYS = Text("日", "days")

KIOSK = Page(
    address="kiosk_settings",
    title=Text("端末の動作", "What terminals do"),
    lead=Text(
        "すべての端末に共通です。保存すると1分以内に反映されます。", "For all terminals; in effect within a minute."
    ),
    groups=(
        (
            Text("結果の表示と音", "Result and sound"),
            (
                Field(
                    name="kiosk_name_display",
                    control=Control.CHOICE,
                    text=Text("結果に表示する氏名", "Name on the result"),
                    hint=Text(
                        "来訪者から画面が見える場所では、姓だけにすると安心です。",
                        "Where visitors can see the screen, the family name alone is kinder.",
                    ),
                    choices={"full": Text("姓名", "full name"), "family": Text("姓だけ", "family name only")},
                ),
                Field(
                    name="undo_seconds",
                    control=Control.WHOLE,
                    unit=_SECONDS,
                    text=Text("「取り消す」を押せる時間", "Time to undo"),
                    hint=Text(
                        "この時間が過ぎるまで勤怠システムには送りません。0 にすると取り消しはできません。",
                        "Nothing is sent to the attendance system before it is over. With 0 nothing can be undone.",
                    ),
                ),
                Field(
                    name="kiosk_chime",
                    control=Control.TICK,
                    text=Text("打刻できたら音を鳴らす", "Chime when a punch is recorded"),
                    hint=Text(
                        "成功と失敗で音が変わります。画面を見なくても結果がわかります。",
                        "Success and failure sound different, so nobody has to read the screen.",
                    ),
                ),
                Field(
                    name="kiosk_voice",
                    control=Control.TICK,
                    text=Text("打刻できたら声で知らせる", "Say the punch aloud"),
                    hint=Text(
                        "「出勤、8時29分」のように種別と時刻を読み上げます。氏名は読み上げません。",
                        "Kind and time are spoken, the name never is.",
                    ),
                ),
            ),
        ),
        (
            Text("顔を見始める条件", "When a face is looked at"),
            (
                Field(
                    name="kiosk_dwell_ms",
                    control=Control.WHOLE,
                    unit=Text("ミリ秒", "milliseconds"),
                    text=Text("立ち止まる時間", "Time to stand still"),
                    hint=Text(
                        "端末の前を通り過ぎるだけの人を見ないための時間です。通路では 500 前後、ほかは 0 にします。",
                        "So that people who only walk past are not looked at. About 500 in a corridor, else 0.",
                    ),
                ),
                Field(
                    name="kiosk_smallest_face_percent",
                    control=Control.WHOLE,
                    unit=Text("%", "%"),
                    text=Text("顔の最小の大きさ", "Smallest face"),
                    hint=Text(
                        "端末の枠の幅に対する顔の幅です。大きくすると近くの人だけを見ます。0 は画質の基準だけです。",
                        "Width of the face in that of the terminal's oval. Larger: only those close by. 0: as quality"
                        " needs.",
                    ),
                ),
                Field(
                    name="duplicate_guard_seconds",
                    control=Control.WHOLE,
                    unit=_SECONDS,
                    text=Text("二重打刻の防止", "Guard against double punches"),
                    hint=Text(
                        "同じ人の同じ種別は、この時間のあいだ1回の打刻とみなします。",
                        "The same kind by the same person within this time is one punch.",
                    ),
                ),
            ),
        ),
        (
            Text("サーバーにつながらないとき", "When the server is away"),
            (
                Field(
                    name="offline_punches",
                    control=Control.TICK,
                    text=Text("端末で打刻を受け付けて、あとで送る", "Accept punches and send them later"),
                    hint=Text(
                        "暗号化して端末に 72 時間・5,000 件まで預かり、つながると元の時刻で記録します。"
                        "端末では開けません。",
                        "Kept sealed for 72 hours, at most 5,000, and recorded with their own time. The tablet cannot"
                        " open them.",
                    ),
                ),
            ),
        ),
    ),
)

RECOGNITION = Page(
    address="recognition_settings",
    title=Text("顔認証の設定", "Recognition"),
    lead=Text(
        "見分ける厳しさと、写真や動画によるなりすましへの備えです。",
        "How strictly faces are told apart, and what is done against photos and videos held up.",
    ),
    groups=(
        (
            Text("見分ける厳しさ", "Strictness"),
            (
                Field(
                    name="wanted_fpir_percent",
                    control=Control.DECIMAL,
                    unit=Text("%", "%"),
                    text=Text("他人受入れの目標", "Wanted rate of strangers accepted"),
                    hint=Text(
                        "登録のない人 1,000 人のうち何人までを従業員と取り違えてよいか(0.3 なら 3 人)。"
                        "小さくすると厳しくなり、本人が「確認できません」になることが増えます。登録人数に合わせて、しきい値を自動で計算します。",
                        "Of 1,000 people who are not enrolled, how many may be taken for somebody (0.3: three). Smaller"
                        " is stricter and refuses more of your own people. The threshold follows the number enrolled.",
                    ),
                ),
            ),
        ),
        (
            Text("なりすまし防止", "Against spoofing"),
            (
                Field(
                    name="liveness",
                    control=Control.CHOICE,
                    text=Text("写真や動画を見分ける", "Tell photos and videos from people"),
                    hint=Text(
                        "「動作も確認する」にすると、疑わしいときに「右を向いてください」などと表示します。"
                        "無人の入口では動作の確認をおすすめします。「しない」以外では、端末の枠の外の映像も判定に使います。",
                        "With the challenge, doubtful faces are asked to turn. Recommended where nobody watches the"
                        " terminal. Unless this is off, what the camera sees beside the terminal's oval is used, too.",
                    ),
                    choices={
                        "off": Text("しない", "no"),
                        "passive": Text("映像だけで見分ける", "by the picture alone"),
                        "passive_and_challenge": Text("動作も確認する", "with a challenge"),
                    },
                ),
                Field(
                    name="liveness_challenge",
                    control=Control.CHOICE,
                    text=Text("動作を確認するとき", "When to challenge"),
                    hint=Text(
                        "「動作も確認する」を選んだときだけ使います。「毎回」は1回の打刻に3秒ほど長くかかります。",
                        "Used with a challenge only. “Always” makes each punch about three seconds longer.",
                    ),
                    choices={
                        "when_unsure": Text("疑わしいときだけ", "only in doubt"),
                        "always": Text("毎回", "always"),
                    },
                ),
            ),
        ),
    ),
)

LIMITS = Page(
    address="limits_settings",
    title=Text("36協定と時刻", "Article 36 and time"),
    lead=Text(
        "残業時間のページで、法令の上限までの残りを計算するために使います。",
        "Used on the overtime page to say what is left under the law.",
    ),
    groups=(
        (
            Text("36協定", "The agreement under article 36"),
            (
                Field(
                    name="article36_first_month",
                    control=Control.CHOICE,
                    text=Text("起算月", "First month of its year"),
                    hint=Text(
                        "協定届に書いた1年の始まりです。年間の上限をここから数えます。",
                        "Where the year of your agreement begins; the yearly limit counts from it.",
                    ),
                    choices={str(month): Text(f"{month}月", f"{month}") for month in range(1, 13)},
                ),
                Field(
                    name="article36_special_clause",
                    control=Control.TICK,
                    text=Text("特別条項がある", "With a special clause"),
                    hint=Text(
                        "月 45 時間を超えられる月は年 6 回までです。回数も残業時間のページに表示します。",
                        "45 hours a month may be passed six times a year; the page counts them.",
                    ),
                ),
                Field(
                    name="article36_coverage",
                    control=Control.CHOICE,
                    text=Text("適用区分", "Whom it covers"),
                    hint=Text(
                        "従業員ごとの区分(IDデータ詳細)がない人に使います。",
                        "For everybody without one of their own (on the employee's page).",
                    ),
                    choices={
                        "standard": Text("一般(月45時間・年360時間)", "standard (45 h a month, 360 h a year)"),
                        "variable_hours": Text(
                            "変形労働時間制 3か月超(月42時間・年320時間)", "variable hours (42 h a month, 320 h a year)"
                        ),
                        "exempt": Text("適用除外", "exempt"),
                    },
                ),
            ),
        ),
        (
            Text("時刻", "Time"),
            (
                Field(
                    name="time_zone",
                    control=Control.TEXT,
                    text=Text("タイムゾーン", "Time zone"),
                    hint=Text(
                        "打刻の時刻と勤務日に使います。日本の事業所は Asia/Tokyo です。",
                        "For the times of punches and working days. Asia/Tokyo for sites in Japan.",
                    ),
                ),
            ),
        ),
    ),
)

DATA_PROTECTION = Page(
    address="data_protection",
    title=Text("データ保護", "Data protection"),
    lead=Text(
        "顔のデータを何のために、いつまで保存するか。期間が過ぎたものは毎日自動で消去します。",
        "What of a face is kept, and for how long. What is past its time is erased every day.",
    ),
    groups=(
        (
            Text("保存期間", "Retention"),
            (
                Field(
                    name="enrolment_photo_retention",
                    control=Control.WORD_OR_WHOLE,
                    unit=_DAYS,
                    text=Text("登録した顔写真", "Enrolment photos"),
                    hint=Text(
                        "消去しても、計算済みの特徴で打刻を続けられます。ただしモデルを切り替えるときは写真の再登録が必要です。",
                        "People go on clocking by the features computed from them, but a change of model then needs new"
                        " photos.",
                    ),
                    choices={"until_leaving": Text("退職または同意の撤回まで", "until leaving or withdrawal")},
                ),
                Field(
                    name="attempt_frame_retention_days",
                    control=Control.WHOLE,
                    unit=_DAYS,
                    text=Text("打刻時の顔の画像", "Pictures of attempts"),
                    hint=Text(
                        "顔認証ログに残す、本人の顔の部分だけの画像です。0 にすると保存しません(標準)。",
                        "The face alone, for the log. With 0 none is kept, as by default.",
                    ),
                ),
                Field(
                    name="review_frame_retention_days",
                    control=Control.WHOLE,
                    unit=_DAYS,
                    text=Text("確認待ちの顔の画像", "Pictures that wait for review"),
                    hint=Text(
                        "オフライン打刻で本人を確かめられなかったときに、管理者が確認するための画像です。",
                        "For offline punches in which nobody was recognised, so that somebody can decide.",
                    ),
                ),
                Field(
                    name="punch_retention_years",
                    control=Control.WHOLE,
                    unit=Text("年", "years"),
                    text=Text("打刻の記録", "Records of punches"),
                    hint=Text(
                        "労働基準法第109条により5年(当分の間3年)の保存が必要です。3年より短くはできません。",
                        "Labour Standards Act, article 109: five years, for the time being three. Not less than three.",
                    ),
                ),
            ),
        ),
    ),
)

SETTING_TEXTS: dict[str, Text] = {
    "read_only": Text(
        "閲覧のみです。変更には全権管理者の権限が必要です。", "You can read this. Changing it needs all rights."
    ),
    "not_allowed": Text("変更には全権管理者の権限が必要です。", "Changing this needs all rights."),
    "save": Text("保存する", "Save"),
    "saved": Text("保存しました。", "Saved."),
    "not_saved": Text(
        "保存していません。赤字の項目を直して、もう一度保存してください。",
        "Nothing was saved. Mend what is marked and save again.",
    ),
    "moved": Text(
        "ほかの管理者が先に変更したため、保存していません。現在の値を確認して、もう一度保存してください。",
        "Somebody else changed these first, so nothing was saved. Look at them and save again.",
    ),
}

"""A difference of day start (起算時刻) and day border (日付変更時間) in words, for the console and the API."""

from kaodoki.linking.sites import BorderDifference
from kaodoki.web.texts import Text

WITHOUT_SITE = Text("拠点なしの従業員", "People without a site")
LATER = Text(
    "{place}の起算時刻は {start}、所属「{division}」の日付変更時間は {border} です。"
    "{begins}〜{ends} の打刻は、顔時では前日、勤怠システムでは当日の勤務になります。",
    "The day of {place} starts at {start}, that of the division “{division}” at {border}. A punch from {begins} to"
    " {ends} counts to the day before here and to the new day over there.",
)
EARLIER = Text(
    "{place}の起算時刻は {start}、所属「{division}」の日付変更時間は {border} です。"
    "{begins}〜{ends} の打刻は、顔時では当日、勤怠システムでは前日の勤務になります。",
    "The day of {place} starts at {start}, that of the division “{division}” at {border}. A punch from {begins} to"
    " {ends} counts to the new day here and to the day before over there.",
)


def border_words(found: BorderDifference, language: str) -> str:
    """What the difference does to a punch."""
    place = f"「{found.site.name}」" if found.site else WITHOUT_SITE.in_language(language)
    if language == "en":
        place = f"“{found.site.name}”" if found.site else "people without a site"
    return (
        (LATER if found.difference.is_day_start_later else EARLIER)
        .in_language(language)
        .format(
            place=place,
            start=f"{found.day_start:%-H:%M}",
            division=found.division.name or found.division.code,
            border=f"{found.day_border:%-H:%M}",
            begins=f"{found.difference.begins:%-H:%M}",
            ends=f"{found.difference.ends:%-H:%M}",
        )
    )

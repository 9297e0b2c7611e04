"""The notice (説明) a person reads before agreeing: Kaodoki's own text, filled from the settings, or the company's.

A version names exactly what was read. The text here changes with the settings it tells of, so its version does too.
"""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.consent.models import ConsentRecord, Notice
from kaodoki.consent.services import record_consent
from kaodoki.errors import InvalidInput, KaodokiError
from kaodoki.people.models import Company, Employee, Settings
from kaodoki.people.queries import settings_of
from kaodoki.people.rules import UNTIL_LEAVING

# Of the text below; the settings it was filled from are added to it.
OWN_VERSION = "2026-11"
LONGEST = 20_000

Section = tuple[str, str]


class NoticeChanged(KaodokiError):
    code = "notice_changed"
    ja = "説明の内容が更新されました。新しい内容を確認して、もう一度同意してください。"
    en = "The notice has changed. Please read the new one and agree once more."


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """One version in both languages: headings with what stands under them."""

    version: str
    ja: tuple[Section, ...]
    en: tuple[Section, ...]

    def sections(self, language: str) -> tuple[Section, ...]:
        return self.en if language == "en" else self.ja


def current_notice(company: Company) -> NoticeText:
    """What is read today: the newest that the company has published, else our own text."""
    published = Notice.objects.filter(company=company).exclude(published_by="")
    newest = published.order_by("-published_at", "-id").first()
    return _text(newest) if newest else own_notice(company)


def notice_of(company: Company, version: str) -> NoticeText | None:
    """What somebody read who agreed to this version; None where an administrator declared it without showing one."""
    found = Notice.objects.filter(company=company, version=version).first()
    return _text(found) if found else None


def agree(employee: Employee, version: str, *, declared_by: str) -> ConsentRecord:
    """The person's consent to what they have just read, which is kept. Raises `NoticeChanged` if it is another now."""
    notice = current_notice(employee.company)
    if notice.version != version:
        raise NoticeChanged
    with transaction.atomic():
        own = Notice(company=employee.company, version=notice.version, ja=notice.ja, en=notice.en)
        own.published_at = clock.now()
        Notice.objects.bulk_create([own], ignore_conflicts=True)
        return record_consent(employee, declared_by=declared_by, version=version)


def declare_agreement(employee: Employee, *, declared_by: str) -> ConsentRecord:
    """Consent that an administrator declares: to the notice of today, which is kept as what was agreed to."""
    return agree(employee, current_notice(employee.company).version, declared_by=declared_by)


def publish_notice(company: Company, *, ja: str, en: str, by: str) -> NoticeText:
    """A text of the company's own, as a new version. Raises `InvalidInput`."""
    if not ja.strip() or not en.strip() or max(len(ja), len(en)) > LONGEST or "\x00" in ja + en:
        raise InvalidInput(reason="ja, en")
    with transaction.atomic():
        # Two who publish at once take turns.
        Company.objects.select_for_update(no_key=True).get(pk=company.pk)
        published = Notice.objects.filter(company=company).exclude(published_by="").count()
        notice = Notice.objects.create(
            company=company,
            version=f"{clock.now():%Y-%m}/{published + 1}",
            ja=[["", ja.strip()]],
            en=[["", en.strip()]],
            published_at=clock.now(),
            published_by=by,
        )
        record_event(company.id, "notice_published", subject=notice.version, by=by)
    return _text(notice)


def own_notice(company: Company) -> NoticeText:
    """Kaodoki's text, with the company's name and how long it keeps what."""
    settings = settings_of(company)
    ja, en = _japanese(company, settings), _english(company, settings)
    digest = hashlib.sha256(repr((ja, en)).encode()).hexdigest()[:6]
    return NoticeText(version=f"{OWN_VERSION}-{digest}", ja=ja, en=en)


def _text(notice: Notice) -> NoticeText:
    ja, en = (tuple((heading, body) for heading, body in sections) for sections in (notice.ja, notice.en))
    return NoticeText(version=notice.version, ja=ja, en=en)


def _japanese(company: Company, settings: Settings) -> tuple[Section, ...]:
    photo = settings.enrolment_photo_retention
    kept = "退職または同意の撤回まで" if photo == UNTIL_LEAVING else f"承認から{photo}日間"
    days = settings.attempt_frame_retention_days
    frames = f"顔の部分だけを{days}日間、暗号化して保存します" if days else "保存しません"
    return (
        (
            "利用目的",
            f"{company.name}は、打刻のときに本人を識別するため(顔識別)に、登録された顔の特徴と端末の前の顔を照合します。"
            "ほかの目的には利用しません。",
        ),
        (
            "取得する情報",
            "登録用の顔写真と、そこから計算した顔の特徴(特徴量。個人識別符号に当たります)です。どちらも暗号化して自社のサーバーに"
            "保存し、勤怠システムには送りません。",
        ),
        (
            "打刻時の映像",
            f"照合のためにその場で使い、{frames}。{_offline_ja(settings)}打刻の日時と種別、照合の結果は記録します。",
        ),
        (
            "保存期間",
            f"顔写真は{kept}、特徴は退職または同意の撤回まで保存し、その後すぐに消去します。打刻の記録は法令に従い別に保存します。",
        ),
        (
            "同意の撤回",
            "このページからいつでも撤回できます。撤回するとすぐに顔写真と特徴を消去し、その控えをお渡しします。",
        ),
        (
            "ほかの打刻方法",
            "同意は任意です。同意しない場合や撤回した場合は、従業員コードとPIN、またはQRカードで打刻できます。理由をうかがうことはなく、"
            "不利益な扱いもありません。",
        ),
    )


def _offline_ja(settings: Settings) -> str:
    if not settings.offline_punches:
        return ""
    days = settings.review_frame_retention_days
    kept = (
        f"顔の部分だけを管理者が確認するまで、長くて{days}日間、暗号化して保存します" if days else "映像は保存しません"
    )
    return (
        "サーバーに接続できない間の映像は、暗号化して端末に長くて3日間置き、接続できたときに照合します。"
        f"本人を確認できなかった場合は、{kept}。"
    )


def _offline_en(settings: Settings) -> str:
    if not settings.offline_punches:
        return ""
    days = settings.review_frame_retention_days
    kept = f"the face alone is kept, encrypted, until an administrator has decided, {days} days at most"
    return (
        "While the server is away they wait on the terminal, encrypted, for three days at most, and are compared when"
        f" it is back; if nobody is recognised then, {kept if days else 'they are not kept'}. "
    )


def _english(company: Company, settings: Settings) -> tuple[Section, ...]:
    photo = settings.enrolment_photo_retention
    kept = "until you leave or withdraw" if photo == UNTIL_LEAVING else f"for {photo} days after approval"
    days = settings.attempt_frame_retention_days
    frames = f"the face alone is kept, encrypted, for {days} days" if days else "they are not kept"
    return (
        (
            "Purpose",
            f"{company.name} compares the enrolled features of your face with the face before the terminal, to know who"
            " is clocking (face identification). It is used for nothing else.",
        ),
        (
            "What is kept",
            "Your enrolment photos and the features computed from them (a biometric template). Both are encrypted on"
            " the company's own server; neither is sent to the attendance system.",
        ),
        (
            "Pictures at clocking",
            f"They are used on the spot for the comparison; {frames}. {_offline_en(settings)}Time, kind and outcome are"
            " recorded.",
        ),
        (
            "How long",
            f"Photos are kept {kept}, features until you leave or withdraw; then they are erased at once. Records of"
            " working time are kept apart, as the law requires.",
        ),
        (
            "Withdrawing",
            "You can withdraw on this page at any time. Photos and features are erased at once, with a receipt.",
        ),
        (
            "Another way to clock",
            "Consent is free. Whoever does not agree, or withdraws, clocks with employee code and PIN or a QR card, is"
            " not asked why, and has no disadvantage.",
        ),
    )

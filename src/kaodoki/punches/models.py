"""What happened at the terminals, and what of it must reach the attendance system."""

import uuid

from django.db import models
from django.db.models import Q

from kaodoki.people.models import Company, Employee
from kaodoki.scoping import CompanyManager
from kaodoki.terminals.models import Terminal


class State(models.TextChoices):
    """Where a punch stands on its way to the attendance system."""

    PENDING = "pending", "送信待ち"
    HELD = "held", "保留"
    SENDING = "sending", "送信中"
    UNCONFIRMED = "unconfirmed", "確認待ち"
    DELIVERED = "delivered", "連携済み"
    NOT_LINKED = "not_linked", "連携対象外"
    INTEGRITY_ERROR = "integrity_error", "整合性エラー"
    REJECTED = "rejected", "連携エラー"
    DISCARDED = "discarded", "取消"


# Still on the way: what the partial index below finds.
UNDELIVERED = (State.PENDING, State.HELD, State.SENDING, State.UNCONFIRMED, State.NOT_LINKED)
# Nothing of it was sent yet: its working day may still change, and the integrity check may still speak.
UNSENT = (State.PENDING, State.HELD, State.NOT_LINKED, State.INTEGRITY_ERROR)
# Never counted: neither by the duplicate guard nor by the integrity check.
WITHOUT_EFFECT = (State.DISCARDED, State.REJECTED, State.INTEGRITY_ERROR)


class Method(models.TextChoices):
    """By what a person was identified."""

    FACE = "face", "顔"
    PIN = "pin", "PIN"
    CARD = "card", "カード"


class Attempt(models.Model):
    """One try at a terminal (顔認証ログ), whatever came of it; the answer is kept, so that a repeat gets the same."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT)
    attempt_id = models.UUIDField()
    captured_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    outcome = models.CharField(max_length=20)
    method = models.CharField(max_length=8, choices=Method.choices, default=Method.FACE, db_default="face")
    employee = models.ForeignKey(Employee, null=True, blank=True, on_delete=models.PROTECT)
    punch = models.ForeignKey("Punch", null=True, blank=True, on_delete=models.PROTECT, related_name="attempts")
    remaining_overtime = models.JSONField(null=True, blank=True)
    # Of a face, as it was decided: the best person's cosine, the next person's, and the threshold of that moment.
    score = models.FloatField(null=True, blank=True)
    runner_up_score = models.FloatField(null=True, blank=True)
    threshold = models.FloatField(null=True, blank=True)
    findings = models.JSONField(default=list)
    answer = models.JSONField(default=dict)

    objects = CompanyManager["Attempt"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["terminal", "attempt_id"], name="attempt_once")]
        indexes = [
            models.Index(fields=["company", "recorded_at", "id"]),
            models.Index(fields=["company", "outcome", "recorded_at", "id"]),
            models.Index(fields=["terminal", "recorded_at", "id"]),
            models.Index(
                fields=["company", "method", "recorded_at", "id"], condition=~Q(method="face"), name="attempt_no_face"
            ),
        ]


class AttemptChallenge(models.Model):
    """A challenge (動作確認): what was asked at an attempt, and what came of it. It is answered at most once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # 122 random bits: also the nonce
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="challenges")
    action = models.CharField(max_length=16)
    kind = models.CharField(max_length=12, blank=True, default="")  # as the first look was sent with
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # Who has to answer, sealed; null once answered or expired: nobody is named who was not identified.
    sealed = models.BinaryField(null=True)
    key_version = models.PositiveIntegerField()
    first_look_digests = models.JSONField(default=list)  # SHA-256 of the frames that led here
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_digest = models.CharField(max_length=64, blank=True, default="")
    reason = models.CharField(max_length=32, blank=True, default="")
    answer = models.JSONField(default=dict)

    objects = CompanyManager["AttemptChallenge"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(answered_at__isnull=True), name="challenge_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(sealed__isnull=True), name="challenge_answered_is_forgotten"
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(sealed__isnull=False), name="challenge_sealed"),
        ]

    def __str__(self) -> str:
        return f"challenge {self.id}"


class ChallengeFrame(models.Model):
    """That these very bytes have answered a challenge, so that they never do again. A hash, not the picture."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    challenge = models.ForeignKey(AttemptChallenge, on_delete=models.CASCADE, related_name="frames")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = CompanyManager["ChallengeFrame"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "digest"], name="challenge_frame_once")]
        indexes = [models.Index(fields=["at"])]


class KeptFrame(models.Model):
    """A picture of an attempt, sealed like a photo, kept until `kept_until` by the company's retention settings."""

    class Purpose(models.TextChoices):
        LOG = "log", "顔認証ログ"
        REVIEW = "review", "確認"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="kept_frames")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    key_version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    kept_until = models.DateTimeField()

    objects = CompanyManager["KeptFrame"]()

    class Meta:
        indexes = [models.Index(fields=["kept_until"]), models.Index(fields=["attempt"])]

    def __str__(self) -> str:
        return f"kept frame {self.id}"


class Punch(models.Model):
    """A punch (打刻). A correction is a new punch that points to the old one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT)
    attempt = models.ForeignKey(Attempt, null=True, blank=True, on_delete=models.PROTECT, related_name="punches")
    terminal = models.ForeignKey(Terminal, null=True, blank=True, on_delete=models.PROTECT)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=12)
    chosen = models.BooleanField(default=False)
    punched_at = models.DateTimeField()
    time_source = models.CharField(max_length=8, default="server")
    working_date = models.DateField()
    working_time = models.CharField(max_length=5)
    state = models.CharField(max_length=16, choices=State.choices)
    deliver_after = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=64, blank=True, default="")
    lookups = models.PositiveSmallIntegerField(default=0)
    next_lookup_at = models.DateTimeField(null=True, blank=True)
    # When an administrator decided to deliver it as it is: from then on the integrity check is silent about it.
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = CompanyManager["Punch"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "punched_at"], condition=~Q(state="discarded"), name="punch_second_once"
            )
        ]
        indexes = [
            models.Index(fields=["company", "punched_at", "id"]),
            models.Index(fields=["employee", "working_date"]),
            models.Index(
                fields=["company", "state", "punched_at", "id"],
                condition=~Q(state="delivered"),
                name="punch_not_delivered",
            ),
            models.Index(
                fields=["company", "employee", "punched_at"],
                condition=Q(state__in=[str(state) for state in UNDELIVERED]),
                name="punch_undelivered",
            ),
        ]

    def __str__(self) -> str:
        return f"punch {self.id}"


class PunchEvent(models.Model):
    """One state a punch was in, from when, and why; `by` is the administrator or token that decided it, if one did."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    punch = models.ForeignKey(Punch, on_delete=models.PROTECT)
    state = models.CharField(max_length=16)
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=200, blank=True, default="", db_default="")

    objects = CompanyManager["PunchEvent"]()

    class Meta:
        indexes = [
            models.Index(fields=["company", "at"]),
            models.Index(fields=["company", "at"], condition=~Q(by=""), name="punch_event_decisions"),
        ]


class OvertimeBalance(models.Model):
    """A person's overtime in a month as the attendance system last told it. Minutes.

    `minutes` is without work on legal holidays, `holiday_minutes` that work alone: article 36 limits both. The month
    runs from `begins` to `ends`, by the closing day over there; null: as the calendar has it.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE)
    month = models.CharField(max_length=7)
    minutes = models.PositiveIntegerField()
    holiday_minutes = models.PositiveIntegerField(default=0, db_default=0)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    as_of = models.DateTimeField()

    objects = CompanyManager["OvertimeBalance"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["employee", "month"], name="overtime_month")]


class SealedState(models.TextChoices):
    """What became of an attempt that was kept offline."""

    RECORDED = "recorded", "打刻済み"
    REVIEW = "review", "確認待ち"
    ASSIGNED = "assigned", "従業員を指定済み"
    DISCARDED = "discarded", "破棄"
    REFUSED = "refused", "受付不可"


class SealedAttempt(models.Model):
    """An attempt that a terminal kept while the server was away (オフライン打刻), as it arrived."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT)
    attempt_id = models.UUIDField()
    sequence = models.BigIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of the ciphertext, by which a repeat is known
    missing = models.BigIntegerField(default=0)  # numbers left out since the one before
    captured_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    # The clock had been set by the server in the same run of the page; otherwise the tablet's own was used.
    is_clock_sure = models.BooleanField(default=True)
    kind = models.CharField(max_length=12, blank=True, default="")
    typed_code = models.CharField(max_length=64, blank=True, default="")
    reason = models.CharField(max_length=32, blank=True, default="")
    state = models.CharField(max_length=12, choices=SealedState.choices)
    record = models.ForeignKey(Attempt, null=True, blank=True, on_delete=models.PROTECT, related_name="sealed_as")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = CompanyManager["SealedAttempt"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["terminal", "attempt_id"], name="sealed_attempt_once"),
            models.UniqueConstraint(fields=["terminal", "sequence"], name="sealed_sequence_once"),
        ]
        indexes = [
            models.Index(fields=["company", "received_at", "id"], condition=Q(state="review"), name="sealed_review")
        ]

    def __str__(self) -> str:
        return f"sealed attempt {self.sequence} of {self.terminal_id}"

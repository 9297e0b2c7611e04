"""The tenant and the people in it. Every other row of Kaodoki belongs to a company."""

import uuid

from django.db import models

from kaodoki.people.rules import UNTIL_LEAVING
from kaodoki.scoping import CompanyManager

DEFAULT_RESTRICTED_HOURS = (("08:30", "10:00"), ("17:30", "18:30"))


def default_restricted_hours() -> list[list[str]]:
    """The windows KING OF TIME publishes (WebAPI reference, section 3)."""
    return [list(window) for window in DEFAULT_RESTRICTED_HOURS]


def until_leaving() -> str:
    """Photos are kept until the person leaves or withdraws consent."""
    return UNTIL_LEAVING


class Company(models.Model):
    """A tenant (企業)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    gallery_revision = models.BigIntegerField(default=0)
    # Model pack ids as templates carry them; blank: the default pack, and no pack on trial.
    # A default of the database too: the version before, which runs on while an update migrates, does not name them.
    pack = models.CharField(max_length=64, blank=True, default="", db_default="")
    trial_pack = models.CharField(max_length=64, blank=True, default="", db_default="")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class CompanyKey(models.Model):
    """A company's data key, wrapped by KAODOKI_TEMPLATE_KEY; the newest version seals, older ones still open."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    version = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()

    objects = CompanyManager["CompanyKey"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "version"], name="company_key_version")]


class Settings(models.Model):
    """How a company's clock works (就労管理). Names are those of `/api/v1/settings`."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, primary_key=True)
    time_zone = models.CharField(max_length=64, default="Asia/Tokyo")
    day_start = models.CharField(max_length=5, default="00:00")
    working_day_rule = models.CharField(max_length=12, default="day_start", db_default="day_start")
    open_shift_max_hours = models.PositiveSmallIntegerField(default=16, db_default=16)
    overtime_cap_minutes = models.PositiveIntegerField(null=True, blank=True)
    overtime_warning_minutes = models.JSONField(default=list, db_default=[])
    article36_first_month = models.PositiveSmallIntegerField(default=4, db_default=4)
    article36_special_clause = models.BooleanField(default=False, db_default=False)
    article36_coverage = models.CharField(max_length=16, default="standard", db_default="standard")
    integrity_check = models.BooleanField(default=True)
    show_remaining_overtime = models.BooleanField(default=True)
    remaining_overtime_in_restricted_hours = models.CharField(max_length=12, default="hide")
    deliver_in_restricted_hours = models.BooleanField(default=False)
    restricted_hours = models.JSONField(default=default_restricted_hours)
    restricted_hours_margin_seconds = models.PositiveIntegerField(default=60)
    undo_seconds = models.PositiveIntegerField(default=10)
    duplicate_guard_seconds = models.PositiveIntegerField(default=60)
    wanted_fpir_percent = models.FloatField(default=0.3)
    liveness = models.CharField(max_length=24, default="off", db_default="off")
    liveness_challenge = models.CharField(max_length=12, default="when_unsure", db_default="when_unsure")
    # What the kiosk does (顔認証端末); the share is that of the face's width in the oval's.
    kiosk_chime = models.BooleanField(default=True, db_default=True)
    kiosk_voice = models.BooleanField(default=False, db_default=False)
    kiosk_dwell_ms = models.PositiveSmallIntegerField(default=0, db_default=0)
    kiosk_smallest_face_percent = models.PositiveSmallIntegerField(default=0, db_default=0)
    kiosk_name_display = models.CharField(max_length=8, default="full", db_default="full")
    offline_punches = models.BooleanField(default=True, db_default=True)
    # How long is kept what (データ保護): "until_leaving" or days; 0 days: not kept at all.
    enrolment_photo_retention = models.JSONField(default=until_leaving, db_default="until_leaving")
    attempt_frame_retention_days = models.PositiveSmallIntegerField(default=0, db_default=0)
    review_frame_retention_days = models.PositiveSmallIntegerField(default=7, db_default=7)
    punch_retention_years = models.PositiveSmallIntegerField(default=5, db_default=5)
    # Administrators without a second factor see nothing but the page where they set one up.
    administrators_need_mfa = models.BooleanField(default=False, db_default=False)
    # Which e-mails are sent (メール通知).
    notify_photo_decided = models.BooleanField(default=True, db_default=True)
    notify_punch_failed = models.BooleanField(default=True, db_default=True)
    notify_terminal_silent = models.BooleanField(default=True, db_default=True)
    notify_overtime = models.BooleanField(default=True, db_default=True)
    terminal_silent_minutes = models.PositiveSmallIntegerField(default=15, db_default=15)

    objects = CompanyManager["Settings"]()


class Site(models.Model):
    """A place of work (拠点)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    day_start = models.CharField(max_length=5, blank=True, default="")

    objects = CompanyManager["Site"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="site_code")]

    def __str__(self) -> str:
        return self.code


class Employee(models.Model):
    """A person (従業員). The code joins Kaodoki and the attendance system; leading zeros count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee_code = models.CharField(max_length=64)
    family_name = models.CharField(max_length=100, blank=True)
    given_name = models.CharField(max_length=100, blank=True)
    family_name_kana = models.CharField(max_length=100, blank=True)
    given_name_kana = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.SET_NULL)
    # Which limits of article 36 bind this person; blank: as the company's settings say.
    article36_coverage = models.CharField(max_length=16, blank=True, default="", db_default="")
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = CompanyManager["Employee"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "employee_code"], name="employee_code")]

    def __str__(self) -> str:
        return self.employee_code

    @property
    def display_name(self) -> str:
        """Family name first, as in Japan."""
        return f"{self.family_name} {self.given_name}".strip()

"""An enrolment photo (顔写真), sealed like a template."""

import uuid

from django.db import models
from django.db.models import Q

from kaodoki.people.models import Company, Employee
from kaodoki.scoping import CompanyManager


class Submission(models.Model):
    """What an employee hands in at once (申請): up to three pictures, decided together."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "申請中"
        APPROVED = "approved", "承認"
        REJECTED = "rejected", "差戻し"
        WITHDRAWN = "withdrawn", "取下げ"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="submissions")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.SUBMITTED)
    notice_version = models.CharField(max_length=20)
    # What an administrator should look at first: codes, and 0 for nothing noticed; never a template or another's name.
    risk = models.PositiveSmallIntegerField(default=0)
    findings = models.JSONField(default=list)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True, default="")
    # A code of `enrolment.reasons`, and what the administrator wrote; the employee reads both.
    reason = models.CharField(max_length=32, blank=True, default="")
    reason_note = models.CharField(max_length=200, blank=True, default="")

    objects = CompanyManager["Submission"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["employee"], condition=Q(status="submitted"), name="submission_open_once")
        ]
        indexes = [
            models.Index(
                fields=["company", "-risk", "submitted_at"], condition=Q(status="submitted"), name="submission_queue"
            )
        ]

    def __str__(self) -> str:
        return f"submission {self.id}"


class Invitation(models.Model):
    """A link by which an employee reaches their own photo page. Only its hash is kept."""

    class Channel(models.TextChoices):
        EMAIL = "email", "メール"
        LETTER = "letter", "案内状"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="invitations")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CompanyManager["Invitation"]()

    class Meta:
        indexes = [models.Index(fields=["employee", "-created_at"])]

    def __str__(self) -> str:
        return f"invitation {self.id}"


class Photo(models.Model):
    """A photo handed in by the employee or registered by an administrator."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "申請中"
        APPROVED = "approved", "承認"
        REJECTED = "rejected", "差戻し"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE)
    status = models.CharField(max_length=10, choices=Status.choices)
    key_version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    quality = models.JSONField(default=dict)
    template_id = models.UUIDField(null=True, blank=True)
    # Which of a submission's pictures it is: front, left, right; blank for one an administrator registered.
    submission = models.ForeignKey(Submission, null=True, blank=True, on_delete=models.CASCADE, related_name="photos")
    pose = models.CharField(max_length=5, blank=True, default="", db_default="")
    created_at = models.DateTimeField()

    objects = CompanyManager["Photo"]()

    def __str__(self) -> str:
        return f"photo {self.id}"


class ImportJob(models.Model):
    """Photos that somebody sent in bulk (一括登録), worked off in the background."""

    class State(models.TextChoices):
        RUNNING = "running", "処理中"
        DONE = "done", "完了"
        STOPPED = "stopped", "中止"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = CompanyManager["ImportJob"]()

    class Meta:
        indexes = [models.Index(fields=["company", "-created_at"])]

    def __str__(self) -> str:
        return f"import {self.id}"


class ImportFile(models.Model):
    """One picture of an import. Its bytes are sealed, and gone with its result."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    codes = models.JSONField()
    employee_code = models.CharField(max_length=64, blank=True, default="")
    key_version = models.PositiveIntegerField(default=0)
    sealed = models.BinaryField(null=True)
    # A code of `importing.Result`, empty while it waits; and the findings behind it.
    result = models.CharField(max_length=16, blank=True, default="")
    findings = models.JSONField(default=list)

    objects = CompanyManager["ImportFile"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="import_file_once")]
        indexes = [models.Index(fields=["job", "number"], condition=Q(result=""), name="import_waiting")]

    def __str__(self) -> str:
        return self.name

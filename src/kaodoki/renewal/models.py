"""A company's trial of another pack: which one, what became of each kept photo, and how often both packs agree."""

from django.db import models

from kaodoki.people.models import Company, Employee
from kaodoki.scoping import CompanyManager


class Trial(models.Model):
    """The one trial a company may have. It lasts until a pack's templates are deleted, before or after a switch."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, primary_key=True)
    pack = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    switched_at = models.DateTimeField(null=True, blank=True)

    objects = CompanyManager["Trial"]()

    def __str__(self) -> str:
        return f"trial of {self.pack}"


class Problem(models.Model):
    """What stops a company's computing; a new version of the built-in pack has no trial to note it in."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, primary_key=True)
    code = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = CompanyManager["Problem"]()

    def __str__(self) -> str:
        return self.code


class RenewedPhoto(models.Model):
    """What became of one kept photo under one pack: done, or failed until it is tried again (`queries.RETRY_AFTER`)."""

    class Result(models.TextChoices):
        TEMPLATE = "template", "計算済み"
        NO_FACE = "no_face", "顔を検出できない"
        UNREADABLE = "unreadable", "写真を読めない"
        FAILED = "failed", "計算に失敗"

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE)
    photo_id = models.UUIDField()
    pack = models.CharField(max_length=64)
    result = models.CharField(max_length=12, choices=Result.choices)
    template_id = models.UUIDField(null=True, blank=True)
    at = models.DateTimeField()

    objects = CompanyManager["RenewedPhoto"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "photo_id"], name="renewed_once")]


class Agreement(models.Model):
    """How often the deciding pack and the one on trial came to one verdict. Numbers only: no face, no person."""

    class Verdict(models.TextChoices):
        SAME = "same", "同じ人"
        OTHER = "other", "別の人"
        NEW_NOBODY = "new_nobody", "新モデルは該当者なし"
        NEW_SOMEBODY = "new_somebody", "新モデルだけが特定"
        BOTH_NOBODY = "both_nobody", "どちらも該当者なし"
        NOT_RENEWED = "not_renewed", "新モデルに未登録の人"
        FAILED = "failed", "新モデルの処理に失敗"

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    deciding = models.CharField(max_length=64)
    trial = models.CharField(max_length=64)
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    count = models.PositiveIntegerField(default=0)
    # Of the best candidate's scores; those of two packs are on scales of their own.
    deciding_count = models.PositiveIntegerField(default=0)
    deciding_sum = models.FloatField(default=0)
    deciding_low = models.FloatField(null=True, blank=True)
    deciding_high = models.FloatField(null=True, blank=True)
    trial_count = models.PositiveIntegerField(default=0)
    trial_sum = models.FloatField(default=0)
    trial_low = models.FloatField(null=True, blank=True)
    trial_high = models.FloatField(null=True, blank=True)
    last_at = models.DateTimeField()

    objects = CompanyManager["Agreement"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "deciding", "trial", "verdict"], name="agreement_verdict")
        ]

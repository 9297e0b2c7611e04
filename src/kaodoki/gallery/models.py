"""Templates as they lie in the database, what changed when, and who looks like whom."""

import uuid

from django.db import models

from kaodoki.people.models import Company, Employee
from kaodoki.scoping import CompanyManager


class StoredTemplate(models.Model):
    """One face's template, sealed and bound to its company, employee, row, pack and key version.

    A person may have several; the gallery holds their mean, each counted by its `weight`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.ForeignKey(Employee, on_delete=models.CASCADE)
    pack = models.CharField(max_length=64)
    key_version = models.PositiveIntegerField()
    sealed = models.BinaryField()
    weight = models.FloatField(default=1.0, db_default=1.0)
    created_at = models.DateTimeField()

    objects = CompanyManager["StoredTemplate"]()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(weight__gt=0), name="template_weight")]

    def __str__(self) -> str:
        return f"template {self.id}"


class GalleryChange(models.Model):
    """The company's gallery revision at which a person's part of the gallery last changed, erasure included.

    One row a person, so it does not grow with time; a process that knows the gallery of some revision reads those
    people anew whose row lies above it.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    employee = models.OneToOneField(Employee, on_delete=models.CASCADE)
    revision = models.BigIntegerField()

    objects = CompanyManager["GalleryChange"]()

    class Meta:
        indexes = [models.Index(fields=["company", "revision"], name="gallery_change_revision")]


class LookAlike(models.Model):
    """Two employees (似ている従業員) whose mean templates are so near that one could be taken for the other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    first = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Employee, on_delete=models.CASCADE, related_name="+")
    pack = models.CharField(max_length=64)
    score = models.FloatField()
    found_at = models.DateTimeField()
    # Who enrolled a photo although it matched the other person; blank: nobody had to.
    confirmed_by = models.CharField(max_length=200, blank=True, default="")

    objects = CompanyManager["LookAlike"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second", "pack"], name="look_alike_pair"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="look_alike_order"),
        ]
        indexes = [models.Index(fields=["company", "found_at"], name="look_alike_found_at")]


class SiteCalibration(models.Model):
    """How much more alike a company's people look to a pack's recogniser than those it was calibrated on.

    One row a company and pack, measured anew when the gallery or the wish has changed; no template is in it.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    pack = models.CharField(max_length=64)
    people = models.PositiveIntegerField()
    pairs = models.BigIntegerField()
    shift = models.FloatField()
    standard_error = models.FloatField()
    gallery_revision = models.BigIntegerField()
    wanted_fpir_percent = models.FloatField()
    measured_at = models.DateTimeField()

    objects = CompanyManager["SiteCalibration"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "pack"], name="site_calibration")]

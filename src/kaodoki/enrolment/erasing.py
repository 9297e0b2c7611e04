"""What goes with a person's face. Who keeps something of it above this folder listens to `face_data_erased`."""

from django.dispatch import Signal

from kaodoki import clock
from kaodoki.enrolment.models import Invitation, Photo, Submission
from kaodoki.gallery.services import erase_templates
from kaodoki.people.models import Employee

face_data_erased = Signal()
"""Sent with `employee` inside the transaction that erases; what a receiver raises undoes all of it."""


def erase_face(employee: Employee) -> tuple[int, int]:
    """Photos, templates, open submissions and pictures of attempts; the numbers of templates and photos.

    In the caller's transaction, which holds the employee's row.
    """
    templates = erase_templates(employee)
    photos, _ = Photo.objects.filter(employee=employee).delete()
    opened = Submission.objects.filter(employee=employee, status=Submission.Status.SUBMITTED)
    opened.update(status=Submission.Status.WITHDRAWN, decided_at=clock.now())
    face_data_erased.send(Employee, employee=employee)
    return templates, photos


def forget_enrolment(employee: Employee) -> None:
    """What was handed in, what was written about it, and every invitation: no phone reaches the page any more."""
    Submission.objects.filter(employee=employee).delete()
    Invitation.objects.filter(employee=employee).delete()

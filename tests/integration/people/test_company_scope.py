"""Company scope fails closed, for every model there is."""

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.utils import ProgrammingError
from django_scopes.exceptions import ScopeError

from kaodoki.audit.models import AuditEvent
from kaodoki.people import keys
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_employee
from kaodoki.vault.sealing import SealBroken

OURS = [model for model in apps.get_models() if model.__module__.startswith("kaodoki.")]
# The tenant itself; who logs in (before any company is known); wrong pairing codes (nobody knows whose).
WITHOUT_SCOPE = {"Company", "Administrator", "PairingFailure"}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_model_belongs_to_a_company_and_refuses_queries_without_scope(model: type[models.Model]) -> None:
    if model.__name__ in WITHOUT_SCOPE:
        return
    assert model._meta.get_field("company").related_model is Company
    with pytest.raises(ScopeError):
        model._default_manager.all().count()


def test_audit_events_cannot_be_changed_or_deleted(in_scope: Company) -> None:
    create_employee(in_scope, "0012", {"family_name": "佐藤", "given_name": "美咲"}, by="tests")
    event = AuditEvent.objects.get(action="employee_created")

    for change in (event.delete, event.save):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            change()


def test_what_one_company_sealed_another_cannot_open(in_scope: Company) -> None:
    sealed = keys.cipher(in_scope).seal(b"template", parts=("row 1",))

    assert keys.cipher(in_scope).unseal(sealed, parts=("row 1",)) == b"template"
    with pytest.raises(SealBroken):
        keys.cipher(in_scope).unseal(sealed, parts=("row 2",))


def test_cipher_never_shows_its_key(in_scope: Company) -> None:
    assert "key=" not in repr(keys.cipher(in_scope)).replace("_key=", "")


def test_commits_are_durable(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")

        assert cursor.fetchone() == ("on", "on")


def test_employee_without_scope_is_not_reachable_by_accident(company: Company) -> None:
    with pytest.raises(ScopeError):
        Employee.objects.filter(company=company).exists()

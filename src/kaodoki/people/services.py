"""Changes to companies, sites, employees and settings. Callers hold the company's scope, except to create one."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django_scopes import scope

from kaodoki import clock
from kaodoki.audit.services import record_event
from kaodoki.people import keys, rules
from kaodoki.people.errors import (
    CompanyExists,
    EmployeeExists,
    EmployeeUnknown,
    SettingsOutdated,
    SiteExists,
    SiteUnknown,
)
from kaodoki.people.models import Company, Employee, Settings, Site


def create_company(code: str, name: str) -> Company:
    """A company with its first data key and default settings."""
    try:
        with transaction.atomic():
            company = Company.objects.create(code=code, name=name, created_at=clock.now())
            with scope(company=company):
                keys.create_key(company)
                Settings.objects.create(company=company)
                record_event(company.id, "company_created", subject=code)
    except IntegrityError as error:
        raise CompanyExists(company_code=code) from error
    return company


def create_site(company: Company, code: str, name: str, *, day_start: str = "", by: str = "") -> Site:
    """A place of work, with a day start (起算時刻) of its own or, left empty, the company's."""
    if day_start:
        rules.checked_setting("day_start", day_start)
    try:
        with transaction.atomic():
            site = Site.objects.create(company=company, code=code, name=name, day_start=day_start)
            record_event(company.id, "site_created", subject=code, by=by)
    except IntegrityError as error:
        raise SiteExists(site_code=code) from error
    return site


def find_site(company: Company, code: str | None) -> Site | None:
    """The site of that code; None for no code; `SiteUnknown` for one nobody has made."""
    if not code:
        return None
    site = Site.objects.filter(company=company, code=code).first()
    if site is None:
        raise SiteUnknown(site_code=code)
    return site


def create_employee(company: Company, employee_code: str, fields: Mapping[str, str], *, by: str) -> Employee:
    """A new employee; the code of an erased one starts anew, with its punches and without any consent."""
    site = find_site(company, fields.get("site_code"))
    values = {name: value for name, value in fields.items() if name != "site_code"}
    with transaction.atomic():
        known = Employee.objects.select_for_update().filter(company=company, employee_code=employee_code).first()
        if known is not None and known.erased_at is None:
            raise EmployeeExists(employee_code=employee_code)
        employee = known or Employee(company=company, employee_code=employee_code, created_at=clock.now())
        employee.erased_at = None
        _assign(employee, values, site)
        _save_new(employee)
        record_event(company.id, "employee_created", subject=employee_code, by=by)
    return employee


def change_employee(employee: Employee, fields: Mapping[str, str], *, by: str) -> Employee:
    """Only the fields given change."""
    with transaction.atomic():
        rows = Employee.objects.select_for_update(of=("self",)).select_related("site", "company")
        # Read again under the lock: an erasure that came in between must not be undone by old values.
        current = rows.filter(pk=employee.pk, erased_at__isnull=True).first()
        if current is None:
            raise EmployeeUnknown(employee_code=employee.employee_code)
        site = find_site(current.company, fields.get("site_code")) if "site_code" in fields else current.site
        _assign(current, {name: value for name, value in fields.items() if name != "site_code"}, site)
        current.save()
        record_event(current.company_id, "employee_changed", subject=current.employee_code, by=by)
    return current


def change_site_day_start(company: Company, site_id: UUID, day_start: str, *, by: str, expected: str) -> None:
    """Gives the site a day start (起算時刻) of its own or, left empty, the company's.

    Raises `SettingsInvalid`, `SiteUnknown`, and `SettingsOutdated` if the site's is not `expected` any more.
    """
    if day_start:
        rules.checked_setting("day_start", day_start)
    with transaction.atomic():
        site = Site.objects.select_for_update().filter(company=company, id=site_id).first()
        if site is None:
            raise SiteUnknown(site_code=str(site_id))
        if site.day_start != expected:
            raise SettingsOutdated(names=f"day_start ({site.code})")
        site.day_start = day_start
        site.save(update_fields=["day_start"])
        record_event(company.id, "site_changed", subject=site.code, by=by, day_start=day_start)


def change_settings(
    company: Company, changes: Mapping[str, object], *, by: str, expected: Mapping[str, object] | None = None
) -> Settings:
    """Checked settings, saved; raises `SettingsInvalid` and changes nothing if one of them cannot be.

    `expected`: what the one who changes them last saw of them; raises `SettingsOutdated` if any is otherwise by now.
    """
    checked = {name: rules.checked_setting(name, value) for name, value in changes.items()}
    with transaction.atomic():
        settings = Settings.objects.select_for_update().get(company=company)
        outdated = [name for name, value in (expected or {}).items() if getattr(settings, name) != value]
        if outdated:
            raise SettingsOutdated(names=", ".join(sorted(outdated)))
        for name, value in checked.items():
            setattr(settings, name, value)
        settings.save()
        record_event(company.id, "settings_changed", subject=", ".join(sorted(checked)), by=by)
    return settings


def _assign(employee: Employee, values: Mapping[str, str], site: Site | None) -> None:
    for name, value in values.items():
        setattr(employee, name, value)
    employee.site = site


def _save_new(employee: Employee) -> None:
    try:
        with transaction.atomic():
            employee.save()
    except IntegrityError as error:
        raise EmployeeExists(employee_code=employee.employee_code) from error

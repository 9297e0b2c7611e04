"""A company's own gallery for `kaodoki identify --company`. Imported after Django is set up, which `cli` does first."""

from django_scopes import scope

from kaodoki.audit.services import record_event
from kaodoki.faces import Engine, Template
from kaodoki.gallery.engine import shared_engine
from kaodoki.gallery.services import gallery_of
from kaodoki.identification import Candidate
from kaodoki.people.models import Company, Employee
from kaodoki.people.queries import settings_of
from kaodoki.project.administration import CompanyUnknown
from kaodoki.project.looking import Gallery, NobodyToFind


def open_company(code: str, *, images: int) -> tuple[Engine, Gallery]:
    """The company's engine and gallery; people are their employee codes. Audited: somebody is looking for faces."""
    company = Company.objects.filter(code=code).first()
    if company is None:
        raise CompanyUnknown(company_code=code)
    engine = shared_engine(company.pack)
    with scope(company=company):
        index = gallery_of(company, engine.pack.id)
        if len(index) == 0:
            raise NobodyToFind(place=code)
        wanted = settings_of(company).wanted_fpir_percent / 100
        record_event(company.pk, "faces_looked_up", by="kaodoki identify", images=images)

    def search(probe: Template) -> list[Candidate[str]]:
        with scope(company=company):
            found = index.search(probe.vector)
            codes = dict(
                Employee.objects.filter(pk__in=[one.employee_id for one in found], erased_at__isnull=True).values_list(
                    "pk", "employee_code"
                )
            )
        known = [one for one in found if one.employee_id in codes]
        return [Candidate(employee_id=codes[one.employee_id], score=one.score) for one in known]

    return engine, Gallery(people=len(index), search=search, wanted_fpir=wanted)

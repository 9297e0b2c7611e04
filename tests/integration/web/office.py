"""A company with two sites, a terminal and a person at each, and what they did."""

import uuid
from datetime import datetime

from tests.integration.api_client import jst

from kaodoki.people.models import Company, Employee, Site
from kaodoki.people.services import create_employee, create_site
from kaodoki.punches.models import Attempt, Punch
from kaodoki.terminals.models import Terminal
from kaodoki.terminals.services import create_terminal

AT = jst("2026-11-20T08:29:00")


class Office:
    """Two sites with a terminal and a person each."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.sites = (create_site(company, "100", "本社"), create_site(company, "200", "大阪"))
        self.people = tuple(
            create_employee(company, code, {"family_name": name, "site_code": site.code}, by="tests")
            for code, name, site in zip(("0012", "0200"), ("佐藤", "高橋"), self.sites, strict=True)
        )
        self.terminals = tuple(
            self._terminal(name, site) for name, site in zip(("玄関", "受付"), self.sites, strict=True)
        )

    def _terminal(self, name: str, site: Site) -> Terminal:
        new = create_terminal(
            self.company, name=name, site=site, punch_selection="chosen", accepts_past=False, by="tests"
        )
        return new.terminal

    def look(
        self, where: int, outcome: str, at: datetime = AT, who: Employee | None = None, **fields: object
    ) -> Attempt:
        return Attempt.objects.create(
            company=self.company, terminal=self.terminals[where], attempt_id=uuid.uuid4(), captured_at=at,
            recorded_at=at, outcome=outcome, employee=who, findings=[], **fields,
        )  # fmt: skip

    def punch(self, where: int, at: datetime = AT, state: str = "delivered", **fields: object) -> Punch:
        attempt = self.look(where, "identified", at, self.people[where], score=0.71, runner_up_score=0.2, threshold=0.5)
        attempt.punch = Punch.objects.create(
            company=self.company, employee=self.people[where], attempt=attempt, terminal=self.terminals[where],
            punched_at=at, state=state, deliver_after=at, created_at=at,
            **{"kind": "in", "working_date": at.date(), "working_time": f"{at:%H:%M}", **fields},
        )  # fmt: skip
        attempt.save(update_fields=["punch"])
        return attempt.punch

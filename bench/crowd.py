"""A company of many enrolled people, one of them real, and terminals for them: stored by the services themselves.

Runs in a process of its own after `django.setup()`, because the benchmark's process has no Django.
"""

import json
import sys

import numpy as np
from django.db import transaction
from django_scopes import scope

from kaodoki import clock
from kaodoki.faces import Template, load_engine
from kaodoki.faces.decoding import PHOTO_LIMITS, decode_image
from kaodoki.faces.face import unit
from kaodoki.gallery.services import store_template
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import change_settings, create_company
from kaodoki.terminals.services import create_terminal, pair

SEED = 20261120


def fill(*, people: int, terminals: int, photo: bytes) -> list[str]:
    """Makes everything; the terminals' tokens. The guard is off, so that every attempt writes a punch."""
    company = create_company("bench", "計測")
    with scope(company=company):
        change_settings(company, {"duplicate_guard_seconds": 0, "overtime_cap_minutes": 3600}, by="bench")
        with transaction.atomic():
            _enrol(company, people, photo)
        return [_terminal(company, number) for number in range(terminals)]


def _enrol(company: Company, people: int, photo: bytes) -> None:
    engine = load_engine()
    (face,) = engine.analyse(decode_image(photo, limits=PHOTO_LIMITS), enrolment=True)
    store_template(_employee(company, 0), face.template)
    random = np.random.default_rng(SEED)
    for number in range(1, people):
        vector = unit(random.standard_normal(face.template.vector.size))
        store_template(_employee(company, number), Template(vector=vector, pack=engine.pack.id))


def _employee(company: Company, number: int) -> Employee:
    return Employee.objects.create(
        company=company,
        employee_code=f"{number:05}",
        family_name="計測",
        given_name=f"{number}",
        created_at=clock.now(),
    )


def _terminal(company: Company, number: int) -> str:
    made = create_terminal(
        company, name=f"端末{number}", site=None, punch_selection="auto", accepts_past=True, by="bench"
    )
    _, token = pair(made.pairing_code, address="127.0.0.1")
    return token


def main() -> None:
    """Reads the photo from standard input; arguments: people, terminals. Prints the tokens as JSON."""
    people, terminals = (int(argument) for argument in sys.argv[1:3])
    print(json.dumps(fill(people=people, terminals=terminals, photo=sys.stdin.buffer.read())))

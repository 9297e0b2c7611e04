"""A change to a gallery is seen by the next attempt of every process, and costs what changed."""

import base64
import json
import os
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from django.conf import settings
from django.db import connection, transaction
from django_scopes import scope

from embedded_postgres import EmbeddedPostgres
from kaodoki.enrolment.services import erase_employee
from kaodoki.faces import Template
from kaodoki.faces.face import unit
from kaodoki.gallery import queries, services
from kaodoki.gallery.models import GalleryChange, StoredTemplate
from kaodoki.gallery.services import erase_templates, gallery_of, log_change, store_template
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_company, create_employee

# What is only in an open transaction must not reach other threads' galleries, so the rows are really committed.
pytestmark = pytest.mark.django_db(transaction=True)

PACK = "test-1"
RANDOM = np.random.default_rng(3)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[uuid.UUID]:
    """Whose templates were decrypted, one entry each."""
    people: list[uuid.UUID] = []
    open_one = queries._opened

    def note(row: StoredTemplate, *arguments: object) -> object:
        people.append(row.employee_id)
        return open_one(row, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(queries, "_opened", note)
    return people


@pytest.fixture
def crowd(in_scope: Company) -> list[Employee]:
    return [enrolled(in_scope, f"{number:04}") for number in range(20)]


def template(vector: object | None = None) -> Template:
    return Template(vector=unit(np.asarray(RANDOM.normal(size=128) if vector is None else vector)), pack=PACK)


def enrolled(company: Company, code: str, one: Template | None = None) -> Employee:
    employee = create_employee(company, code, {"family_name": "佐藤", "given_name": code}, by="tests")
    with transaction.atomic():
        store_template(employee, one or template())
    return employee


def fresh(company: Company) -> Company:
    return Company.objects.get(pk=company.pk)


def nearest(company: Company, one: Template) -> tuple[uuid.UUID, float]:
    best = gallery_of(fresh(company), one.pack).search(one.vector)[0]
    return best.employee_id, best.score


def test_a_new_person_is_found_without_reading_the_others(crowd: list[Employee], opened: list[uuid.UUID]) -> None:
    company, one = crowd[0].company, template()
    assert len(gallery_of(fresh(company), PACK)) == 20
    opened.clear()

    newcomer = enrolled(company, "new", one)

    assert nearest(company, one)[0] == newcomer.id
    assert nearest(company, one)[1] > 0.999
    assert opened == [newcomer.id]


def test_an_erased_person_is_gone_and_nothing_is_read(crowd: list[Employee], opened: list[uuid.UUID]) -> None:
    company = crowd[0].company
    gone = enrolled(company, "gone", one := template())
    assert nearest(company, one)[0] == gone.id
    opened.clear()

    erase_employee(gone, by="tests")

    assert nearest(company, one)[1] < 0.9
    assert len(gallery_of(fresh(company), PACK)) == 20
    assert opened == []


def test_another_photo_moves_the_mean_by_its_weight(crowd: list[Employee], opened: list[uuid.UUID]) -> None:
    employee, axes = crowd[3], np.eye(128)
    with transaction.atomic():
        erase_templates(employee)
        store_template(employee, replace(template(axes[0]), weight=3.0))
    gallery_of(fresh(employee.company), PACK)
    opened.clear()

    with transaction.atomic():
        store_template(employee, template(axes[1]))

    who, score = nearest(employee.company, template(3 * axes[0] + axes[1]))
    assert who == employee.id
    assert score > 1 - 1e-6
    assert opened == [employee.id, employee.id]


def test_nobody_is_read_twice_and_a_process_without_changes_reads_nothing(
    crowd: list[Employee], opened: list[uuid.UUID]
) -> None:
    company = crowd[0].company
    gallery_of(fresh(company), PACK)
    opened.clear()

    for _ in range(3):
        gallery_of(fresh(company), PACK)

    assert opened == []


def test_a_revision_moved_without_saying_for_whom_reads_everybody(
    crowd: list[Employee], opened: list[uuid.UUID]
) -> None:
    """As a version before this one would, while both run."""
    company = crowd[0].company
    gallery_of(fresh(company), PACK)
    StoredTemplate.objects.filter(employee=crowd[0]).delete()
    Company.objects.filter(pk=company.pk).update(gallery_revision=fresh(company).gallery_revision + 1)
    opened.clear()

    assert len(gallery_of(fresh(company), PACK)) == 19
    assert len(opened) == 19


def test_what_a_transaction_takes_back_was_never_in_the_gallery(crowd: list[Employee]) -> None:
    company, one = crowd[0].company, template()

    with transaction.atomic():
        ghost = enrolled(company, "ghost", one)
        assert nearest(company, one)[0] == ghost.id
        transaction.set_rollback(True)
    enrolled(company, "somebody", template())

    assert nearest(company, one)[1] < 0.9
    assert len(gallery_of(fresh(company), PACK)) == 21


def test_a_smaller_revision_is_never_committed_after_a_larger_one(crowd: list[Employee]) -> None:
    """Two changes at once: the second waits for the first, or a reader could pass the first by for ever."""
    company, order = crowd[0].company, list[str]()
    first_changed, may_commit = threading.Event(), threading.Event()

    def change(name: str, employee: Employee) -> None:
        with scope(company=company), transaction.atomic():
            log_change(company, [employee.id])
            if name == "first":
                first_changed.set()
                assert may_commit.wait(10)
            order.append(name)
        connection.close()

    threads = [threading.Thread(target=change, args=one) for one in (("first", crowd[0]), ("second", crowd[1]))]
    threads[0].start()
    assert first_changed.wait(10)
    threads[1].start()
    threads[1].join(0.3)
    may_commit.set()
    for thread in threads:
        thread.join(10)

    revisions = dict(GalleryChange.objects.values_list("employee_id", "revision"))
    assert order == ["first", "second"]
    assert revisions[crowd[0].id] < revisions[crowd[1].id]


def test_galleries_of_companies_and_packs_are_apart(crowd: list[Employee], opened: list[uuid.UUID]) -> None:
    one = template()
    other = create_company("other", "別の会社")
    with scope(company=other):
        stranger = enrolled(other, "0001", one)
    with transaction.atomic():
        store_template(crowd[0], Template(vector=one.vector, pack="another-1"))

    with scope(company=other):
        assert [c.employee_id for c in gallery_of(fresh(other), PACK).search(one.vector)] == [stranger.id]
    assert nearest(crowd[0].company, one)[1] < 0.9
    assert len(gallery_of(fresh(crowd[0].company), "another-1")) == 1


def test_many_threads_at_once_load_a_gallery_once(crowd: list[Employee], opened: list[uuid.UUID]) -> None:
    company = fresh(crowd[0].company)
    sizes: list[int] = []

    def look() -> None:
        with scope(company=company):
            sizes.append(len(gallery_of(company, PACK)))
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sizes == [20] * 6
    assert len(opened) == 20


def test_least_recently_used_galleries_leave_memory(crowd: list[Employee], monkeypatch: pytest.MonkeyPatch) -> None:
    company = fresh(crowd[0].company)
    with transaction.atomic():
        store_template(crowd[0], Template(vector=template().vector, pack="another-1"))
    company = fresh(company)
    size = gallery_of(company, PACK).index.nbytes
    monkeypatch.setattr(services, "GALLERY_BYTES_KEPT", size)

    gallery_of(company, "another-1")

    assert [key for key in services._cache if key[0] == company.pk] == [(company.pk, "another-1")]


PROGRAM = """
import json, sys
import django
django.setup()
import numpy as np
from django_scopes import scope
from kaodoki.gallery import queries
from kaodoki.gallery.services import gallery_of
from kaodoki.people.models import Company
read, count = queries._opened, [0]
def note(*arguments):
    count[0] += 1
    return read(*arguments)
queries._opened = note
for line in sys.stdin:
    company = Company.objects.get(code=sys.argv[1])
    with scope(company=company):
        best = gallery_of(company, sys.argv[2]).search(np.array(json.loads(line), dtype=np.float32))[0]
    print(json.dumps([str(best.employee_id), best.score, count[0]]), flush=True)
"""


class OtherProcess:
    """A second `serve`, as far as galleries go."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def nearest(self, one: Template) -> tuple[str, float, int]:
        """The nearest person, the score, and how many templates the process has decrypted so far."""
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        requests.write(json.dumps(one.vector.tolist()) + "\n")
        requests.flush()
        employee_id, score, count = json.loads(answers.readline())
        return employee_id, score, count


@pytest.fixture
def other_process(crowd: list[Employee], postgres: EmbeddedPostgres) -> Iterator[OtherProcess]:
    variables = {
        "DJANGO_SETTINGS_MODULE": "kaodoki.project.settings",
        "KAODOKI_DATABASE_URL": postgres.url(str(connection.settings_dict["NAME"])),
        "KAODOKI_TEMPLATE_KEY": base64.b64encode(settings.TEMPLATE_KEY).decode(),
        "KAODOKI_SECRET_KEY": settings.SECRET_KEY,
    }
    command = [sys.executable, "-c", PROGRAM, crowd[0].company.code, PACK]
    process = subprocess.Popen(
        command, env={**os.environ, **variables}, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        yield OtherProcess(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(20) == 0


def test_another_process_sees_who_comes_and_goes_and_reads_only_them(
    crowd: list[Employee], other_process: OtherProcess
) -> None:
    company, one = crowd[0].company, template()
    assert other_process.nearest(one)[2] == 20

    newcomer = enrolled(company, "new", one)
    who, score, count = other_process.nearest(one)
    assert (who == str(newcomer.id), score > 0.999, count) == (True, True, 21)

    erase_employee(newcomer, by="tests")
    who, score, count = other_process.nearest(one)
    assert (who == str(newcomer.id), score < 0.9, count) == (False, True, 21)

"""Photos in bulk: each worked off once, with its result; nothing sealed is left; by role and company."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope
from tests.integration.web.console_client import logged_in

from kaodoki import clock
from kaodoki.consent.services import has_consent, record_consent, withdraw_consent
from kaodoki.enrolment import importing
from kaodoki.enrolment.import_archive import Entry, read_folder, read_zip
from kaodoki.enrolment.importing import begin_import, forget_unworked, progress, stop_import, work_off
from kaodoki.enrolment.models import ImportFile, ImportJob, Photo, Submission
from kaodoki.enrolment.services import register_photo
from kaodoki.gallery.models import StoredTemplate
from kaodoki.people.models import Company, Employee
from kaodoki.people.services import create_company, create_employee, create_site

PAGE = "/console/photos/import"


@pytest.fixture
def people(in_scope: Company) -> dict[str, Employee]:
    return {code: create_employee(in_scope, code, {}, by="tests") for code in ("0001", "0002", "0003", "0004")}


def zipped(pictures: Path, names: dict[str, str]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, picture in names.items():
            archive.writestr(name, (pictures / picture).read_bytes() if picture else b"no picture")
    file.seek(0)
    return file


def results(job: ImportJob) -> dict[str, str]:
    return dict(ImportFile.objects.filter(job=job).values_list("name", "result"))


def test_each_file_has_its_result(people: dict[str, Employee], pictures: Path, in_scope: Company) -> None:
    record_consent(people["0004"], declared_by="0004")
    withdraw_consent(people["0004"], declared_by="0004")
    names = {
        "0001.jpg": "obama_1.jpg", "本社/0002.png": "astronaut.png", "0003.jpg": "obama_2.jpg", "0004.jpg": "biden.jpg",
        "9999.jpg": "biden.jpg", "0002_2.jpg": "", "0001_2.jpg": "group.jpg",
    }  # fmt: skip
    job = begin_import(in_scope, read_zip(zipped(pictures, names)), by="tanaka")

    assert work_off(job, most=100) == 0

    assert results(job) == {
        "0001.jpg": "registered",
        "本社/0002.png": "registered",
        "0003.jpg": "to_approve",
        "0004.jpg": "withdrawn",
        "9999.jpg": "unknown_code",
        "0002_2.jpg": "unreadable",
        "0001_2.jpg": "refused",
    }
    assert StoredTemplate.objects.values("employee").distinct().count() == 2
    assert Submission.objects.get().employee == people["0003"]
    assert has_consent(people["0001"])
    assert not ImportFile.objects.filter(sealed__isnull=False).exists()
    job.refresh_from_db()
    assert job.state == "done"


def test_who_has_a_photo_keeps_it(people: dict[str, Employee], pictures: Path, in_scope: Company) -> None:
    register_photo(people["0001"], (pictures / "obama_1.jpg").read_bytes(), consent=True, by="tests")
    job = begin_import(in_scope, read_zip(zipped(pictures, {"0001.jpg": "obama_2.jpg"})), by="tanaka")

    work_off(job, most=10)

    assert results(job) == {"0001.jpg": "already"}
    assert Photo.objects.count() == 1


def test_what_waits_is_sealed_and_bound_to_its_row(
    people: dict[str, Employee], pictures: Path, in_scope: Company
) -> None:
    begin_import(in_scope, read_zip(zipped(pictures, {"0001.jpg": "obama_1.jpg"})), by="tanaka")

    sealed = bytes(ImportFile.objects.get().sealed or b"")
    assert b"JFIF" not in sealed
    assert (pictures / "obama_1.jpg").read_bytes()[:200] not in sealed


def test_a_turn_takes_some_and_the_next_goes_on(people: dict[str, Employee], pictures: Path, in_scope: Company) -> None:
    names = {"0001.jpg": "obama_1.jpg", "0002.jpg": "astronaut.png", "0003.jpg": "biden.jpg"}
    job = begin_import(in_scope, read_zip(zipped(pictures, names)), by="tanaka")

    assert work_off(job, most=2) == 1
    assert progress(job) == {"registered": 2, "": 1}
    assert work_off(job, most=2) == 0


def test_a_turn_that_breaks_off_loses_and_repeats_nothing(
    people: dict[str, Employee], pictures: Path, in_scope: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = begin_import(in_scope, read_zip(zipped(pictures, {"0001.jpg": "obama_1.jpg"})), by="tanaka")
    look = importing._enrol

    def break_off(*args: Any) -> Any:
        look(*args)
        raise RuntimeError("the power went")

    monkeypatch.setattr(importing, "_enrol", break_off)
    with pytest.raises(RuntimeError):
        work_off(job, most=1)
    monkeypatch.setattr(importing, "_enrol", look)
    assert not Photo.objects.exists()

    work_off(job, most=1)

    assert Photo.objects.count() == 1


def test_a_stop_forgets_what_waits(people: dict[str, Employee], pictures: Path, in_scope: Company) -> None:
    names = {"0001.jpg": "obama_1.jpg", "0002.jpg": "astronaut.png"}
    job = begin_import(in_scope, read_zip(zipped(pictures, names)), by="tanaka")
    work_off(job, most=1)

    stop_import(job, by="tanaka")

    assert sorted(results(job).values()) == ["registered", "stopped"]
    assert not ImportFile.objects.filter(sealed__isnull=False).exists()
    assert work_off(job, most=10) == 0
    job.refresh_from_db()
    assert job.state == "stopped"


def test_nothing_stays_sealed_for_more_than_a_day(
    people: dict[str, Employee], pictures: Path, in_scope: Company
) -> None:
    begin_import(in_scope, read_zip(zipped(pictures, {"0001.jpg": "obama_1.jpg"})), by="tanaka")

    assert forget_unworked(in_scope, now=clock.now()) == 0
    assert forget_unworked(in_scope, now=clock.now() + timedelta(days=1, seconds=1)) == 1
    assert not ImportFile.objects.filter(sealed__isnull=False).exists()


def test_a_folder_is_taken_too(people: dict[str, Employee], pictures: Path, in_scope: Company, tmp_path: Path) -> None:
    (tmp_path / "0001.jpg").write_bytes((pictures / "obama_1.jpg").read_bytes())
    job = begin_import(in_scope, read_folder(tmp_path), by="command line")

    work_off(job, most=10)

    assert results(job) == {"0001.jpg": "registered"}


class TestPage:
    def send(self, company: Company, file: io.BytesIO, role: str = "all_rights", **form: str) -> Any:
        upload = SimpleUploadedFile("photos.zip", file.getvalue(), content_type="application/zip")
        return logged_in(company, role).post(PAGE, {"photos": upload, **form})

    def test_progress_and_report_are_shown(
        self, people: dict[str, Employee], pictures: Path, in_scope: Company
    ) -> None:
        file = zipped(pictures, {"0001.jpg": "obama_1.jpg", "9999.jpg": "biden.jpg"})
        answer = self.send(in_scope, file, consent="on")
        client, job = logged_in(in_scope), ImportJob.objects.get()
        assert answer["Location"] == f"{PAGE}/{job.id}"
        before = client.get(answer["Location"]).content.decode()
        assert '<progress value="0" max="2"' in before
        assert 'data-live="3"' in before

        work_off(job, most=10)

        after = client.get(answer["Location"]).content.decode()
        assert '<progress value="2" max="2"' in after
        assert 'data-live="3"' not in after
        failed = client.get(f"{answer['Location']}?failed").content.decode()
        assert "9999.jpg" in failed
        assert "0001.jpg" not in failed
        rows = client.get(f"{answer['Location']}/report.csv").content.decode("utf-8-sig").splitlines()
        assert rows[1:] == ["0001.jpg,0001,登録,", "9999.jpg,,従業員コードなし," + rows[2].split(",", 3)[3]]

    def test_without_the_declaration_nothing_is_kept(
        self, people: dict[str, Employee], pictures: Path, in_scope: Company
    ) -> None:
        assert self.send(in_scope, zipped(pictures, {"0001.jpg": "obama_1.jpg"})).status_code == 422
        assert not ImportJob.objects.exists()

    def test_a_broken_zip_is_answered(self, in_scope: Company) -> None:
        answer = self.send(in_scope, io.BytesIO(b"PK broken"), consent="on")

        assert answer.status_code == 422
        assert "ZIPファイルとして読み取れません" in answer.content.decode()
        assert not ImportJob.objects.exists()

    @pytest.mark.parametrize("role", ["site_manager", "viewer"])
    def test_it_is_for_who_decides_over_everybodys_photos(self, in_scope: Company, role: str) -> None:
        assert logged_in(in_scope, role).get(PAGE).status_code == 403

    def test_an_approver_of_some_sites_does_not_import(self, in_scope: Company, pictures: Path) -> None:
        site = create_site(in_scope, "100", "本社")
        logged_in(in_scope, "photo_approver", site)

        answer = self.send(in_scope, zipped(pictures, {"0001.jpg": "obama_1.jpg"}), "photo_approver", consent="on")

        assert answer.status_code == 422

    def test_another_companys_import_is_not_there(self, in_scope: Company) -> None:
        other = create_company("kita", "株式会社きた")
        with scope(company=other):
            job = begin_import(other, [Entry(name="1.jpg", codes=("1",), data=b"x")], by="theirs")
        client = logged_in(in_scope)

        for address in (f"{PAGE}/{job.id}", f"{PAGE}/{job.id}/report.csv"):
            assert client.get(address).status_code == 404
        assert client.post(f"{PAGE}/{job.id}/stop").status_code == 404

"""Load company data from CSV files, and fetch examples of them."""

import io
import zipfile

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from attendance_server.administration.page import show
from attendance_server.loading.examples import example_files
from attendance_server.loading.load import load_files
from attendance_server.loading.problems import LoadRefused
from attendance_server.loading.sheets import File
from attendance_server.loading.summary import counted, refused
from attendance_server.timecards.access import all_rights_only
from attendance_server.timecards.language import language_of

MAX_BYTES = 20 * 2**20  # of all files of one load


@require_http_methods(["GET", "HEAD", "POST"])
@all_rights_only
def loading_page(request: HttpRequest) -> HttpResponse:
    """The form; POST `files` loads them, all or none."""
    if request.method != "POST":
        return show(request, "loading", active="loading")
    given = request.FILES.getlist("files")
    if sum(file.size or 0 for file in given) > MAX_BYTES:
        return show(request, "loading", active="loading", problem="files_too_large", status=413)
    language = language_of(request)
    try:
        done = load_files([File(name=file.name or "", content=file.read()) for file in given])
    except LoadRefused as error:
        lines = refused(error.problems, language)
        return show(request, "loading", active="loading", problems=lines, status=400)
    return show(request, "loading", active="loading", done=counted(done, language))


@require_http_methods(["GET", "HEAD"])
@all_rights_only
def examples(request: HttpRequest) -> HttpResponse:
    """The examples as one ZIP file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in example_files(language_of(request)):
            archive.writestr(file.name, file.content)
    headers = {"Content-Disposition": 'attachment; filename="examples.zip"'}
    return HttpResponse(content.getvalue(), content_type="application/zip", headers=headers)

"""The application that the web server's worker process runs."""

import os

from django.core.wsgi import get_wsgi_application

from attendance_server.project.orphan import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attendance_server.project.settings")
end_with_parent()
application = get_wsgi_application()

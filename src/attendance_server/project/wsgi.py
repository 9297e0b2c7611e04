"""The application that the web server's worker process runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from attendance_server.project.orphan import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "attendance_server.project.settings")
end_with_parent()
application = get_wsgi_application()
# A month of a large company makes hundreds of thousands of values that live until the answer; walking through them
# again and again took a third of the time. What is loaded by now stays for good.
gc.freeze()
gc.set_threshold(100_000, 50, 50)

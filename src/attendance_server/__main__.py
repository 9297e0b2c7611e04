"""`python -m attendance_server`."""

import sys

from attendance_server.project.cli import main

if __name__ == "__main__":
    sys.exit(main())

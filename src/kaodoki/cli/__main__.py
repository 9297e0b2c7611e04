"""`python -m kaodoki.cli`."""

from kaodoki.cli import main

if __name__ == "__main__":
    main()

"""The command line as ``python -m lnunion_rules``."""

from .cli import main

if __name__ == "__main__":
    raise SystemExit(main())

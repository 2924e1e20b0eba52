"""Run Recital from the command line: ``python -m governance``."""

from governance.cli import main

main()

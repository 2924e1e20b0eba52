"""Print the reference of all lists: ``python -m governance.vocabulary > docs/vocabulary.md``."""

import sys

from governance.vocabulary.reference import reference

sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
sys.stdout.write(reference())

"""Print the reference of all figures."""

import sys

from governance.insight.reference import reference

sys.stdout.write(reference())

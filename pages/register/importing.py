"""Bring in a register somebody else made: read, map, preview, commit."""

from governance.ui.register.import_page import import_page

import_page()

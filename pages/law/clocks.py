"""Statutory clocks: what is due when, by which law, and how that was counted."""

from governance.ui.headings import heading
from governance.ui.law import clocks_view
from governance.ui.words import t

heading(t("page.clocks"), t("clocks.question"))
clocks_view.show()

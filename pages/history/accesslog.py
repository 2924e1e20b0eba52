"""Refusals and exports: who was refused what, who took what out, and when."""

from governance.ui.headings import heading
from governance.ui.insight import access_view
from governance.ui.words import t

heading(t("page.accesslog"), t("access.question"))
access_view.show()

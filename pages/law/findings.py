"""Findings: what is wrong, under which article, and what to do."""

from governance.ui.headings import heading
from governance.ui.law import findings_view
from governance.ui.words import t

heading(t("page.findings"), t("findings.question"))
findings_view.show()

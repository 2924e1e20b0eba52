"""Attest: what changed or aged since somebody said «still true»."""

from governance.ui.headings import heading
from governance.ui.words import t
from governance.ui.workflow import attest_page

heading(t("page.attest"), t("attest.question"))
attest_page.show()

"""The journal: who changed what, when and why, and the check that it is whole."""

from governance.ui.headings import heading
from governance.ui.insight import journal_check, journal_view
from governance.ui.words import t

actions = heading(t("page.journal"), t("dash.journal.question"), actions=True)
if actions is not None:
    with actions:
        journal_check.actions()
journal_check.verdict()
journal_view.show()

"""The deletion calendar: what is due when, what is overdue, what proves it."""

from governance.ui.headings import heading
from governance.ui.insight import deletion_view
from governance.ui.words import t

heading(t("page.deletions"), t("ins.deletions.question"))
deletion_view.show()

"""What changed since last time, and which records did it."""

from governance.ui.headings import heading
from governance.ui.insight import since_view
from governance.ui.words import t

heading(t("page.since"), t("ins.since.question"))
since_view.show()

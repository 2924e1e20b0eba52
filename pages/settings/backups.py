"""Backups: made while people work, checked, taken away."""

from governance.ui import backups_view
from governance.ui.headings import heading
from governance.ui.words import t

heading(t("page.backups"), t("backup.question"))
backups_view.show()

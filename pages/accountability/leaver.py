"""Leaver rehearsal: what nobody would answer for any more, and handing it over in one step."""

from governance.ui.answering import leaver_view
from governance.ui.headings import heading
from governance.ui.words import t

heading(t("page.leaver"), t("leaver.question"))
leaver_view.show()

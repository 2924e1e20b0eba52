"""Principles: how far the register keeps each principle of the law, department by department."""

from governance.ui.headings import heading
from governance.ui.law import principles_view
from governance.ui.words import t

heading(t("page.principles"), t("principles.question"))
principles_view.show()

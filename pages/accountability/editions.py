"""Editions: the official register frozen, hashed and signed off."""

from governance.ui.headings import heading
from governance.ui.register.styles import tight_links
from governance.ui.words import t
from governance.ui.workflow import editions_page

tight_links()
heading(t("page.editions"), t("editions.question"))
editions_page.show()

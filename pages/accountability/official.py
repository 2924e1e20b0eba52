"""The official register beside the working one, field by field."""

from governance.ui.headings import heading
from governance.ui.register.styles import tight_links
from governance.ui.words import t
from governance.ui.workflow import official_page

tight_links()
heading(t("page.official"), t("official.question"))
official_page.show()

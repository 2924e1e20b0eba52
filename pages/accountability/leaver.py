"""The leaver rehearsal: what would be orphaned, and handing it over."""

from governance.ui.headings import heading
from governance.ui.register.styles import tight_links
from governance.ui.words import t
from governance.ui.workflow import leaver_page

tight_links()
heading(t("page.leaver"), t("leaver.question"))
leaver_page.show()

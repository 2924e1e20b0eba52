"""Start your own register: empty, from the template workbook, or by import; the demo stays."""

from governance.ui.headings import heading
from governance.ui.insight import start
from governance.ui.words import t

heading(t("page.start"), t("dash.start.question"))
start.show()

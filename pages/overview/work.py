"""My work: what waits for the person who looks, worked out from the register at this moment."""

from governance.ui.answering import work_view
from governance.ui.headings import heading
from governance.ui.words import t

heading(t("page.work"), t("work.question"))
work_view.show()

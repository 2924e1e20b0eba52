"""Notice check: what a privacy notice says that the register does not hold, and the reverse."""

from governance.ui.headings import heading
from governance.ui.law import notice_check_view
from governance.ui.words import t

heading(t("page.noticecheck"), t("notice_check.question"))
notice_check_view.show()

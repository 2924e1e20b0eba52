"""Thresholds: how many people each entity processes and exports, against the numbers of the law."""

from governance.ui.headings import heading
from governance.ui.law import thresholds_view
from governance.ui.words import t

heading(t("page.thresholds"), t("thresholds.question"))
thresholds_view.show()

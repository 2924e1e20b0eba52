"""Any figures over time, computed anew from the journal."""

from governance.ui.headings import heading
from governance.ui.insight import trends_view
from governance.ui.words import t

heading(t("page.trends"), t("ins.trends.question"))
trends_view.show()

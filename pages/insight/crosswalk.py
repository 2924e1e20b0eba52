"""The cells of the lifecycle read as the process areas of GB/T 37988."""

from governance.ui.headings import heading
from governance.ui.insight import crosswalk_view
from governance.ui.words import t

heading(t("page.crosswalk"), t("ins.crosswalk.question"))
crosswalk_view.show()

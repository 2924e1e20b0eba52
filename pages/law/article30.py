"""Article 30: how complete the registers of controller and processor are, letter by letter."""

from governance.ui.headings import heading
from governance.ui.law import article30_view
from governance.ui.words import t

heading(t("page.article30"), t("law30.question"))
article30_view.show()

"""DPO assignments: who serves which organisation from when to when, and when nobody does."""

from governance.ui.headings import heading
from governance.ui.insight import dpo
from governance.ui.words import t

heading(t("page.dpo"), t("dash.dpo.question"))
dpo.show()

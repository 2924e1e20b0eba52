"""Where data goes: systems, parties, countries; transfers; from categories to bases."""

from governance.ui.headings import heading
from governance.ui.insight import flow_view
from governance.ui.words import t

heading(t("page.flows"), t("ins.flows.question"))
flow_view.show()

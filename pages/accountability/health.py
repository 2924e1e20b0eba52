"""Health of accountability: what is wrong with who answers, by the rules of the house."""

from governance.ui.answering import health_view
from governance.ui.headings import heading
from governance.ui.words import t

heading(t("page.health"), t("health.question"))
health_view.show()

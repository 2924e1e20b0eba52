"""Risks to people: before and after measures, who owns them, what is overdue."""

from governance.ui.headings import heading
from governance.ui.insight import risk_board, scope
from governance.ui.words import t

heading(t("page.risks"), t("dash.risk.question"))
risk_board.show(scope.ask(drops=("square",)))

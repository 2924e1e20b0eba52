"""Lifecycle coverage: where proof is missing, from departments down to one cell."""

from governance.ui.headings import heading
from governance.ui.insight import coverage_view, scope
from governance.ui.words import t

heading(t("page.heatmap"), t("dash.coverage.question"))
coverage_view.show(scope.ask(drops=coverage_view.DEEPER, weighting=True))

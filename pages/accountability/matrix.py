"""Accountability: who answers for which stage, and where nobody or too many do."""

from governance.ui.answering import obligations_view
from governance.ui.headings import heading
from governance.ui.insight import address, matrix_view, scope
from governance.ui.words import t

LOWER = ("page", "issue")

heading(t("page.matrix"), t("dash.matrix.question"))
views = {view: t(f"dash.matrix.view.{view}") for view in matrix_view.VIEWS}
view = address.segments(t("dash.matrix.view"), "view", views, key="matrix.view", drops=LOWER)
if view == "obligation":
    obligations_view.show()
else:
    matrix_view.show(view, scope.ask(drops=LOWER, units=True))

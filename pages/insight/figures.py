"""Every figure with its formula, today's value and the rows behind it."""

from governance.ui.headings import heading
from governance.ui.insight import figures_view
from governance.ui.words import t

heading(t("page.figures"), t("ins.figures.question"))
figures_view.show()

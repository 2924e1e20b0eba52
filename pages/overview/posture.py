"""Posture: one page for an executive; title asks the question, order gives the answer."""

from governance.ui.headings import heading
from governance.ui.insight import posture
from governance.ui.words import t

heading(t("dash.posture.title"), posture.subtitle())
posture.show()

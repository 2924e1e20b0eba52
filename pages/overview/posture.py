"""Posture: one page for an executive; title asks the question, order gives the answer."""

from governance.ui.headings import heading
from governance.ui.insight import posture
from governance.ui.insight.settled import settled
from governance.ui.words import t

with settled() as behind:
    actions = heading(t("dash.posture.title"), posture.subtitle(behind=behind), actions=True)
    if actions is not None:
        with actions:
            posture.actions()
    posture.show()

"""From commitment to proof: what carries a promise out, and which promise a proof belongs to."""

from governance.ui.answering import cascade_view
from governance.ui.headings import heading
from governance.ui.words import t

heading(t("page.cascade"), t("cascade.question"))
cascade_view.show()

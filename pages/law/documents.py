"""Documents required: which must exist for each record, why, and which are missing."""

from governance.ui.headings import heading
from governance.ui.law import documents_view
from governance.ui.words import t

heading(t("page.documents"), t("documents.question"))
documents_view.show()

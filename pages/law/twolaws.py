"""Two laws: one activity under the GDPR and the Chinese law, side by side."""

from governance.ui.headings import heading
from governance.ui.law import two_laws_view
from governance.ui.words import t

heading(t("page.twolaws"), t("twolaws.question"))
two_laws_view.show()

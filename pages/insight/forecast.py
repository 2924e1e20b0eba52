"""If nothing is renewed: the next twelve months, and what to renew first."""

from governance.ui.headings import heading
from governance.ui.insight import forecast_view
from governance.ui.words import t

heading(t("page.forecast"), t("ins.forecast.question"))
forecast_view.show()

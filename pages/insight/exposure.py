"""Where most people would be hurt: the weakest stage, and what each activity exposes."""

from governance.ui.headings import heading
from governance.ui.insight import exposure_view
from governance.ui.words import t

heading(t("page.exposure"), t("ins.exposure.question"))
exposure_view.show()

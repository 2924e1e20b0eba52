"""Access: who can sign in, invitations, lost passwords, sessions and locks."""

from governance.ui import access_view
from governance.ui.headings import heading
from governance.ui.words import t

heading(t("page.access"), t("access.page.question"))
access_view.show()

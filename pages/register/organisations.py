"""The organisation: legal entities, departments, posts and who holds them."""

from governance.ui.register.organisation_tree import organisation_tree

organisation_tree()

"""The pages before the screen: sign in, set a password, one's own account, sign out. Plain HTML, no script."""

from governance.ui.signin.routes import SIGN_IN_ROUTES

__all__ = ["SIGN_IN_ROUTES"]

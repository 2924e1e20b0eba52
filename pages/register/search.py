"""Search over everything."""

from governance.ui.register.search_page import search_page

search_page()

"""The board pack as PDF."""

from governance.ui.reports.board_page import show

show()

"""The workbook to fill in, the whole register as a file, and the register by article."""

from governance.ui.register.exports_page import exports_page

exports_page()

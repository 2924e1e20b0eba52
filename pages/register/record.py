"""One record: read it, edit it, see its history."""

from governance.ui.register.record_page import show_record

show_record()

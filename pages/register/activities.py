"""Every processing activity: search, filter, edit many, export."""

from governance.ui.register.activity_list import activity_list

activity_list()

"""Every other kind of record: systems, parties, policies, measures, evidence and more."""

from governance.ui.register.records_list import records_list

records_list()

"""The screen of the reports: ordering one, watching it being made, looking at it and taking it along."""

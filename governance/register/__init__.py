"""The projection of the journal, its commands and views."""

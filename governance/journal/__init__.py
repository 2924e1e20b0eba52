"""The append-only truth."""

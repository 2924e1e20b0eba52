"""The records Recital keeps, one declaration a field."""

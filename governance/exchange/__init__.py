"""Bring registers in and out: one module a format."""

"""A file that cannot be read, before it is known whether it stands alone or in a batch."""

from __future__ import annotations


class FileFault(Exception):
    """Stop reading one file: the code of the sentence and the facts around it."""

    def __init__(self, code: str, **context: str | int | float) -> None:
        self.code = code
        self.context = context
        super().__init__(code)

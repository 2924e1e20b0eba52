"""What somebody may type who means no good, and what must not be found of it where Markdown is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TYPED = (
    "zq![x](http://evil.example/p.png) $x^2$ <img src=x onerror=alert(1)> [j](javascript:alert(1)) :red[hot]"
    " :material/home: :smile: :streamlit: :blue-badge[b] -> **b** `c` ~~s~~ http://evil.example/q \u202eturned\u202c"
    " \u200b\u2066x\u2069 & &lt; \\ {{y}} #h"
)
HOSTILE = TYPED + "W" * 10_000
# Each is read as something else than text where it stands unescaped.
RAW = (
    "![x](", "$x^2$", "<img src", "](javascript", ":red[hot]", ":material/home:", ":smile:", ":streamlit:",
    ":blue-badge[b]", " -> **", "**b**", "`c`", "~~s~~", "http://evil", "\u202e", "\u2066",
)  # fmt: skip
UNESCAPED = {raw: re.compile(r"(?<!\\)" + re.escape(raw)) for raw in RAW}
LONGEST_LABEL = 700
# Fields of elements which the browser reads as Markdown; of these elements all others are values or plain text.
MARKDOWN = (
    "body",
    "label",
    "help",
    "text",
    "title",
    "caption",
    "captions",
    "delta",
    "delta_description",
    "tooltip",
)
PLAIN_ELEMENTS = ("Text", "Code", "Json", "Dataframe", "PlotlyChart", "Empty", "ImageList", "Html")
CHOICES = ("Radio", "ButtonGroup")  # their options are Markdown


def written(proto: Any) -> Iterator[tuple[str, str, str]]:
    """Yield kind of element, field and text for everything of ``proto`` that is read as Markdown or HTML."""
    if "type" in {each.name for each in proto.DESCRIPTOR.oneofs}:  # a container
        kind = proto.WhichOneof("type")
        if kind:
            yield from _fields(kind, getattr(proto, kind))
    elif proto.DESCRIPTOR.name not in PLAIN_ELEMENTS:
        yield from _fields(proto.DESCRIPTOR.name, proto)


def _fields(kind: str, message: Any) -> Iterator[tuple[str, str, str]]:
    for field, value in message.ListFields():
        name = field.name
        if field.type == field.TYPE_STRING and (name in MARKDOWN or (name == "options" and kind in CHOICES)):
            for each in value if field.is_repeated else [value]:
                yield kind, name, each
        elif field.type == field.TYPE_MESSAGE and field.message_type.GetOptions().map_entry is False:
            for each in value if field.is_repeated else [value]:
                yield from _fields(kind, each)

"""What somebody may type who means no good, and what must not be found of it where Markdown is read."""

from __future__ import annotations

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
PLAIN_ELEMENTS = ("text", "code", "json", "arrow_data_frame", "plotly_chart", "empty", "imgs", "pdf")
CHOICES = ("radio", "button_group")  # their options are Markdown


def written(proto: Any) -> Iterator[tuple[str, str, str]]:
    """Yield kind of element, field and text for everything of ``proto`` that is read as Markdown or HTML."""
    kind = proto.WhichOneof("type") if "type" in {each.name for each in proto.DESCRIPTOR.oneofs} else None
    if kind is None or kind in PLAIN_ELEMENTS:
        return
    yield from _fields(kind, getattr(proto, kind))


def _fields(kind: str, message: Any) -> Iterator[tuple[str, str, str]]:
    for field, value in message.ListFields():
        name = field.name
        if field.type == field.TYPE_STRING and (name in MARKDOWN or (name == "options" and kind in CHOICES)):
            for each in value if field.is_repeated else [value]:
                yield kind, name, each
        elif field.type == field.TYPE_MESSAGE and field.message_type.GetOptions().map_entry is False:
            for each in value if field.is_repeated else [value]:
                yield from _fields(kind, each)

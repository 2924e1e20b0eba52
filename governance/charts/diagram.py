"""The flow of a few activities as a Mermaid flowchart: five columns of boxes, text of people made harmless."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from governance.charts.chart import Chart, short
from governance.charts.palette import palette
from governance.insight.flow import COLUMNS, Flow, Node
from governance.language import Language, text

_SHAPES = {
    "source": ("([", "])"),
    "activity": ("[[", "]]"),
    "system": ("[(", ")]"),
    "recipient": ("[", "]"),
    "country": ("{{", "}}"),
}


def flowchart(found: Flow, label: Callable[[Node], str], language: Language, *, dark: bool) -> Chart:
    """Return the flow as Mermaid text; ``label`` gives the words of a place."""
    numbers = {node.key: f"n{at}" for at, node in enumerate(found.nodes)}
    lines = ["flowchart LR"]
    for column in COLUMNS:
        here = [node for node in found.nodes if node.column == column]
        if here:
            lines.append(f'  subgraph {column}["{escaped(text(f"chart.flow.{column}", language))}"]')
            lines += [f"    {_box(numbers[node.key], node, label(node))}" for node in here]
            lines.append("  end")
    lines += [f"  {numbers[link.source]} --> {numbers[link.target]}" for link in found.links]
    lines += _styles(found.nodes, numbers, dark=dark)
    heads = " → ".join(text(f"chart.flow.{column}", language) for column in COLUMNS)
    alt = text("chart.flow.alt", language, places=len(found.nodes), ways=len(found.links), columns=heads)
    return Chart("\n".join(lines), alt, 0, tuple(numbers))


def escaped(words: str) -> str:
    """Return ``words`` so that Mermaid reads them as nothing but text: all but letters, digits and spaces as codes."""
    return "".join(each if each.isalnum() or each == " " else f"#{ord(each)};" for each in words)


def _box(number: str, node: Node, words: str) -> str:
    before, after = _SHAPES[node.column]
    return f'{number}{before}"{escaped(short(words, 40))}"{after}'


def _styles(nodes: Sequence[Node], numbers: dict[str, str], *, dark: bool) -> list[str]:
    colours = palette(dark=dark)
    lines = []
    for at, column in enumerate(COLUMNS):
        here = [numbers[node.key] for node in nodes if node.column == column]
        if here:
            stroke = colours.lines[at]
            lines.append(
                f"  classDef {column} fill:{colours.surface},stroke:{stroke},color:{colours.ink},stroke-width:2px"
            )
            lines.append(f"  class {','.join(here)} {column}")
            lines.append(f"  style {column} fill:transparent,stroke:{colours.line},color:{colours.muted}")
    return lines

"""What one field declares, once, for every place that shows or stores it.

A field is one line: ``retention_amount: Whole = field("Keep for", "保存时长", cites=("GDPR 30(1)(f)",))``.
The type gives column, input and limits; the call gives both labels, the law behind it, the vocabulary, the kind of
record or the rows of the same record it points to, its section and whether a change of it is material.
"""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MaxLen
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.fields import FieldInfo

from governance.language import Language

SHORT_LIMIT = 300
CODE_PATTERN = r"^\S+$"
Short = Annotated[str, StringConstraints(max_length=SHORT_LIMIT)]
Long = Annotated[str, StringConstraints(max_length=32_000)]
Code = Annotated[str, StringConstraints(max_length=80, pattern=CODE_PATTERN)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_\-]+$")]
Count = Annotated[int, Field(ge=0, le=20_000_000_000)]
Json = dict[str, Any]

Shape = Literal["short", "long", "code", "whole", "flag", "date", "codes", "rows", "json", "answers"]


@dataclass(frozen=True, slots=True)
class Spec:
    """Hold what the declaration of a field says beyond its type."""

    en: str
    zh: str
    cites: tuple[str, ...] = ()
    vocabulary: str | None = None
    links: str | tuple[str, ...] | None = None
    within: str | None = None
    section: str = "main"
    material: bool = False
    machine: bool = False
    personal: bool = False
    scale: bool = False
    help_en: str = ""
    help_zh: str = ""

    def label(self, language: Language) -> str:
        """Return the label in ``language``."""
        return self.zh if language == "zh" else self.en

    def help(self, language: Language) -> str:
        """Return the plain sentence that helps to fill the field in, or an empty text."""
        return self.help_zh if language == "zh" else self.help_en

    @property
    def link_kinds(self) -> tuple[str, ...]:
        """Return the kinds of record the field may point to; none for other fields."""
        if self.links is None:
            return ()
        return (self.links,) if isinstance(self.links, str) else self.links


def field(en: str, zh: str, *, required: bool = False, default: Any = None, **spec: Any) -> Any:
    """Declare a model field; ``required`` is pydantic's own, everything else goes to :class:`Spec`."""
    declared = Spec(en, zh, **spec)
    extra = {"spec": declared}
    if required:
        return Field(json_schema_extra=_json_extra(declared), **_carry(extra))
    if callable(default):
        return Field(default_factory=default, json_schema_extra=_json_extra(declared), **_carry(extra))
    return Field(default=default, json_schema_extra=_json_extra(declared), **_carry(extra))


def _carry(extra: dict[str, Spec]) -> dict[str, Any]:
    return {"title": extra["spec"].en, "description": extra["spec"].zh}


def _json_extra(spec: Spec) -> dict[str, Any]:
    return {"x-recital": {name: getattr(spec, name) for name in Spec.__slots__ if getattr(spec, name)}}


class Row(BaseModel):
    """Be the base of every nested row: closed, frozen, and known by a stable ``key``."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    key: Key = field("Key", "行标识", required=True, machine=True)


@dataclass(frozen=True, slots=True)
class Declared:
    """Describe one field of a model: its name, shape, declaration and, for rows, their model."""

    name: str
    shape: Shape
    spec: Spec
    required: bool
    row: type[Row] | None = None
    max_length: int | None = None
    low: int | None = None
    high: int | None = None
    children: tuple[Declared, ...] = ()

    @property
    def many(self) -> bool:
        """Tell whether the field holds a list."""
        return self.shape in ("codes", "rows")


@cache
def declared(model: type[BaseModel]) -> tuple[Declared, ...]:
    """Return the declarations of ``model`` in their order; an unsupported type is refused at import."""
    return tuple(_describe(name, info) for name, info in model.model_fields.items())


def by_name(model: type[BaseModel]) -> dict[str, Declared]:
    """Return the declarations of ``model`` by field name."""
    return {each.name: each for each in declared(model)}


def _describe(name: str, info: FieldInfo) -> Declared:
    spec = _spec(name, info)
    shape, row = _shape(name, info)
    low, high = _bounds(info)
    return Declared(
        name=name,
        shape=shape,
        spec=spec,
        required=info.is_required(),
        row=row,
        max_length=_max_length(info),
        low=low,
        high=high,
        children=declared(row) if row else (),
    )


def _spec(name: str, info: FieldInfo) -> Spec:
    extra = info.json_schema_extra
    if not isinstance(extra, dict) or "x-recital" not in extra:
        raise TypeError(f"field {name} is declared without labels: use field(en, zh, …)")
    return Spec(**typing.cast("dict[str, Any]", extra["x-recital"]))


def _bare(annotation: Any) -> Any:
    """Return the annotation without ``| None`` and without ``Annotated``."""
    if get_origin(annotation) in (Union, types.UnionType):
        (annotation,) = [each for each in get_args(annotation) if each is not type(None)]
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _shape(name: str, info: FieldInfo) -> tuple[Shape, type[Row] | None]:
    annotation = _bare(info.annotation)
    origin = get_origin(annotation)
    if origin is list:
        return _list_shape(name, get_args(annotation)[0])
    if origin is dict:
        return ("json", None) if get_args(annotation)[1] is Any else ("answers", None)
    if annotation is str:
        return _text_shape(info), None
    plain: dict[Any, Shape] = {int: "whole", bool: "flag", date: "date"}
    if annotation not in plain:
        raise TypeError(f"field {name} has the unsupported type {annotation}")
    return plain[annotation], None


def _text_shape(info: FieldInfo) -> Shape:
    if any(getattr(each, "pattern", None) == CODE_PATTERN for each in _constraints(info)):
        return "code"
    return "long" if (_max_length(info) or 0) > SHORT_LIMIT else "short"


def _list_shape(name: str, item: Any) -> tuple[Shape, type[Row] | None]:
    if isinstance(item, type) and issubclass(item, Row):
        return "rows", item
    if item == Code:
        return "codes", None
    raise TypeError(f"field {name} lists the unsupported type {item}")


def _max_length(info: FieldInfo) -> int | None:
    for constraint in _constraints(info):
        if isinstance(constraint, StringConstraints):
            return constraint.max_length
        if isinstance(constraint, MaxLen):
            return constraint.max_length
    return None


def _bounds(info: FieldInfo) -> tuple[int | None, int | None]:
    low = high = None
    for constraint in _constraints(info):
        low = getattr(constraint, "ge", low)
        high = getattr(constraint, "le", high)
        for part in getattr(constraint, "metadata", ()):
            low = getattr(part, "ge", low)
            high = getattr(part, "le", high)
    return low, high


def _constraints(info: FieldInfo) -> list[Any]:
    inner = [each for each in get_args(info.annotation) if get_origin(each) is Annotated]
    return [*info.metadata, *(part for each in inner for part in get_args(each)[1:])]

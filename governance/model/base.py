"""What every kind of record shares."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from governance.model.fields import Code, Json, Long, Row, Short, field

Stated = Literal["none", "unknown"]
Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class KeptText(Row):
    """Hold a text of an import that matched no field or no term, so that nothing is dropped."""

    source: Short | None = field("Source", "来源", machine=True)
    column: Short | None = field("Column", "列", machine=True)
    about: Code | None = field("Field it may belong to", "可能对应的字段", machine=True)
    text: Long = field("Text as written", "原文", required=True, machine=True)


class Origin(Row):
    """Tie a record to a row of an import source, with the values that row last held."""

    source: Code = field("Source", "来源", required=True, machine=True)
    row_key: Long = field("Row of the source", "来源行", required=True, machine=True)
    values: Json = field("Values last imported", "上次导入的值", default=dict, machine=True)


class Record(BaseModel):
    """Be the base of every kind of record: closed, frozen, with a name in one or both languages.

    ``stated`` tells apart, for an empty field, «states there are none» (``none``) from «not known»
    (``unknown``); an empty field without an entry was not filled in. Its keys are field names, or
    ``rows/key/field`` for a field of a nested row.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    material_version: ClassVar[int] = 1

    name: Name = field("Name", "名称", required=True, material=True)
    name_zh: Short | None = field("Name in Chinese", "中文名称")
    stated: dict[str, Stated] = field("Stated answers", "声明情况", default=dict, machine=True)
    kept: list[KeptText] = field("Text kept from imports", "导入保留原文", default=list, machine=True)
    origins: list[Origin] = field("Rows it was imported from", "导入来源行", default=list, machine=True)

"""Data files the insight pages read: weights and crosswalks, each checked when it is read.

A file of the same place in the folder RECITAL_DATA names takes the place of the packaged one.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from governance import vocabulary
from governance.errors import BadData

PACKAGED = Path(__file__).resolve().parent.parent.parent / "data"
Shape = TypeVar("Shape", bound=BaseModel)
Fact = Literal["policy", "measure", "evidence", "accountable"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sensitivity(_Strict):
    """Say how many times a person counts, whose ordinary or sensitive data is processed, and why."""

    ordinary: int
    sensitive: int
    en: str
    zh: str


class Dimension(_Strict):
    """Name a capability dimension of a maturity model and the fact of a cell that speaks for it, if one does."""

    code: str
    en: str
    zh: str
    fact: Fact | None = None
    verified: bool


class Area(_Strict):
    """Name a process area, the stage it is read at and the measures of the library that belong to it."""

    code: str
    clause: str
    en: str
    zh: str
    stage: str
    measures: tuple[str, ...]
    verified: bool


class Crosswalk(_Strict):
    """Hold a standard read from cells: where it comes from, its dimensions and process areas."""

    en: str
    zh: str
    source: str
    dimensions: tuple[Dimension, ...]
    areas: tuple[Area, ...]


@cache
def sensitivity() -> Sensitivity:
    """Return the weights of sensitive and ordinary data; raises BadData naming the file when it cannot stand."""
    return _checked(Sensitivity, "insight/weights.toml", lambda found: found["sensitivity"])


@cache
def dsmm() -> Crosswalk:
    """Return the crosswalk to GB/T 37988; raises BadData when it names a stage or measure that is not there."""
    found = _checked(Crosswalk, "crosswalk/dsmm.toml", _crosswalk)
    stages = {term.code for term in vocabulary.terms("stage")}
    measures = {term.code for term in vocabulary.terms("measures")}
    for area in found.areas:
        unknown = [each for each in (area.stage, *area.measures) if each not in stages | measures]
        if unknown:
            raise BadData("table_bad", file="crosswalk/dsmm.toml", place=area.code, reason=", ".join(unknown))
    return found


def _crosswalk(found: dict[str, Any]) -> dict[str, Any]:
    kept = {name: found[name] for name in ("en", "zh", "source")}
    return kept | {"dimensions": found["dimension"], "areas": found["area"]}


def _checked(shape: type[Shape], name: str, pick: Callable[[dict[str, Any]], Any]) -> Shape:
    try:
        return shape.model_validate(pick(tomllib.loads(_file(name).read_text("utf-8"))))
    except (tomllib.TOMLDecodeError, KeyError) as fault:
        raise BadData("table_bad", file=name, place="", reason=str(fault)) from fault
    except ValidationError as fault:
        place = ".".join(map(str, fault.errors(include_url=False)[0]["loc"]))
        raise BadData("table_bad", file=name, place=place, reason=fault.errors()[0]["msg"]) from fault


def _file(name: str) -> Path:
    overlay = Path(os.environ.get("RECITAL_DATA", "")) / name
    return overlay if os.environ.get("RECITAL_DATA") and overlay.exists() else PACKAGED / name

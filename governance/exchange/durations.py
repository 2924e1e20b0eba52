"""Read how long data are kept: amount, unit and the event it is counted from; the rest stays text, not computable."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Unit = Literal["hour", "day", "week", "month", "year"]
Code = Literal[
    "sure", "assumed", "minimum", "maximum", "several", "event", "no_limit", "not_understood", "empty"
]

UNITS: tuple[tuple[Unit, str], ...] = (
    (
        "hour",
        r"hours?|hrs?|h|stunden?|std|heures?|horas?|or[ae]|uren|uur|timer?|timmar|godzin\w*|个?小时|小時",
    ),
    (
        "day",
        r"days?|d|tag(?:en?)?|werktage?n?|jours?|d[ií]as?|giorn[oi]|dagen|dage?|dagar|dni|dzień|个?工作日|天|日",
    ),
    (
        "week",
        r"weeks?|wks?|wochen?|semaines?|semanas?|settiman[ae]|weken|uger?|veckor|vecka|tygodni\w*|个?星期|周|週",
    ),
    (
        "month",
        r"months?|mths?|mos?|monate?n?|mois|mes(?:es)?|mes[ei]|maand(?:en)?|måneder|måned|månader|månad|miesi[aą]c\w*|m|个月|個月|月",
    ),
    (
        "year",
        r"years?|yrs?|y|jahre?n?|j|ans?|ann[ée]es?|años?|ann[oi]|anos?|jaar|jaren|år|vuotta|lat|lata|rok|let|roky|年",
    ),
)
NUMBER_WORDS = {
    "half": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "ein": 1, "eine": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dix": 10,
    "dos": 2, "tres": 3, "cinco": 5, "diez": 10, "due": 2, "tre": 3, "cinque": 5, "dieci": 10, "twee": 2, "drie": 3, "vijf": 5,
    "zeven": 7, "tien": 10, "半": 0.5, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    "十二": 12, "十五": 15, "二十": 20, "三十": 30,
}  # fmt: skip
_UNIT = "|".join(rf"(?P<{unit}>{words})" for unit, words in UNITS)
_WORDED = "|".join(sorted((w for w in NUMBER_WORDS if w < "\u3000"), key=len, reverse=True))
_HAN = "|".join(sorted((w for w in NUMBER_WORDS if w > "\u3000"), key=len, reverse=True))
_BRACKET = r"(?:\([^()]{1,12}\)\s*)?"  # the number again in words or digits
_PART = re.compile(
    rf"(?<![^\W\u4e00-\u9fff])(?<!\d[.,])(?P<number>\d{{1,4}}(?:[.,]\d+)?(?=[\s-]*\D)|(?:{_HAN})|(?:{_WORDED})(?=[\s-]))"
    rf"[\s-]*{_BRACKET}(?:{_UNIT})(?![A-Za-zÀ-ž])\.?",
    re.IGNORECASE,
)
_ISO = re.compile(r"P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?)?", re.IGNORECASE)
_LOOSE_ISO = re.compile(r"PT?(\d+)([YMWDH])", re.IGNORECASE)
_LETTERS: dict[str, Unit] = {"Y": "year", "M": "month", "W": "week", "D": "day", "H": "hour"}
_LINK = re.compile(r"\s*(?:,|and|und|et|y|e|en|og|och|i|又|零|&|\+)?\s*", re.IGNORECASE)
_RANGE = re.compile(r"\d\s*(?:[-–—~～至到]|to|bis|à|tot|til)\s*\d", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:if|unless|or|when(?:ever)? required|depending|except|longer|shorter|otherwise|where required|wenn|falls|sofern|oder|außer|"
    r"soweit|si|sauf|ou|selon|salvo|tenzij|indien|hvis|eller|medmindre)\b|如果|若|或|除非|视|另有|孰",
    re.IGNORECASE,
)
_DUTCH_OR = re.compile(r"\b(?:jaar|jaren|maand(?:en)?|weken|dagen|uur)\b.*\bof\b", re.IGNORECASE)
_CITATION = re.compile(
    r"(?:§+|\b(?:art(?:\.|icle|ikel|ículo)?|section|sec\.|abs\.?|n[or]\.)|第)\s*\d+\w*(?:[ (.]+\d+\)?)*(?:\s*[条款项])?",
    re.IGNORECASE,
)
_MINIMUM = re.compile(
    r"\b(?:at least|minimum|min\.?|no less than|mindestens|au moins|au minimum|al menos|almeno|ten minste|minst)\b|至少|不少于|不低于|以上",
    re.IGNORECASE,
)
_MAXIMUM = re.compile(
    r"\b(?:up to|at most|maximum|max\.?|no more than|no longer than|within|höchstens|maximal|au plus|maximum de|como máximo|al massimo|maximaal|højst)\b|最长|不超过|最多|以内|以下",
    re.IGNORECASE,
)
_NO_LIMIT = re.compile(
    r"\b(?:permanent(?:ly)?|indefinite(?:ly)?|forever|unlimited|dauerhaft|unbegrenzt|illimitée?|permanente|onbeperkt)\b|永久|长期|无限期",
    re.IGNORECASE,
)
STARTS: tuple[tuple[str, str], ...] = (
    ("employment_end", r"employment|leav(?:ing|es?|er)|end of service|beschäftigung|arbeitsverh|dienstverh|ausscheiden|contrat de travail|d[ée]part du|relation de travail|dienstverband|fratræd|离职|劳动合同|劳动关系|解除劳动"),
    ("contract_end", r"contract|vertrag|contrat|contrato|contratto|overeenkomst|kontrakt|umow|合同|协议"),
    ("account_closure", r"account|konto|\bcompte\b|cuenta|注销|账户|账号|帐号"),
    ("financial_year_end", r"(?:financial|fiscal|business|accounting) year|geschäftsjahr|exercice|boekjaar|regnskabsår|会计年度|财政年度"),
    ("relationship_end", r"(?:customer|business|client) relation|geschäftsbeziehung|relation commerciale|业务关系"),
    ("last_activity", r"last (?:contact|activity|login|use|visit|purchase|interaction)|inactiv|letzte[rnm]? (?:kontakt|aktivität)|dernier(?:e)? (?:contact|activité)|laatste contact|最后一次|最近一次|最近登录"),
    ("purpose_met", r"purpose|zweck|finalité|目的"),
    ("collection", r"collect|record(?:ing|ed)|creation|receipt|erhebung|aufzeichnung|aufnahme|collecte|enregistrement|verzameling|收集|采集|录制|创建"),
)  # fmt: skip
_EVENT = re.compile(
    r"(?:\b(?:until|till|after|following|from|since|upon|once|as long as|counted from|nach|ab|bis|seit|solange|à compter d[eu’']|après|"
    r"à partir d[eu]|jusqu['’à]+|depuis|dès|después de|hasta|desde|a partir de|dopo|fino a|na|tot|vanaf|efter|fra|indtil|från|po)\b|自|至|从|到)\s*(?P<event>.+)",
    re.IGNORECASE | re.DOTALL,
)
_CHINESE_EVENT = re.compile(r"(?P<event>[\u4e00-\u9fff]{2,20}?)(?:之日起|之后|后|起|时|为止|期间)")
_END = re.compile(
    r"\b(?:end|expiry|termination|ende|beendigung|ablauf|fin|einde|ophør|fine)\b|终止|到期|届满|结束|解除",
    re.IGNORECASE,
)
_NECESSARY = re.compile(
    r"as long as (?:is )?(?:necessary|needed|required)|no longer (?:needed|required|necessary)", re.IGNORECASE
)
LONGEST, SHORT = 400, 80
MOST_YEARS = 200


@dataclass(frozen=True, slots=True)
class Duration:
    """Hold how long: ``amount`` of ``unit`` counted from ``start`` (a code of the vocabulary retention_start).

    ``text`` is the whole text as found and ``event`` the words of the start; ``computable`` says that an end can be worked out
    once the start is known. ``code`` says why not, or how surely.
    """

    amount: float | int | None
    unit: Unit | None
    start: str | None
    text: str
    computable: bool
    code: Code = "sure"
    event: str = ""


def duration(value: object, unit_hint: Unit | None = None) -> Duration:
    """Read a retention period; several periods, conditions and mere events are kept as text and not computable."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _bare(value, str(value), unit_hint)
    text = value.strip() if isinstance(value, str) else ""
    if not text:
        return Duration(None, None, None, "", computable=False, code="empty")
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if re.fullmatch(r"\d+(?:[.,]\d+)?", plain):
        return _bare(float(plain.replace(",", ".")), text, unit_hint)
    return _iso(plain, text) or _words(plain, text)


def _bare(number: float, text: str, unit: Unit | None) -> Duration:
    """Read a number alone: it needs the unit of its column."""
    usable = unit is not None and 0 < number < 10_000
    return Duration(
        _whole(number) if usable else None,
        unit if usable else None,
        None,
        text,
        usable,
        "assumed" if usable else "not_understood",
    )


def _iso(plain: str, text: str) -> Duration | None:
    strict = _ISO.fullmatch(plain)
    if strict and any(strict.groups()):
        years, months, weeks, days, hours = (int(part) if part else 0 for part in strict.groups())
        parts: list[tuple[float, Unit]] = [
            (years, "year"),
            (months, "month"),
            (weeks, "week"),
            (days, "day"),
            (hours, "hour"),
        ]
        return _sum([part for part in parts if part[0]], text, None, "", "sure")
    if loose := _LOOSE_ISO.fullmatch(plain):
        return Duration(int(loose.group(1)), _LETTERS[loose.group(2).upper()], None, text, True, "assumed")
    return None


def _words(plain: str, text: str) -> Duration:
    if len(plain) > LONGEST:
        return Duration(None, None, None, text, False, "not_understood")
    found = list(_PART.finditer(plain))
    rest = _CITATION.sub(" ", _PART.sub(" ", plain))
    start, event = _start(rest)
    if not found:
        code: Code = (
            "no_limit" if _NO_LIMIT.search(plain) else "event" if start or event else "not_understood"
        )
        return Duration(None, None, start, text, False, code, event)
    parts = [_part(match) for match in found]
    apart = len(set(parts)) > 1 and not _joined(plain, found)
    doubtful = _RANGE.search(plain) or re.search(r"\d", rest) or _DUTCH_OR.search(plain)
    if apart or doubtful or _CONDITION.search(rest):
        return Duration(None, None, start, text, False, "several", event)
    if _MINIMUM.search(rest):
        whole = _sum(list(dict.fromkeys(parts)), text, start, event, "minimum")
        return Duration(whole.amount, whole.unit, start, text, False, "minimum", event)
    return _sum(
        list(dict.fromkeys(parts)), text, start, event, "maximum" if _MAXIMUM.search(rest) else "sure"
    )


def _part(match: re.Match[str]) -> tuple[float, Unit]:
    number = match.group("number").casefold()
    unit = next(unit for unit, _ in UNITS if match.group(unit))
    amount = NUMBER_WORDS[number] if number in NUMBER_WORDS else float(number.replace(",", "."))
    return amount, unit


def _joined(plain: str, found: list[re.Match[str]]) -> bool:
    """Say whether the parts follow each other as one period: one year and six months."""
    units = [_part(match)[1] for match in found]
    falling = [unit for unit, _ in reversed(UNITS) if unit in units] == units
    gaps = [plain[a.end() : b.start()] for a, b in pairwise(found)]
    return falling and all(_LINK.fullmatch(gap) for gap in gaps)


def _sum(parts: list[tuple[float, Unit]], text: str, start: str | None, event: str, code: Code) -> Duration:
    """Add years and months, or weeks, days and hours; a mixture has no common unit and is kept as text."""
    total: dict[str, float] = {}
    for amount, unit in parts:
        total[unit] = total.get(unit, 0) + amount
    units = set(total)
    if units == {"year", "month"} or (units == {"year"} and total["year"] % 1):
        return _made(total["year"] * 12 + total.get("month", 0), "month", text, start, event, code)
    if units == {"week", "day"}:
        return _made(total["week"] * 7 + total["day"], "day", text, start, event, code)
    if len(units) != 1:
        return Duration(None, None, start, text, False, "several" if units else "not_understood", event)
    unit = parts[0][1]
    return _made(total[unit], unit, text, start, event, code)


def _made(amount: float, unit: Unit, text: str, start: str | None, event: str, code: Code) -> Duration:
    if amount <= 0 or amount % 1 or (unit == "year" and amount > MOST_YEARS):
        return Duration(None, None, start, text, False, "not_understood", event)
    return Duration(_whole(amount), unit, start, text, True, code, event)


def _start(rest: str) -> tuple[str | None, str]:
    """Find the words of the start event, and its code where they are plain."""
    necessary = _NECESSARY.search(rest)
    if necessary:
        return "purpose_met", necessary.group()
    found = _EVENT.search(rest) or _CHINESE_EVENT.search(rest)
    if not found:
        ended = len(rest) <= SHORT and _END.search(rest) and _code(rest)
        return (_code(rest), rest.strip()) if ended else (None, "")
    event = found.group("event").strip(" .;,，。")
    return _code(event), event


def _code(event: str) -> str | None:
    return next((code for code, words in STARTS if re.search(words, event, re.IGNORECASE)), None)


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else number

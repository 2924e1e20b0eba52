"""Words that give away what a sheet, a column or a row is, in the languages registers are written in.

They are signs, never proof: each is weighed together with the shape of the cells.
"""

from __future__ import annotations

import re


def any_of(*words: str) -> re.Pattern[str]:
    """Match any of the words as whole words; Chinese words stand anywhere."""
    plain = [w for w in words if w.isascii() or not re.search("[\u4e00-\u9fff]", w)]
    chinese = [w for w in words if w not in plain]
    parts = [rf"(?<![^\W\d_])(?:{'|'.join(plain)})(?![^\W\d_])"] if plain else []
    return re.compile("|".join([*parts, *chinese]), re.IGNORECASE)


SHEET_EXAMPLE = any_of(
    "examples?", "sample", "exemples?", "beispiele?", "ejemplos?", "esempi[oi]?", "voorbeeld(?:en)?", "eksempel",
    "exempel", "przyk[lł]ad", "示例", "样例", "范例", "示范",
)  # fmt: skip
SHEET_BLANK = any_of(
    "templates?", "blank", "empty", "mod[eè]les?", "vierge", "vorlage", "muster", "leer", "plantilla", "modello",
    "sjabloon", "skabelon", "mall", "wz[oó]r", "模板", "空白", "样表",
)  # fmt: skip
SHEET_LIST = any_of(
    "lists?", "listes?", "listen", "look-?ups?", "drop-?downs?", "codes?", "values?", "choices", "stammdaten",
    "auswahl(?:listen?)?", "werte", "listas?", "elenc[oh]i?", "lijst(?:en)?", "options", "下拉", "字典", "枚举", "选项", "代码表",
)  # fmt: skip
SHEET_COVER = any_of(
    "cover", "overview", "guidance", "instructions?", "read ?me", "intro(?:duction)?", "about", "notes?", "help",
    "anleitung", "hinweise?", "deckblatt", "erl[aä]uterung(?:en)?", "couverture", "sommaire", "mode d.emploi", "notice",
    "instrucciones", "istruzioni", "toelichting", "vejledning", "contents", "inhalt", "封面", "说明", "填写指南", "目录",
)  # fmt: skip
SHEET_CHANGES = any_of(
    "amend(?:ed|ments?)?", "change(?:s|d| ?log)?", "versions?", "revisions?", "history", "release notes?",
    "[aä]nderung(?:en|shistorie)?", "modifications?", "historique", "cambios", "modifiche", "wijzigingen", "[aæ]ndringer",
    "修订", "变更", "版本", "更新记录",
)  # fmt: skip
HEADER_CODE = any_of(
    "code", "identifier", "id", "key", "fides_key", "value", "term", "kode", "schl[uü]ssel", "kürzel", "cl[eé]", "c[oó]digo",
    "codice", "代码", "编码", "键", "值",
)  # fmt: skip
HEADER_CAPTION = any_of(
    "label", "caption", "name", "title", "text", "description", "definition", "meaning", "bezeichnung", "beschreibung",
    "libell[eé]", "nom", "descripci[oó]n", "descrizione", "omschrijving", "navn", "betegnelse", "名称", "标签", "描述", "含义",
)  # fmt: skip
HEADER_MEANING = any_of(
    "definitions?", "meaning", "explanation", "bedeutung", "erkl[aä]rung", "d[eé]finition", "signification", "definici[oó]n",
    "definizione", "betekenis", "定义", "含义", "释义",
)  # fmt: skip
HEADER_FIELD = any_of(
    "field(?: ?name)?", "column", "attribute", "element", "property", "feld(?:name)?", "spalte", "champ", "colonne", "campo",
    "veld", "字段", "字段名", "列名", "属性",
)  # fmt: skip
HEADER_RULE = any_of(
    "(?:technical )?requirements?", "data ?type", "type", "format", "mandatory", "required", "optional", "definition",
    "description", "guidance", "allowed values?", "cardinality", "recomm?(?:en)?ded", "datentyp", "pflicht(?:feld)?", "obligatoire",
    "d[eé]finition", "类型", "必填", "格式", "说明", "定义", "取值",
)  # fmt: skip
TYPE_WORD = re.compile(
    r"\W*(?:free ?text|text(?: field)?|string|str|varchar.*|integer|int|number|numeric|float|decimal|bool(?:ean)?|date(?: ?time)?|"
    r"url|uri|e-?mail|enum|list|drop-?down.*|select\b.{0,60}|choose\b.{0,60}|yes ?/ ?no|y/n|freitext|datum|zahl|auswahl|ja ?/ ?nein|"
    r"texte(?: libre)?|liste(?: d[eé]roulante)?|oui ?/ ?non|texto|fecha|si ?/ ?no|文本|文字|日期|数字|下拉.{0,6}|单选|多选|是/否|"
    r"free ?text\b.{0,80})\W*",
    re.IGNORECASE,
)
REQUIRED_WORD = re.compile(
    r"\W*(?:mandatory|required|optional|recommended|pflicht(?:feld|angabe)?|optional|freiwillig|obligatoire|facultatif|"
    r"obligatorio|opcional|verplicht|必填|选填|必填项|选填项|可选)\W*",
    re.IGNORECASE,
)
GUIDANCE = re.compile(
    r"\W*(?:please|select|choose|enter|insert|describe|indicate|list|state|use|fill in|provide|specify|e\.? ?g\.?|for example|"
    r"bitte|z\. ?B\.|hier|angabe|eintragen|beschreib\w+|indiquer|pr[eé]ciser|saisir|choisir|d[eé]crire|ex ?:|p\. ?ex\.|"
    r"indicar|describir|indicare|descrivere|vul |beschrijf|请填写|请选择|请|填写|例如|如：|如:|选择)",
    re.IGNORECASE,
)
TERM = re.compile(r"[A-Za-z][\w-]{0,15}:\s?[A-Za-z_][\w./-]*(?:\s?[,;|/]\s?[A-Za-z][\w-]*:\s?[\w./-]+)*")
LINK = re.compile(r"https?://\S+", re.IGNORECASE)
TECHNICAL_NAME = re.compile(
    r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]+)+|[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+"
)
COLUMN_LETTER = re.compile(
    r"(?:(?:column|col\.?|spalte|colonne|columna|kolom|kolonne|列)\s*)?\(?[A-Za-z]{1,2}\)?", re.IGNORECASE
)
COLUMN_NUMBER = re.compile(
    r"(?:(?:column|col\.?|spalte|colonne|nr\.?|no\.?|列)\s*)?[(\[]?\d{1,2}[)\].]?", re.IGNORECASE
)
EXAMPLE = re.compile(
    r"[\W_]*(?:examples?|e\.g\.|sample|beispiel|muster|exemple|ejemplo|esempio|exemplo|voorbeeld|eksempel|exempel|przyk[lł]ad|"
    r"示例|样例|范例|例子|例)(?:\s*[\d#]*\s*[:：\-–—.)\]）】].*|[\W\d_]*)",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
TOTAL = re.compile(
    r"\W*(?:(?:grand |sub)?total|sum(?:me)?|gesamt|insgesamt|somme|totale|suma|合计|总计|小计)\W*\d*\W*",
    re.IGNORECASE,
)
ENVELOPE = re.compile(
    r"(?:records?|items?|data|results?|rows|entries|list|activities|processing_?activities|processings?|treatments?|traitements|"
    r"verarbeitungen|verarbeitungstaetigkeiten|registers?|registre|ropa|vendors|systems|datasets|content|value|values|objects|"
    r"活动|处理活动|记录|数据)",
    re.IGNORECASE,
)
METADATA = re.compile(
    r"(?:\$?schema|version|count|total|size|page|pages|next|previous|limit|offset|generated.*|exported.*|created.*|updated.*|"
    r"date|timestamp|lang(?:uage)?|organi[sz]ation|controller|publisher|source|licen[cs]e|status|success|message|title|description|"
    r"meta(?:data)?|links?|@.*|_.*)",
    re.IGNORECASE,
)

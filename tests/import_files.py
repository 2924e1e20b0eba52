"""Registers in the shapes real ones come in, written by the tests that import them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

GERMAN = (
    "Lfd. Nr.", "Bezeichnung der Verarbeitungstätigkeit", "Verantwortliche Abteilung", "Zwecke der Verarbeitung",
    "Rechtsgrundlage", "Kategorien betroffener Personen", "Kategorien personenbezogener Daten", "Kategorien von Empfängern",
    "Übermittlung in Drittländer", "Geeignete Garantien", "Fristen für die Löschung", "Technisch-organisatorische Maßnahmen",
    "Startdatum", "Bemerkung",
)  # fmt: skip
GERMAN_ROWS = (
    ("1", "Personalverwaltung", "Personal", "Begründung und Durchführung des Arbeitsverhältnisses",
     "Art. 6 Abs. 1 lit. b und c DSGVO", "Beschäftigte", "Kontaktdaten; Bankverbindung; Sozialversicherungsdaten",
     "Finanzbehörden; Sozialversicherungsträger", "keine", "entfällt", "10 Jahre nach Ende des Beschäftigungsverhältnisses",
     "Siehe TOM-Liste", "13.05.2019", "Stand geprüft"),
    ("2", "Newsletter", "Marketing", "Werbung per E-Mail", "Einwilligung", "Kunden; Interessenten", "E-Mail-Adresse",
     "Versanddienstleister", "USA", "Standardvertragsklauseln", "bis auf Widerruf", "Siehe TOM-Liste", "01.02.2020", None),
    ("3", "Videoüberwachung", "Sicherheit", "Schutz des Eigentums", "Art. 6 Abs. 1 lit. f DSGVO", "Besucher",
     "Videoaufnahmen", "unbekannt", "nein", None, "72 Stunden", "Siehe TOM-Liste", "31.02.2021", "Muster AG prüfen"),
)  # fmt: skip
FRENCH = (
    "Nom du traitement", "N° / RÉF", "Date de création du traitement", "Finalité principale", "Sous-finalité 1",
    "Catégories de personnes concernées", "Catégories de données personnelles concernées", "Durée de conservation",
    "Destinataire 1", "Destinataire 2", "Pays", "Type de Garanties", "Mesure de sécurité 1", "Base légale",
)  # fmt: skip
FRENCH_FORMS = (
    ("Gestion de la paie", "T-01", "02/03/2020", "Établir les bulletins de paie", "Déclarations sociales", "Salariés",
     "État civil\nDonnées bancaires", "5 ans à compter du versement de la paie", "URSSAF", "Cabinet comptable", None, None,
     "Contrôle d'accès", "Obligation légale"),
    ("Vidéoprotection", "T-02", "15/06/2021", "Sécurité des locaux", None, "Visiteurs", "Images", "1 mois", "Police", None,
     "États-Unis", "Clauses contractuelles types", "Chiffrement", "Intérêt légitime"),
)  # fmt: skip
CHINESE = (
    "序号", "处理活动名称", "所属部门", "处理目的", "合法性基础", "个人信息主体类别", "个人信息种类", "数据来源", "接收方名称",
    "是否出境", "保存期限（年）", "删除方式", "安全措施", "涉及人数", "是否自动化决策", "填报备注",
)  # fmt: skip
CHINESE_ROWS = (
    ("1", "员工招聘", "人力资源部", "招聘与录用", "第十三条第一款第（二）项", "求职者", "姓名；联系方式；身份证件号码", "本人提供", "背景调查公司",
     "否", "2", "匿名化", "访问控制、加密存储", "1200", "否", "张三填报"),
    ("2", "会员营销", "市场部", "营销推广", "取得个人同意", "会员", "手机号码；消费记录", "个人直接提供", "无", "是", "3", "物理销毁", "加密传输",
     "5万人", "是", ""),
    ("3", "门禁管理", "行政部", "出入管理", "未知", "员工；访客", "人脸信息", "本人提供", "不涉及", "否", "长期", "覆写", "日志审计", "800", "否", ""),
)  # fmt: skip
ICO = (
    "Business function", "Purpose of processing", "Name and contact details of joint controller (if applicable)",
    "Categories of individuals", "Categories of personal data", "Categories of recipients", "Link to contract with processor",
    "Names of third countries or international organisations that personal data are transferred to (if applicable)",
    "Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)",
    "Retention schedule (if possible)",
    "General description of technical and organisational security measures (if possible)",
    "Article 6 lawful basis for processing personal data", "Article 9 condition for processing special category data",
)  # fmt: skip
ICO_ROWS = (
    ("Finance", "Payroll", "N/A", "Employees", "Contact details\nBank details", "HMRC", "https://example.org/c", "N/A", "N/A",
     "6 years post-employment", "encrypted storage", "Article 6(1)(b) - contract", "N/A"),
    ("HR", "Sickness records", "N/A", "Employees", "Health information", "Occupational health", None, "N/A", None,
     "Not sure", "restricted access", "Article 6(1)(c)", "Article 9(2)(b)"),
    ("Sales", "Direct marketing", None, "Customers", "Contact details", "Mailing house", None, "United States", "SCCs",
     "2 years after last purchase", "encrypted storage", "Consent", None),
)  # fmt: skip


def text(
    path: Path, header: Sequence[str], rows: Sequence[Sequence[Any]], *, delimiter: str, encoding: str
) -> Path:
    """Write a delimited file."""
    held = io.StringIO()
    writer = csv.writer(held, delimiter=delimiter)
    writer.writerows([header, *[["" if cell is None else cell for cell in row] for row in rows]])
    path.write_bytes(held.getvalue().encode(encoding))
    return path


def sheets(path: Path, content: dict[str, Sequence[Sequence[Any]]], first_row: int = 0) -> Path:
    """Write a workbook of plain sheets, each from ``first_row`` down."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    for name, rows in content.items():
        sheet = book.add_worksheet(name)
        for position, row in enumerate(rows, start=first_row):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(position, column, cell)
    book.close()
    return path


def ico(path: Path) -> Path:
    """Write a register whose header stands in row 9, under a contact block."""
    block = [
        ["Controller"],
        ["Name", "Alba Ltd"],
        ["Address", "1 High Street"],
        ["Email", "dpo@example.org"],
        [],
        [],
        [],
        [],
    ]
    return sheets(
        path, {"Cover": [["This register is kept under Article 30."]], "Template": [*block, ICO, *ICO_ROWS]}
    )


def forms(path: Path) -> Path:
    """Write a workbook with one form sheet an activity: labels in one column, answers beside them."""
    content: dict[str, Sequence[Sequence[Any]]] = {
        f"Traitement {number}": [[label, answer] for label, answer in zip(FRENCH, answers, strict=True)]
        for number, answers in enumerate(FRENCH_FORMS, start=1)
    }
    blank = [[label, None] for label in FRENCH]
    return sheets(path, {**content, "Modèle": blank})


def nested(path: Path) -> Path:
    """Write the export of a tool that keeps purposes, data and recipients as lists of each processing."""
    processings = [
        {
            "id": "7f0c", "name": "Recruitment", "description": "Hiring of staff", "department": "HR",
            "purposes": [
                {"id": "p1", "name": "Select candidates", "legal_basis": "Contract", "article_9_condition": None},
                {"id": "p2", "name": "Defend claims", "legal_basis": "Legitimate interests"},
            ],
            "personal_data": [
                {"id": "d1", "name": "CV", "category": "CV", "retention": "6 months", "deletion_policy": "shredding by hand"},
                {"id": "d2", "name": "Interview notes", "category": "Contact details", "retention": "P1Y"},
            ],
            "data_recipients": [{"id": "r1", "name": "Agency Ltd", "category": "Processor"}],
            "labels": ["hr", "core"], "status": "active",
        },
        {
            "id": "8a1d", "name": "Recruitment", "description": "Hiring of temporary staff", "department": "Plant",
            "purposes": [{"id": "p9", "name": "Select candidates", "legal_basis": "unclear wording"}],
            "personal_data": [], "data_recipients": [], "labels": [], "status": "draft",
        },
        {
            "id": "9b2e", "name": "Visitors", "description": "Guest list", "department": "HR",
            "purposes": [{"id": "p5", "name": "Safety", "legal_basis": "6(1)(f)"}],
            "personal_data": [{"id": "d7", "name": "Names", "category": "Name", "retention": "until end of contract"}],
            "data_recipients": [{"id": "r8", "name": "none", "category": None}], "labels": ["site"], "status": "active",
        },
    ]  # fmt: skip
    path.write_text(json.dumps({"processings": processings}), "utf-8")
    return path


def declarations(path: Path) -> Path:
    """Write systems with privacy declarations, as privacy-as-code tools keep them."""
    systems = [
        {
            "fides_key": "shop", "name": "Web shop", "description": "Sells things", "administrating_department": "Sales",
            "privacy_declarations": [
                {"name": "orders", "data_use": "Fulfil orders", "data_categories": ["Contact details", "user.odd.key"],
                 "data_subjects": ["Customers"], "legal_basis_for_processing": "Contract", "retention_period": "10 years"},
                {"name": "ads", "data_use": "Advertising", "data_categories": ["Email address"], "data_subjects": ["Customers"],
                 "legal_basis_for_processing": "Consent"},
            ],
            "egress": [{"fides_key": "mailer", "type": "system"}],
        },
        {
            "fides_key": "crm", "name": "CRM", "description": "Keeps contacts", "administrating_department": "Sales",
            "privacy_declarations": [
                {"name": "contacts", "data_use": "Customer care", "data_categories": ["Contact details"], "data_subjects": ["Customers"],
                 "legal_basis_for_processing": "Legitimate interests", "retention_period": "3 years"}
            ],
            "egress": [],
        },
    ]  # fmt: skip
    path.write_text(json.dumps({"system": systems}), "utf-8")
    return path


def related(path: Path) -> Path:
    """Write one register spread over sheets that are tied by a reference number."""
    return sheets(
        path,
        {
            "Processing": [
                ["Ref", "Processing activity", "Department", "Description"],
                ["A-1", "Payroll", "Finance", "Pay"], ["A-2", "Support", "Service", "Tickets"], ["A-3", "Fleet", "Plant", "Cars"],
            ],
            "Purposes": [
                ["Processing ref", "Purpose", "Legal basis"],
                ["A-1", "Pay wages", "Contract"], ["A-1", "Report taxes", "Legal obligation"], ["A-2", "Answer", "Consent"],
                ["A-3", "Track cars", "Legitimate interests"],
            ],
            "Recipients": [
                ["Activity no", "Recipient", "Type of recipient"],
                ["A-1", "Tax office", "Tax authorities"], ["A-2", "Helpdesk Ltd", "IT provider"], ["A-3", "Garage", "Somebody"],
            ],
        },
    )  # fmt: skip

"""Reading of workbooks: headers, sections, forms, lists and broken files as people really send them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from governance.errors import UnreadableFile
from governance.exchange.reading import Choice, Options, Reading, Table, read

Sheet = Sequence[Sequence[object]]
NOON = datetime(2021, 5, 4, 12, 30)  # noqa: DTZ001  a cell of a workbook has no time zone
RECORD = ["Payroll", "Pay staff", "Employees", "Tax office", "10 years", "Encryption"]


def write(
    path: Path, sheets: dict[str, Sheet], merged: dict[str, list[tuple[int, int, int, int]]] | None = None
) -> Path:
    """Write sheets of plain rows; ``merged`` lists spans as first row, first column, last row, last column."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell is not None:
                    sheet.write(r, c, cell)
        for top, left, bottom, right in (merged or {}).get(name, []):
            sheet.merge_range(top, left, bottom, right, rows[top][left])
    book.close()
    return path


def kinds(reading: Reading) -> dict[str, tuple[str, str]]:
    """Map each sheet to its kind and reason."""
    return {table.sheet: (table.kind, table.reason) for table in reading.tables}


def only(reading: Reading) -> Table:
    """Return the one table that holds records."""
    (table,) = reading.records
    return table


def reasons(table: Table) -> list[str]:
    """List why rows were put aside, in order."""
    return [skipped.reason for skipped in table.skipped]


def test_contact_block_and_column_letters_stand_above_the_header(tmp_path: Path) -> None:
    """A header in row 9 is found below a contact block and a row of column letters."""
    headers = [f"Field number {n}" for n in range(1, 31)]
    headers[1], headers[3], headers[20] = (
        "Purpose of processing",
        "Categories of individuals",
        "Link to record of consent",
    )
    rows: list[Sequence[object]] = [
        ["Controller", None, "Data protection officer"],
        ["Name", "Northwind Council", "Name", "A. Person"],
        ["Address", "1 High Street", "Address", "2 High Street"],
        ["Email", "info@northwind.example", "Email", "dpo@northwind.example"],
        ["Telephone", "0123", "Telephone", "0456"],
        [],
        [],
        [f"COLUMN {letter}" for letter in "ABCDEFGHI"],
        headers,
        *[[f"Value {r} {c}" for c in range(30)] for r in range(5)],
    ]
    table = only(read(write(tmp_path / "ico.xlsx", {"Template": rows})))
    assert table.header_row == 9
    assert table.headers[1] == "Purpose of processing"
    assert [row.number for row in table.rows] == [10, 11, 12, 13, 14]
    assert "Name | Northwind Council | Name | A. Person" in [skipped.text for skipped in table.skipped]


def test_banner_of_merged_cells_becomes_the_group_of_equal_headers(tmp_path: Path) -> None:
    """Equal headers under a merged banner keep their text and are told apart by the group."""
    rows: Sheet = [
        ["No.", "Activity", "Controller", None, "Processor", None, "Deletion"],
        [None, None, "Name", "Country", "Name", "Country", None],
        [1, "Payroll", "Alpha", "DE", "Beta", "FR", "10 Jahre"],
        [2, "CRM", "Alpha", "DE", "Gamma", "NL", "3 Jahre"],
    ]
    table = only(read(write(tmp_path / "b.xlsx", {"VVT": rows}, {"VVT": [(0, 2, 0, 3), (0, 4, 0, 5)]})))
    assert table.headers == ("No.", "Activity", "Name", "Country", "Name", "Country", "Deletion")
    assert [column.group for column in table.columns][2:6] == [
        "Controller",
        "Controller",
        "Processor",
        "Processor",
    ]
    assert len(table.rows) == 2
    assert table.header_row == 2


def test_title_above_the_whole_table_is_no_group(tmp_path: Path) -> None:
    """A title merged over the whole width is put aside, not taken for a header or a group."""
    rows: Sheet = [
        ["Verzeichnis von Verarbeitungstätigkeiten nach Art. 30 DSGVO", None, None, None],
        ["Bezeichnung", "Zweck", "Löschfrist", "Empfänger"],
        ["Lohn", "Abrechnung", "10 Jahre", "Finanzamt"],
        ["Bewerbung", "Auswahl", "6 Monate", "keine"],
    ]
    table = only(read(write(tmp_path / "t.xlsx", {"Tabelle1": rows}, {"Tabelle1": [(0, 0, 0, 3)]})))
    assert (table.header_row, len(table.rows)) == (2, 2)
    assert {column.group for column in table.columns} == {""}


def test_mapping_row_guidance_and_technical_names_are_skipped(tmp_path: Path) -> None:
    """Rows below the header that describe the columns are put aside with their reason."""
    rows: Sheet = [
        ["Purpose", "Subjects", "Data", "Recipients"],
        ["dpv:Purpose", "dpv: DataSubject", "dpv:PersonalData", "Use http://example.org/x"],
        ["free text", "select from list", "mandatory", "optional"],
        ["purpose_text", "data_subjects", "data_categories", "recipient_names"],
        ["Payroll", "Staff", "Pay", "Tax office"],
    ]
    table = only(read(write(tmp_path / "m.xlsx", {"S": rows})))
    assert reasons(table) == ["mapping_row", "guidance_row", "second_header"]
    assert len(table.rows) == 1


def test_example_section_repeated_header_total_and_placeholder_rows_are_no_records(tmp_path: Path) -> None:
    """Rows that only look like records are put aside; a section names the rows below it."""
    header = ["Activity", "Purpose", "Subjects", "Recipients", "Retention", "Measures"]
    rows: Sheet = [
        header,
        ["Example: newsletter", "Send news", "Customers", "None", "1 year", "TLS"],
        ["Human resources"],
        RECORD,
        ["Recruiting", "Choose staff", "Applicants", "Nil", "6 months", "Access control"],
        ["Marketing"],
        header,
        ["Newsletter", "Send news", "Customers", "Mail provider", "1 year", "TLS"],
        ["[ACTIVITY]", "[PURPOSE]", "Select an item from this list ►"],
        ["Incomplete activity"],
        ["Total", 3],
    ]
    table = only(read(write(tmp_path / "s.xlsx", {"Register": rows})))
    assert [(row.cells[0], row.section) for row in table.rows] == [
        ("Payroll", "Human resources"),
        ("Recruiting", "Human resources"),
        ("Newsletter", "Marketing"),
        ("Incomplete activity", "Marketing"),
    ]
    assert sorted(reasons(table)) == [
        "example_row",
        "placeholder_row",
        "repeated_header",
        "section",
        "section",
        "total_row",
    ]


def test_forms_become_one_row_a_sheet(tmp_path: Path) -> None:
    """One sheet per activity with labels on the left becomes a row; blank model, list and cover do not."""

    def form(name: object, purpose: object, person: object, retention: object, country: object) -> Sheet:
        return [
            ["Fiche de registre"],
            ["Nom du traitement", name],
            ["N° / RÉF", None],
            ["Date de création du traitement", None],
            [],
            ["Acteurs", "Nom", "Adresse", "Pays"],
            ["Responsable du traitement", "Société Alpha", "1 rue A", "France"],
            ["Délégué à la protection des données", person, None, None],
            [],
            ["Finalité principale", purpose],
            ["Sous-finalité 1", None],
            [],
            ["Catégories de données", "Description", "Durée de conservation"],
            ["État civil", "Nom, prénom", retention],
            ["Vie professionnelle", None, None],
            [],
            ["Transferts hors UE", "Pays", "Type de Garanties"],
            ["Destinataire", country, None],
        ]

    sheets: dict[str, Sheet] = {
        "1_-_Accueil": [["Bienvenue dans le registre des activités de traitement."], ["Ce classeur contient le registre."]],
        "Modèle de fiche": form(None, None, None, None, None),
        "Fiche 1": form("Paie", "Gestion de la paie", "Mme A", "5 ans", None),
        "Fiche 2": form("Recrutement", "Choisir des candidats", "Mme A", "2 ans", "Maroc"),
        "5_-_Listes": [["Oui/Non", "Type de garanties", "Pays"], ["Oui", "Clauses types", "Maroc"], ["Non", "BCR", "Suisse"], [None, "Adéquation", "Canada"], [None, None, "Japon"]],
    }  # fmt: skip
    reading = read(write(tmp_path / "cnil.xlsx", sheets))
    found = kinds(reading)
    assert found["Modèle de fiche"][0] == "blank_model"
    assert found["5_-_Listes"] == ("lookup", "lists")
    assert found["1_-_Accueil"][0] == "cover"
    table = only(reading)
    assert (table.kind, len(table.rows)) == ("form", 2)
    first = dict(zip(table.headers, table.rows[0].cells, strict=True))
    assert first["Nom du traitement"] == "Paie"
    assert first["Finalité principale"] == "Gestion de la paie"
    assert first["Délégué à la protection des données – Nom"] == "Mme A"
    assert first["État civil – Durée de conservation"] == "5 ans"
    assert [row.origin for row in table.rows] == ["Fiche 1", "Fiche 2"]


def test_single_form_sheet_becomes_one_row(tmp_path: Path) -> None:
    """A lone sheet of labels and answers is a form."""
    rows: Sheet = [
        ["Name of processing:", "Payroll"],
        ["Purpose:", "Pay staff"],
        ["Legal basis:", "Art. 6(1)(b)"],
        ["Retention:", "10 years"],
        ["Recipients:", "Tax office"],
        ["Contact:", "hr@example.org"],
    ]
    table = only(read(write(tmp_path / "f.xlsx", {"Payroll": rows})))
    assert (table.kind, table.headers[0], table.rows[0].cells[3]) == (
        "form",
        "Name of processing",
        "10 years",
    )


def test_equal_first_columns_do_not_make_tables_forms(tmp_path: Path) -> None:
    """Two yearly copies of a register stay tables, and the column they share is offered as a join."""
    header = ["Ref", "Name", "Purpose", "Retention"]
    body = [[f"R-{n}", f"Activity {n}", f"Purpose {n}", f"{n} years"] for n in range(1, 9)]
    details = [
        ["Reference", "Recipient", "Country"],
        *[[f"R-{n % 8 + 1}", f"Recipient {n}", "France"] for n in range(16)],
    ]
    reading = read(write(tmp_path / "j.xlsx", {"Activities": [header, *body], "Recipients": details}))
    assert [table.kind for table in reading.tables] == ["records", "records"]
    (join,) = reading.joins
    assert (join.one.table, join.one.column, join.many.table, join.many.column) == (0, 0, 1, 0)
    assert join.coverage == 1.0


def test_cover_changes_lists_examples_and_ghosts_are_told_apart(tmp_path: Path) -> None:
    """Each sheet of a workbook is accounted for with a kind; only the register holds records."""
    sheets: dict[str, Sheet] = {
        "Read me": [["How to use this register"], ["Fill in one line per activity. Ask the DPO if in doubt."]],
        "Register": [["Activity", "Purpose", "Subjects", "Recipients", "Retention", "Measures"], RECORD, ["Video", *RECORD[1:]]],
        "Example": [["Activity", "Purpose", "Subjects", "Recipients", "Retention", "Measures"], RECORD],
        "Template": [["Activity", "Purpose", "Subjects", "Recipients", "Retention", "Measures"]],
        "Change log": [["Version", "Date", "Change"], ["1.0", date(2020, 1, 1), "First"], ["1.1", date(2021, 1, 1), "Second"]],
        "Codes": [["Code", "Label"], ["basis-consent", "Consent"], ["basis-contract", "Contract"], ["basis-law", "Legal duty"]],
        "Sheet3": [],
    }  # fmt: skip
    reading = read(write(tmp_path / "w.xlsx", sheets))
    assert {sheet: kind for sheet, (kind, _) in kinds(reading).items()} == {
        "Read me": "cover",
        "Register": "records",
        "Example": "example",
        "Template": "blank_model",
        "Change log": "cover",
        "Codes": "lookup",
        "Sheet3": "ghost",
    }
    (lookup,) = reading.lookups
    assert lookup.captions["basis-consent"] == "Consent"


def test_blank_and_duplicate_headers_keep_their_columns(tmp_path: Path) -> None:
    """Columns without a header or with an equal one are kept and told apart by their letter."""
    rows: Sheet = [
        ["Name", None, "Name", "Purpose", None],
        ["A", "extra", "B", "C", None],
        ["D", None, "E", "F", None],
    ]
    table = only(read(write(tmp_path / "d.xlsx", {"S": rows})))
    assert [(column.letter, column.header) for column in table.columns] == [
        ("A", "Name"),
        ("B", ""),
        ("C", "Name"),
        ("D", "Purpose"),
    ]


def test_unnamed_running_number_is_left_out(tmp_path: Path) -> None:
    """A first column without a header that only counts the rows says nothing and goes."""
    rows: Sheet = [
        [None, "Name", "Purpose", "Owner"],
        *[[n, f"Name {n}", f"Purpose {n}", "HR"] for n in range(4)],
    ]
    table = only(read(write(tmp_path / "i.xlsx", {"S": rows})))
    assert table.headers == ("Name", "Purpose", "Owner")
    assert table.columns[0].letter == "B"


def test_numbers_days_and_text_come_as_people_see_them(tmp_path: Path) -> None:
    """Whole numbers lose their fraction, midnight its time; hard spaces, escapes and line ends are cleaned."""
    rows: Sheet = [
        ["Name\u00a0", "People", "Share", "Date", "Text"],
        [" Payroll\u00a0 ", 3000.0, 0.5, date(2020, 5, 4), "a_x000D_\nb\r\nc "],
        ["Other", 2, 1.5, NOON, "x"],
    ]
    table = only(read(write(tmp_path / "n.xlsx", {"S": rows})))
    assert table.headers[0] == "Name"
    assert table.rows[0].cells == ("Payroll", 3000, 0.5, date(2020, 5, 4), "a\nb\nc")
    assert table.rows[1].cells[3] == NOON


def test_formula_text_and_cut_off_cells_are_reported(tmp_path: Path) -> None:
    """A formula as text is kept and flagged; a cell at the limit of a spreadsheet may be cut off."""
    rows: Sheet = [
        ["Name", "DPIA", "Text"],
        ["A", "=FALSE()", "x" * 32767],
        ["B", "#REF!", "y"],
        ["C", "no", "z"],
    ]
    reading = read(write(tmp_path / "c.xlsx", {"S": rows}))
    assert only(reading).rows[0].cells[1] == "=FALSE()"
    assert [(p.code, p.row, p.column, p.level) for p in reading.problems] == [
        ("reading_formula_text", 2, "B", "warning"),
        ("reading_cut_off", 2, "C", "warning"),
        ("reading_formula_error", 3, "B", "warning"),
    ]


def test_formulas_without_value_are_reported(tmp_path: Path) -> None:
    """A workbook written by a program holds formulas nobody calculated: their cells come in empty."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Name", "Purpose", "Days"], ["A", "B", "=1+1"], ["C", "D", "=2+2"]):
        sheet.append(row)
    book.save(tmp_path / "o.xlsx")
    reading = read(tmp_path / "o.xlsx")
    assert [(p.code, p.context["count"]) for p in reading.problems] == [("reading_formula_no_value", 2)]


def test_declared_size_larger_than_data_is_trimmed(tmp_path: Path) -> None:
    """A stray blank at the far end of a sheet adds neither rows nor columns."""
    rows: list[list[object]] = [["Name", "Purpose", "Owner"], ["A", "B", "C"]]
    book = xlsxwriter.Workbook(tmp_path / "far.xlsx")
    sheet = book.add_worksheet()
    for r, row in enumerate(rows):
        sheet.write_row(r, 0, row)
    sheet.write(20_000, 60, " ")
    book.close()
    table = only(read(tmp_path / "far.xlsx"))
    assert (len(table.columns), len(table.rows)) == (3, 1)


def test_chosen_header_row_and_kind_win(tmp_path: Path) -> None:
    """What a person chooses for a sheet is taken as it is."""
    rows: Sheet = [["Old", "Head", "Row"], ["Name", "Purpose", "Owner"], ["A", "B", "C"]]
    path = write(tmp_path / "x.xlsx", {"S": rows})
    table = only(read(path, Options(choices=(Choice("x.xlsx", "S", header_row=2),))))
    assert table.headers == ("Name", "Purpose", "Owner")
    (cover,) = read(path, Options(choices=(Choice("x.xlsx", "S", kind="cover"),))).tables
    assert (cover.kind, cover.reason) == ("cover", "chosen")


def test_chinese_register_with_two_header_rows(tmp_path: Path) -> None:
    """A Chinese register with a merged banner and guidance below the header is read whole."""
    rows: Sheet = [
        ["个人信息处理活动台账", None, None, None, None, None],
        ["序号", "处理活动名称", "处理目的", "个人信息种类", "保存期限", "接收方"],
        [None, "请填写", "请填写处理目的", "请选择", "例如：3年", "如无请填“无”"],
        [1, "员工考勤", "考勤管理", "姓名、工号", "劳动合同终止后2年", "无"],
        [2, "客户投诉", "处理投诉", "姓名、电话", "3年", "外包客服"],
    ]
    table = only(read(write(tmp_path / "台账.xlsx", {"台账": rows}, {"台账": [(0, 0, 0, 5)]})))
    assert table.header_row == 2
    assert table.headers[1] == "处理活动名称"
    assert [row.number for row in table.rows] == [4, 5]


def test_open_document_sheets_are_read(tmp_path: Path) -> None:
    """An ODS workbook is read like any other, sheet titles with a colon included."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
            for text in row
        )
        + "</table:table-row>"
        for row in (["Name", "Purpose", "Owner"], ["A", "B", "C"], ["D", "E", "F"])
    )
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Register: 2020">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    with zipfile.ZipFile(tmp_path / "r.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    table = only(read(tmp_path / "r.ods"))
    assert (table.sheet, len(table.rows)) == ("Register: 2020", 2)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("broken.xlsx", b"this is no workbook at all", "reading_broken_workbook"),
        ("cut.xlsx", b"PK\x03\x04" + b"\x00" * 40, "reading_broken_workbook"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "reading_password"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "reading_broken_workbook"),
        ("empty.xlsx", b"", "reading_empty_file"),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>", "reading_unsupported"),
        ("notice.pdf", b"%PDF-1.7 ...", "reading_unsupported"),
        ("sorn.xml", b"<?xml version='1.0'?><a/>", "reading_unsupported"),
    ],
)  # fmt: skip
def test_unreadable_workbook_gives_one_clear_error(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    """Each way a file can be unreadable has its own code and names the file."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path / name)
    assert caught.value.code == code
    assert caught.value.context["file"] == name


def test_list_of_activities_with_gaps_stays_records(tmp_path: Path) -> None:
    """A sheet named as a list is a register when its columns belong together."""
    rows: Sheet = [
        ["Nom du traitement", "N° / RÉF", "Date de création", "Mise à jour"],
        ["Paie", "T-1", date(2020, 1, 1), date(2021, 1, 1)],
        ["Recrutement", "T-2", date(2020, 2, 1)],
        ["Vidéo", "T-3", date(2020, 3, 1)],
    ]
    assert (
        kinds(read(write(tmp_path / "l.xlsx", {"2_-_Liste_des_traitements": rows})))[
            "2_-_Liste_des_traitements"
        ][0]
        == "records"
    )


def test_only_table_of_a_file_is_offered_in_spite_of_its_sheet_name(tmp_path: Path) -> None:
    """A register on a sheet called Overview is offered with low confidence when nothing else is."""
    rows: Sheet = [
        ["Activity", "Purpose", "Retention"],
        ["Payroll", "Pay staff", "10 years"],
        ["Video", "Safety", "30 days"],
    ]
    table = only(read(write(tmp_path / "o.xlsx", {"Overview": rows})))
    assert (table.reason, table.confidence) == ("only_table", 0.4)


def test_every_row_of_a_sheet_is_accounted_for(tmp_path: Path) -> None:
    """Each filled row of a sheet is the header, a record or put aside with a reason."""
    rows: Sheet = [
        ["Title"],
        ["Name", "Purpose", "Owner"],
        ["Example: x", "y", "z"],
        ["A1", "B1", "C1"],
        [],
        ["D1"],
        ["Total", 2],
        ["A2", "B2", "C2"],
    ]
    table = only(read(write(tmp_path / "a.xlsx", {"S": rows})))
    numbers = [row.number for row in table.rows] + [row.number for row in table.skipped] + [table.header_row]
    assert sorted(number for number in numbers if number) == [1, 2, 3, 4, 6, 7, 8]

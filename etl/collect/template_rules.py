"""What the cells of a template accept: drop-downs, lengths, numbers, dates and codes, with a hint in both languages."""

from __future__ import annotations

from typing import Literal

from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from etl.collect.template_codes import range_name
from etl.collect.template_columns import Form, Part, check_words, how
from etl.rows import clean
from etl.rows.dates import SERIALS
from graph.vocabulary import Link, Property

ROWS = 2_000  # rows that are checked
LONGEST_LIST = clean.MOST // 3  # Chinese characters take three bytes
MOST_TITLE, MOST_TEXT = 32, 255  # characters of a hint; Excel refuses a file with more
MISSING = DifferentialStyle(fill=PatternFill("solid", bgColor="FBE3E0"))

BARE = 'SUBSTITUTE(SUBSTITUTE({cell}," ",""),"-","")'
Style = Literal["stop", "warning"]

LENGTHS = {  # how many characters a checked value has at least and at most, without spaces and dashes
    "uscc": (18, 18),
    "org_code": (9, 9),
    "orcid": (16, 40),  # an address may stand before it
    "patent_no": (8, 25),
    "registration_no": (12, 12),
}


def put_rules(sheet: Worksheet, form: Form) -> None:
    """Give every column its rule, and colour obligatory cells that a row which is begun still lacks."""
    last = get_column_letter(len(form.columns))
    for number, part in enumerate(form.columns, 1):
        letter = get_column_letter(number)
        area = f"{letter}2:{letter}{ROWS}"
        rule = _rule(part, f"{letter}2")
        if rule is not None:
            _tell(rule, part, form)
            rule.add(area)
            sheet.add_data_validation(rule)
        if part.required:
            missing = f"AND(COUNTA($A2:${last}2)>0,LEN(TRIM({letter}2))=0)"
            sheet.conditional_formatting.add(area, Rule("expression", formula=[missing], dxf=MISSING))


def _rule(part: Part, cell: str) -> DataValidation | None:
    if isinstance(part, Link):
        return _within(cell, LONGEST_LIST if part.many else clean.LONGEST)
    name = range_name(part)
    if name is not None:
        return _listed(part, name)
    if part.check in LENGTHS:
        low, high = LENGTHS[part.check or ""]
        bare = BARE.format(cell=cell)
        return _custom(f"AND(LEN({bare})>={low},LEN({bare})<={high})", "stop" if low == high else "warning")
    return _typed(part, cell)


def _typed(part: Property, cell: str) -> DataValidation | None:
    if part.type in ("string", "strings"):
        return _within(cell, LONGEST_LIST if part.type == "strings" else clean.LONGEST)
    number = f"AND(ISNUMBER({cell}),{cell}>=0)"
    if part.type == "integer":
        whole = f"AND(ISNUMBER({cell}),{cell}>=0,{cell}=INT({cell}))"
        return _custom(f"OR({whole},ISNUMBER(--LEFT({cell},1)))", "warning")
    if part.type == "number":
        return _custom(f"OR({number},AND(ISTEXT({cell}),ISNUMBER(--LEFT({cell},1))))", "warning")
    if part.type == "date":
        serial = f"AND(ISNUMBER({cell}),OR({cell}>={SERIALS.start},AND({cell}>=1800,{cell}<=2200)))"
        return _custom(f"OR({serial},AND(ISTEXT({cell}),LEN({cell})<=20,ISNUMBER(--LEFT({cell},4))))", "warning")
    return None


def _listed(part: Property, name: str) -> DataValidation:
    rule = DataValidation(type="list", formula1=name, allow_blank=True)
    # Several values cannot be chosen, only typed; and a list that is not strict takes what it does not have.
    rule.showErrorMessage = part.type != "strings"
    rule.errorStyle = "stop" if part.type == "boolean" or (part.codes is not None and part.codes.strict) else "warning"
    return rule


def _within(cell: str, most: int) -> DataValidation:
    return _custom(f"LEN({cell})<={most}", "stop")


def _custom(formula: str, style: Style) -> DataValidation:
    rule = DataValidation(type="custom", formula1=formula, allow_blank=True, showErrorMessage=True)
    rule.errorStyle = style
    return rule


def _tell(rule: DataValidation, part: Part, form: Form) -> None:
    """What Excel says of a wrong value; for codes with a form of their own also before one is typed."""
    rule.errorTitle = part.words.text(form.lang)[:MOST_TITLE]
    rule.error = how(part, form.vocabulary).text(form.lang)[:MOST_TEXT]
    hint = None if isinstance(part, Link) else check_words(part.check)
    if hint is not None:
        rule.promptTitle, rule.prompt = rule.errorTitle, hint.text(form.lang)[:MOST_TEXT]
        rule.showInputMessage = True

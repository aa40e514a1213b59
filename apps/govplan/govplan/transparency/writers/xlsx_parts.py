"""The parts of a workbook that are the same for every table: Office Open XML, as Excel reads it."""

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# The places of the formats in STYLES.
PLAIN, HEADING, TITLE, BOXED = range(4)

STYLES = (
    f'{HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>'
    + "".join(
        f'<{side} style="thin"><color rgb="FF9AA5B1"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    + '<diagonal/></border></borders><cellStyleXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1"'
    ' applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1"'
    ' applyBorder="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1"'
    ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
PACKAGE_LINKS = (
    f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
    ' Target="docProps/core.xml"/></Relationships>'
)


def sheet_path(number: int) -> str:
    """Where a sheet, counted from one, lies within the archive."""
    return f"xl/worksheets/sheet{number}.xml"


def content_types(sheets: int) -> str:
    """What each part is."""
    parts = {
        "xl/workbook.xml": f"{_KIND}.sheet.main+xml",
        "xl/styles.xml": f"{_KIND}.styles+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        **{sheet_path(n): f"{_KIND}.worksheet+xml" for n in range(1, sheets + 1)},
    }
    overrides = "".join(
        f'<Override PartName="/{path}" ContentType="{kind}"/>' for path, kind in parts.items()
    )
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def core(made_at: datetime) -> str:
    """Who made the workbook, and when."""
    moment = made_at.replace(tzinfo=None, microsecond=0).isoformat()
    dated = "".join(
        f'<dcterms:{word} xsi:type="dcterms:W3CDTF">{moment}Z</dcterms:{word}>'
        for word in ("created", "modified")
    )
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>govplan</dc:creator>{dated}</cp:coreProperties>"
    )


def workbook(names: Sequence[str], repeated_rows: Sequence[int]) -> str:
    """The sheets in their order, and how many rows of each are printed on every page."""
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, 1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">'
        f"{escape(_quoted(name))}!$1:${rows}</definedName>"
        for place, (name, rows) in enumerate(zip(names, repeated_rows, strict=True))
        if rows
    )
    defined = f"<definedNames>{titles}</definedNames>" if titles else ""
    return (
        f'{HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/>'
        f"</bookViews><sheets>{sheets}</sheets>{defined}</workbook>"
    )


def workbook_links(sheets: int) -> str:
    """Where the workbook finds its sheets and styles."""
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    return (
        f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rId{sheets + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>"
    )


def sheet_head(widths: Sequence[int], frozen_rows: int) -> str:
    """A sheet up to its first row: what stays in sight, how wide the columns are."""
    pane = (
        f'<pane ySplit="{frozen_rows}" topLeftCell="A{frozen_rows + 1}"'
        ' activePane="bottomLeft" state="frozen"/>'
        if frozen_rows
        else ""
    )
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(widths, 1)
    )
    cols = f"<cols>{columns}</cols>" if columns else ""
    return (
        f'{HEAD}<worksheet xmlns="{_MAIN}"><sheetViews>'
        f'<sheetView workbookViewId="0">{pane}</sheetView></sheetViews>{cols}<sheetData>'
    )


def sheet_foot(merged: Sequence[str]) -> str:
    """A sheet from its last row on."""
    cells = "".join(f'<mergeCell ref="{cells}"/>' for cells in merged)
    merges = f'<mergeCells count="{len(merged)}">{cells}</mergeCells>' if merged else ""
    return f'</sheetData>{merges}<pageSetup orientation="landscape"/></worksheet>'


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"

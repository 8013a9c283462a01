"""Writers of tables for tests/property/containers: delimited texts, XML, workbooks; a table is names, kinds (text, day, number) and rows.
A day is (year, month, day), a number is in hundredths. Python's standard library only; a workbook is a zip of parts written here."""
import datetime, gzip, io, zipfile
from xml.sax.saxutils import escape, quoteattr


def plain(kind, value, days="{0}-{1:02d}-{2:02d}", decimal="."):
    if kind == "day":
        return days.format(*value)
    return f"{value // 100}{decimal}{value % 100:02d}" if kind == "number" else value


def delimited(names, kinds, rows, delimiter=",", decimal=".", days="{0}-{1:02d}-{2:02d}", ends=("\n",), quoted=False):
    """A cell is quoted when it must be; ends: of one line after the other."""
    def cell(s):
        must = quoted or any(c in s for c in '"\r\n') or delimiter.strip(" ") in s if delimiter.strip() else quoted or any(c in s for c in '"\r\n \t')
        return '"' + s.replace('"', '""') + '"' if must else s
    lines = [names] + [[plain(k, v, days, decimal) for k, v in zip(kinds, row)] for row in rows]
    return "".join(delimiter.join(map(cell, line)) + ends[i % len(ends)] for i, line in enumerate(lines))


def gz(b, members=1):
    """Packed, in so many members one behind the other, cut anywhere."""
    size = len(b) // members + 1
    return b"".join(gzip.compress(b[i:i + size], mtime=0) for i in range(0, len(b), size))


def markup(names, kinds, rows, encoding="UTF-8", attributes=False, nested=False):
    def record(row):
        cells = list(zip(names, (plain(k, v) for k, v in zip(kinds, row))))
        if attributes:
            return "<row " + " ".join(f"{n}={quoteattr(v, {chr(10): '&#10;', chr(9): '&#9;'})}" for n, v in cells) + "/>"
        return "<row>" + "".join(f"<{n}/>" if v == "" else f"<{n}>{escape(v)}</{n}>" for n, v in cells) + "</row>\n"
    inside = "".join(map(record, rows))
    if nested:
        inside = f"<about><by>x</by></about><about><by>y</by></about><page>{inside}</page>"
    return f'<?xml version="1.0" encoding="{encoding}"?>\n<!-- an export --><export>{inside}</export>'


def place(row, column):
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def workbook(names, kinds, rows, shared=True, from_1904=False, titles=False, sheet="Data"):
    """Days are numbers in a style of dates; sheet: any other name than Data stands second."""
    texts = {}
    first = datetime.date(1904, 1, 1) if from_1904 else datetime.date(1899, 12, 30)

    def cell(kind, value, at):
        if kind == "day":
            return f'<c r="{at}" s="{1 + value[2] % 2}"><v>{(datetime.date(*value) - first).days}</v></c>'
        if kind == "number":
            return f'<c r="{at}"><v>{value / 100!r}</v></c>'
        if value == "":
            return f'<c r="{at}" s="1"/>'
        if not shared:
            return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        return f'<c r="{at}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'

    lines = [(["text"], ["A title above it all"]), (["text"], ["of 31 October"])] if titles else []
    lines += [(["text"] * len(names), names)] + [(kinds, row) for row in rows]
    body = ""
    for n, (types, line) in enumerate(lines, 1):
        n += 1 if titles and n > 1 else 0  # a row that is not there
        body += f'<row r="{n}">' + "".join(cell(k, v, place(n, i)) for i, (k, v) in enumerate(zip(types, line), 1)) + "</row>"
    merged = '<mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>' if titles else ""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheets = ["Data"] if sheet == "Data" else ["Data", sheet]
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="{int(from_1904)}"/>'
                           + "<sheets>" + "".join(f'<sheet name="{n}" sheetId="{i}" r:id="rId{i}"/>' for i, n in enumerate(sheets, 1)) + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                                      + "".join(f'<Relationship Id="rId{i}" Type="worksheet" Target="worksheets/sheet{i}.xml"/>' for i in (1, 2)) + "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd&quot;d&quot;/mm/yyyy"/></numFmts>'
                         '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        f"xl/worksheets/sheet{len(sheets)}.xml": f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData>{merged}</worksheet>',
    }
    if len(sheets) > 1:
        parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{main}"><sheetData><row><c t="inlineStr"><is><t>nothing</t></is></c></row></sheetData></worksheet>'
    if shared:
        half = lambda s: (s[:len(s) // 2], s[len(s) // 2:])
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">' + "".join(
            "<si>" + "".join(f'<r><t xml:space="preserve">{escape(p)}</t></r>' for p in half(s)) + "<rPh><t>reading</t></rPh></si>" for s in texts) + "</sst>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, text in parts.items():
            z.writestr(zipfile.ZipInfo(name), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text, zipfile.ZIP_DEFLATED)
    return out.getvalue()

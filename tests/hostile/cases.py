"""The cases: how the file is made, what standard error must be, line by line, what site.conf says of it, and the exit code (2: nothing was made; 4: so,
and the machine is asked first; 0: a row was refused)."""
import os

from files import FIRST, HEAD, MIB, NAMES, RELATIONS, ROW, WORKBOOK, blocks, cell, cut, damaged, gz, ole, row, sheet, sparse, with_password, xlsx

CASES = {}
NO_REPORT = ("error: no new report of c could be made; there is no old one.",
             "error: no report could be made of any client, so nothing was swapped in; the old site is as it was.")


def case(name, file, make, says, exit=2, **more):
    """says: of the file; what the build says of the client then follows when nothing is made."""
    CASES[name] = dict(file=file, make=make, says=(file + says,) + (NO_REPORT if exit > 1 else ()), exit=exit, **more)


def xml(name, make, why, file="data.xml"):
    case(name, file, make, f": error: cannot be read as XML: line 1: {why}. Nothing of it was read. Export it again.")


def book(name, make, why, **more):
    case(name, "data.xlsx", make, f": error: cannot be read as a workbook: {why}. Nothing of it was read. Save it once more as .xlsx, or as CSV UTF-8.", **more)


def numbered(text, n):
    """text for every i below n, without all of them being held."""
    return (text.format(i=i).encode() for i in range(n))


EMPTY = ": error: this file is empty: there is not even a line of column names. Export it again, or take it out of site.conf."
CELL = ": warning: a cell is larger than 1048576 bytes; the row is refused. Look for a quote that is never closed, or set limits.cell higher."
UNREADABLE = ": error: cannot read this file: {}. Check the path in site.conf and the permissions."
HEADER = ":1: error: the line of column names cannot be read ({}); nothing of this file was read. Correct the export."
OLD = ": error: is a workbook in the form before 2007 (.xls), or one with a password; nothing of it was read. Save it as .xlsx without a password."

# ---- XML ----
LAUGHS = "<!DOCTYPE l [<!ENTITY a0 \"ha\">" + "".join(f'<!ENTITY a{i} "' + f"&a{i - 1};" * 10 + '">' for i in range(1, 10)) + "]>"
XML = "<list><c><customer_id>A1</customer_id><signup_date>2026-03-02</signup_date><name>%s</name></c><c><customer_id>A2</customer_id></c></list>"
TYPED = "it declares a document type, which is not read"
LARGE = "its elements are deeper, or its texts larger, than those of any export"
MANY = "it holds more different elements than any export"

xml("billion laughs", lambda p: blocks(p, (LAUGHS + XML % "&a9;").encode()), "Detected an entity reference loop")
xml("an external entity", lambda p: blocks(p, ('<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + XML % "&x;").encode()), TYPED)
xml("an external document type", lambda p: blocks(p, ('<!DOCTYPE l SYSTEM "file:///etc/passwd">' + XML % "x").encode()), TYPED)
xml("a million elements inside one another", lambda p: blocks(p, (b"<a>" * 1000, 1000)), LARGE)
xml("201 elements inside one another, a line each", lambda p: blocks(p, (b"<a>" + b" " * 600, 201)), "its elements stand more than 200 deep inside one another")
xml("a million paths", lambda p: blocks(p, b"<l>", numbered("<c><n{i}>1</n{i}></c>", 1000000), b"</l>"), MANY)
xml("long names of elements", lambda p: blocks(p, b"<l>", numbered("<c><" + "n" * 30000 + "{i}/></c>", 3000), b"</l>"),
    "the names of its elements are longer than those of any export")
xml("many names of elements", lambda p: blocks(p, b"<l>", numbered("<c><" + "n" * 3000 + "{i}/></c>", 9000), b"</l>"), LARGE)
xml("a million attributes", lambda p: blocks(p, b"<l><c", numbered(' a{i}="1"', 1000000), b"/></l>"), "an element has more than 1000 attributes")
xml("one text of 64 MiB in XML, packed", lambda p: gz(p, (XML % "@").split("@")[0].encode(), (b"x" * MIB, 64), b"</name></c></list>"), LARGE, file="data.xml.gz")

WIDE = b"<l><c><customer_id>A1</customer_id><signup_date>2026-03-02</signup_date>"
case("rows all but empty below nine thousand columns", "data.xml", lambda p: blocks(p, WIDE, numbered("<n{i}>1</n{i}>", 9000), b"</c>", (b"<c a='1'/>" * 1000, 300), b"</l>"),
     UNREADABLE.format("line 1: its rows hold next to none of their many columns"), errors_only=True)
CASES["rows all but empty below nine thousand columns"]["says"] = (
    "data.xml" + UNREADABLE.format("line 1: its rows hold next to none of their many columns"),
    "data.xml: error: N of N rows were refused, more than max_rejected allows; nothing is swapped in. Mend the export, or raise max_rejected.",
    "error: nothing was swapped in, for any client: an export of c is beyond its limit. The old site is as it was.")

# ---- gzip and CSV ----
case("a gzip bomb", "data.csv.gz", lambda p: gz(p, HEAD, (bytes(MIB), 1024)), ": error: comes to more than 67108864 bytes when it is unpacked or converted; "
     "nothing of it was read. Set limits.unpacked higher when it is to be so large.", client="limits = { unpacked = 67108864; };")
case("gzip that is cut off", "data.csv.gz", lambda p: (gz(p, HEAD, numbered("A{i},2026-03-02,B\n", 9999)), os.truncate(p, 9000)),
     ": error: is gzip, but damaged or cut off: Need more input. Nothing of it was read. Fetch the export again.")
case("1 GB in one quoted field", "data.csv.gz", lambda p: gz(p, HEAD, b'A0,2026-03-02,"', (b"x" * MIB, 1024), b'"\n', ROW), ":2:3" + CELL, exit=0)
case("1 GB of nothing in one quoted field", "data.csv", lambda p: sparse(p, HEAD + b'A0,2026-03-02,"', 1 << 30, b'"\n' + ROW), ":2:3" + CELL, exit=0)
case("64 MiB behind a quote that is never closed", "data.csv.gz", lambda p: gz(p, HEAD + ROW + b'A2,2026-03-02,"', (b"x" * MIB, 64)),
     ":3:3: warning: the quoting of this row is broken (a quote inside a bare cell, text behind a closing quote, or a quote never closed); the row is "
     "refused and reading went on at the next line. Write a quote inside a cell twice.", exit=0)
case("a million names of columns", "data.csv", lambda p: blocks(p, HEAD[:-1], (b",x" * 1000, 1000), b"\n", ROW), HEADER.format("it is too large"))
case("a row of a million cells", "data.csv", lambda p: blocks(p, HEAD, b"A0,2026-03-02,B", (b",x" * 1000, 1000), b"\n", ROW),
     ":2:10001: warning: the row has more than 10000 cells; the row is refused. Look for broken quoting.", exit=0)
case("NUL bytes among the names", "data.csv", lambda p: blocks(p, HEAD.replace(b"_", b"\0"), ROW), HEADER.format("it holds NUL bytes, as UTF-16 does"))
case("NUL bytes in a row", "data.csv", lambda p: blocks(p, HEAD, b"A0,2026-03-02,B\0B\n", ROW),
     ':2:3: warning: the cell under "name" holds a NUL byte; the row is refused. Export the file again.', exit=0)
case("UTF-16 that is cut off", "data.csv", lambda p: blocks(p, (HEAD + ROW + ROW).decode().encode("utf-16")[:-3]),
     ':3:3: warning: the cell under "name" is not valid UTF-8; the row is refused. Save the file as UTF-8.', exit=0)
case("a header only", "data.csv", lambda p: blocks(p, HEAD), "", as_of="")
CASES["a header only"]["says"] = ("in/site.conf:2: error: client 'c' has no usable row in its customers export, so the report has no date. Check the export, or set as_of.", *NO_REPORT)
case("an empty file", "data.csv", lambda p: blocks(p), EMPTY)
case("an empty file, packed", "data.csv.gz", lambda p: gz(p), EMPTY)

# ---- what is no file ----
case("a directory", "data.csv", os.mkdir, UNREADABLE.format("is a folder"), exit=4)
case("a FIFO", "data.csv", os.mkfifo, UNREADABLE.format("is not a regular file"), exit=4)
case("a device", "data.csv", lambda p: os.symlink("/dev/zero", p), UNREADABLE.format("is not a regular file"), exit=4)
case("a file that grows while its names are looked for", "data.csv", lambda p: blocks(p, HEAD, ROW, (b"\n" * MIB, 60)),
     UNREADABLE.format("it changed while it was read; wait until the export is written, then run again"), exit=4, grows=True)

case("a file that grows while it is read", "data.csv", lambda p: blocks(p, HEAD, numbered("A{i},2026-03-02,B\n", 200), (b"\n" * MIB, 60)),
     UNREADABLE.format("it changed while it was read; wait until the export is written, then run again"), exit=4, grows=True)

# ---- workbooks ----
case("an old workbook, or one with a password", "data.xls", ole, OLD)
book("a workbook whose parts have a password", with_password, "its parts have a password")
book("a damaged workbook", damaged, "a part of the workbook is damaged: CRC error")
book("a workbook that is cut off", cut, "Not a zip archive")
book("billion laughs in a workbook", lambda p: xlsx(p, workbook=LAUGHS + WORKBOOK.replace("Customers", "&a9;")), "xl/workbook.xml, line 1: Detected an entity reference loop")
book("a workbook bomb", lambda p: xlsx(p, sheet=[("<worksheet><sheetData>", 1), ("<row/>" * 1000, 50000), ("</sheetData></worksheet>", 1)]),
     "a part of it is packed more tightly than any workbook is")
book("a workbook beyond the limit", lambda p: xlsx(p, sheet=[("<worksheet><sheetData>", 1), *[(row(os.urandom(4096).hex()), 1) for _ in range(600)], ("</sheetData></worksheet>", 1)]),
     "it comes to more bytes than limits.unpacked allows", client="limits = { unpacked = 4194304; };")
book("names that lead out of the folder", lambda p: xlsx(p, more=[("../../../../../out/evil", "x"), ("/tmp/evil", "x"), ("..\\evil", "x")],
     relations=RELATIONS.replace("worksheets/sheet1.xml", "../../../../etc/passwd")), "it lacks the part of its sheet")
case("a relation to the workbook itself", "data.xlsx", lambda p: xlsx(p, relations=RELATIONS.replace("worksheets/sheet1.xml", "workbook.xml")), EMPTY)
book("a relation that is missing", lambda p: xlsx(p, relations=RELATIONS.replace("rId1", "rId2")), "it does not say where its sheet is")
book("no relations", lambda p: xlsx(p, relations=None), "it has no part xl/_rels/workbook.xml.rels")
book("a part that is missing", lambda p: xlsx(p, sheet=None), "it lacks the part of its sheet")
book("a sheet that is not there", lambda p: xlsx(p), 'it has no sheet "Kunden"; it has "Customers"', block='sheet = "Kunden";')
DATED = '<row><c t="s"><v>{}</v></c>' + cell("2026-03-02") + '<c t="s"><v>{}</v></c></row>'
book("shared texts of 156 MB", lambda p: xlsx(p, sheet=sheet(row(*NAMES), DATED.format(5, 299999), DATED.format(299998, 300000)),
     more=[("xl/sharedStrings.xml", [("<sst>", 1), *[("<si><t>" + os.urandom(256).hex() + "</t></si>", 300) for _ in range(1000)], ("</sst>", 1)])]),
     "row 3 names a text the workbook does not have")
case("a shared text of 64 MB", "data.xlsx", lambda p: xlsx(p, sheet=sheet(row(*NAMES), row(*FIRST), DATED.format(1, 0)), more=[("xl/sharedStrings.xml",
     [("<sst><si>", 1), *[("<r><t>" + os.urandom(1 << 14).hex() + "</t></r>", 64) for _ in range(32)], ("</si><si><t>A2</t></si></sst>", 1)])]), ":3:3" + CELL, exit=0)
book("rows out of order", lambda p: xlsx(p, sheet=sheet(row(*NAMES, number=9), row(*FIRST, number=3))), "row 9 is followed by one of the same number or a lower one")
book("cells out of order", lambda p: xlsx(p, sheet=sheet(row(*NAMES), "<row>" + cell("2026-03-02", "B2") + cell("A1", "A2") + "</row>")),
     "row 2 has cells out of order, or two in one place")
case("a cell at ZZZZZZ999999999", "data.xlsx", lambda p: xlsx(p, sheet=sheet(row(*NAMES), "<row>" + cell("A1", "A2") + cell("x", "ZZZZZZ999999999") + "</row>", row(*FIRST))),
     ":2:20000: warning: the row has more than 10000 cells; the row is refused. Look for broken quoting.", exit=0)
book("a cell without a place", lambda p: xlsx(p, sheet=sheet(row(*NAMES), "<row>" + cell("A1", "2A") + "</row>")), "row 2 has a cell whose place cannot be read")
book("a shared text that is not there", lambda p: xlsx(p, sheet=sheet(row(*NAMES), '<row><c t="s"><v>0</v></c></row>')), "row 2 names a text the workbook does not have")

"""Files made to hurt, written a block at a time: the writer's own memory stays small, because a child's largest resident size begins with its parent's."""
import gzip, os, zipfile

HEAD = b"customer_id,signup_date,name\n"
ROW = b"A1,2026-03-02,Alder\n"
MIB = 1 << 20


def pour(f, parts):
    """A part is bytes, (bytes, times), or bytes that are still to be made, one after the other."""
    for part in parts:
        if isinstance(part, bytes):
            f.write(part)
        elif isinstance(part, tuple):
            for _ in range(part[1]):
                f.write(part[0])
        else:
            for piece in part:
                f.write(piece)


def blocks(path, *parts):
    with open(path, "wb") as f:
        pour(f, parts)


def gz(path, *parts):
    with gzip.GzipFile(path, "wb", compresslevel=1, mtime=0) as f:
        pour(f, parts)


def sparse(path, head, hole, tail):
    """head, a hole of so many NUL bytes, tail."""
    with open(path, "wb") as f:
        f.write(head)
        f.seek(hole, os.SEEK_CUR)
        f.write(tail)


WORKBOOK = '<workbook xmlns:r="r"><sheets><sheet name="Customers" sheetId="1" r:id="rId1"/></sheets></workbook>'
RELATIONS = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'


def cell(text, at=None):
    return f'<c{f" r={chr(34)}{at}{chr(34)}" if at else ""} t="inlineStr"><is><t>{text}</t></is></c>'


def row(*texts, number=None):
    return f'<row{f" r={chr(34)}{number}{chr(34)}" if number else ""}>' + "".join(cell(t) for t in texts) + "</row>"


NAMES, FIRST = ("customer_id", "signup_date", "name"), ("A1", "2026-03-02", "Alder")


def sheet(*rows):
    return "<worksheet><sheetData>" + "".join(rows) + "</sheetData></worksheet>"


PLAIN = sheet(row(*NAMES), row(*FIRST))


def xlsx(path, sheet=PLAIN, workbook=WORKBOOK, relations=RELATIONS, more=()):
    """A workbook; a part is text, or a list of (text, times) packed as it is written."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        parts = [("xl/workbook.xml", workbook), ("xl/_rels/workbook.xml.rels", relations), ("xl/worksheets/sheet1.xml", sheet), *more]
        for name, part in parts:
            if part is None:
                continue
            with z.open(zipfile.ZipInfo(name) if not isinstance(part, list) else packed_info(name), "w", force_zip64=isinstance(part, list)) as f:
                for piece, times in part if isinstance(part, list) else [(part, 1)]:
                    piece = piece.encode()
                    for _ in range(times):
                        f.write(piece)


def packed_info(name):
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def with_password(path):
    """A zip whose entries say that they are encrypted."""
    xlsx(path)
    with open(path, "rb") as f:
        b = bytearray(f.read())
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = b.find(mark)
        while at >= 0:
            b[at + flags] |= 1
            at = b.find(mark, at + 4)
    with open(path, "wb") as f:
        f.write(b)


def damaged(path):
    """One byte of the packed sheet is another."""
    xlsx(path)
    with open(path, "rb") as f:
        b = bytearray(f.read())
    at = b.find(b"xl/worksheets/sheet1.xml") + len("xl/worksheets/sheet1.xml") + 40
    b[at] ^= 0x55
    with open(path, "wb") as f:
        f.write(b)


def cut(path):
    xlsx(path)
    os.truncate(path, os.path.getsize(path) - 40)


def ole(path):
    """The head of a compound file: .xls, and .xlsx with a password."""
    with open(path, "wb") as f:
        f.write(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(3000))

"""workbook.py - reads and writes XLSX with nothing but the standard library: the independent
reader of what qh exports, and the writer of what it imports."""
import datetime
import io
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
EPOCH = datetime.datetime(1899, 12, 30)


def column_of(name):
    n = 0
    for letter in name.rstrip("0123456789"):
        n = n * 26 + ord(letter) - 64
    return n - 1


class Workbook:
    def __init__(self, data):
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        bad = self.zip.testzip()
        if bad:
            raise ValueError(f"{bad} is broken")
        self.sheet = ElementTree.fromstring(self.zip.read("xl/worksheets/sheet1.xml"))
        self.book = ElementTree.fromstring(self.zip.read("xl/workbook.xml"))
        self.shared = self.read_shared()

    def read_shared(self):
        if "xl/sharedStrings.xml" not in self.zip.namelist():
            return []
        root = ElementTree.fromstring(self.zip.read("xl/sharedStrings.xml"))
        return ["".join(t.text or "" for t in si.iter(f"{MAIN}t")) for si in root]

    def value(self, cell):
        """Text, number or None; a formula is an error."""
        if cell.find(f"{MAIN}f") is not None:
            raise ValueError(f"{cell.get('r')} is a formula")
        kind = cell.get("t")
        if kind == "inlineStr":
            return "".join(t.text or "" for t in cell.iter(f"{MAIN}t"))
        text = cell.findtext(f"{MAIN}v")
        if text is None:
            return None
        if kind == "s":
            return self.shared[int(text)]
        return float(text)

    def rows(self):
        for row in self.sheet.iter(f"{MAIN}row"):
            cells = {column_of(c.get("r")): self.value(c) for c in row}
            yield [cells.get(i) for i in range(max(cells, default=-1) + 1)]

    def names(self):
        return {n.get("name"): n.text for n in self.book.iter(f"{MAIN}definedName")}

    def find(self, tag):
        return self.sheet.find(f".//{MAIN}{tag}")


def instant(number):
    """A cell of a time as text."""
    at = EPOCH + datetime.timedelta(minutes=round(number * 1440))
    return at.strftime("%Y-%m-%d %H:%M")


def letters(i):
    out = ""
    i += 1
    while i:
        i, rest = divmod(i - 1, 26)
        out = chr(65 + rest) + out
    return out


def make(rows, shared=False):
    """A workbook of texts and numbers."""
    texts, body = [], []
    for r, row in enumerate(rows, 1):
        cells = []
        for i, v in enumerate(row):
            at = f"{letters(i)}{r}"
            if v is None:
                continue
            if isinstance(v, (int, float)):
                cells.append(f'<c r="{at}"><v>{v}</v></c>')
            elif shared:
                if v not in texts:
                    texts.append(v)
                cells.append(f'<c r="{at}" t="s"><v>{texts.index(v)}</v></c>')
            else:
                cells.append(f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">'
                             f'{escape(v)}</t></is></c>')
        body.append(f'<row r="{r}">{"".join(cells)}</row>')
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = f'<?xml version="1.0"?><worksheet {space}><sheetData>{"".join(body)}' \
            "</sheetData></worksheet>"
    return pack(sheet, texts if shared else None)


def pack(sheet, texts=None):
    """The same bytes for the same contents: parts carry a fixed time."""
    def put(z, name, text):
        z.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)

    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        put(z, "xl/workbook.xml", f'<?xml version="1.0"?><workbook {space}/>')
        if texts is not None:
            put(z, "xl/sharedStrings.xml", f'<?xml version="1.0"?><sst {space}>' + "".join(
                f"<si><t>{escape(t)}</t></si>" for t in texts) + "</sst>")
        put(z, "xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()

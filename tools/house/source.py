"""source.py - a C file as the rules want to see it: code, strings and comments apart."""
import re
from dataclasses import dataclass, field
from pathlib import Path

TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/|//[^\n]*)
      | (?P<string>"(?:\\.|[^"\\\n])*")
      | (?P<char>'(?:\\.|[^'\\\n])*')""",
    re.S | re.X)
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.M)
NAME_BEFORE_PAREN = re.compile(r"([A-Za-z_]\w*)\s*\(")


@dataclass
class Finding:
    path: str
    line: int
    rule: str
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule}: {self.text}"


@dataclass
class Include:
    line: int
    name: str
    system: bool


@dataclass
class Function:
    name: str
    line: int   # of the opening brace
    lines: int  # of the body
    params: int = 0


@dataclass
class Source:
    path: str   # relative to the root, with slashes
    text: str
    code: str = ""                                  # comments and strings blanked
    strings: list = field(default_factory=list)     # (line, contents)
    comments: list = field(default_factory=list)    # (line, contents)
    includes: list = field(default_factory=list)
    functions: list = field(default_factory=list)

    @property
    def is_header(self):
        return self.path.endswith(".h")

    @property
    def folder(self):
        """The layer: "rule" for src/rule/evaluate.c; "" outside of src."""
        parts = self.path.split("/")
        return parts[1] if parts[0] == "src" and len(parts) > 2 else ""


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def count_params(rest):
    """Parameters in what follows the opening parenthesis of a signature."""
    depth, commas, seen = 1, 0, ""
    for char in rest:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth == 0:
            break
        commas += char == "," and depth == 1
        seen += char
    return 0 if seen.strip() in ("", "void") else commas + 1


def find_functions(code):
    """House format makes it easy: a body's braces stand alone in the first column."""
    found = []
    lines = code.split("\n")
    for number, line in enumerate(lines):
        if line != "{":
            continue
        end = next((i for i in range(number + 1, len(lines)) if lines[i] == "}"), None)
        if end is None:
            continue
        head = []
        for above in reversed(lines[:number]):
            if not above.strip() or above[0] in "#}" or above.rstrip().endswith(";"):
                break
            head.insert(0, above)
        signature = re.sub(r"__attribute__\s*\(\(.*?\)\)", "", " ".join(head))
        name = NAME_BEFORE_PAREN.search(signature)
        if name:
            found.append(Function(name[1], number + 1, end - number,
                                  count_params(signature[name.end():])))
    return found


def parse(path, text):
    src = Source(path, text)
    out, last = [], 0
    for match in TOKEN.finditer(text):
        out.append(text[last:match.start()])
        line = line_of(text, match.start())
        if match["comment"]:
            src.comments.append((line, match[0]))
            out.append(blank(match[0]))
        elif match["string"]:
            src.strings.append((line, match[0][1:-1]))
            out.append('"' + blank(match[0][1:-1]) + '"')
        else:
            out.append("' '" if len(match[0]) < 4 else "'" + blank(match[0][1:-1]) + "'")
        last = match.end()
    out.append(text[last:])
    src.code = "".join(out)
    uncommented = TOKEN.sub(lambda m: blank(m[0]) if m["comment"] else m[0], text)
    src.includes = [Include(line_of(uncommented, m.start(1)), m[2], m[1] == "<")
                    for m in INCLUDE.finditer(uncommented)]
    src.functions = find_functions(src.code)
    return src


def load(root, paths):
    return [parse(p, (Path(root) / p).read_text(encoding="utf-8")) for p in paths]

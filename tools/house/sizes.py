"""sizes.py - lines and parameters of a function, lines of a file, columns of a line."""
import unicodedata

from .source import Finding

FUNCTION_MAX = 60
PARAMS_MAX = 6
FILE_MAX = {".c": 600, ".h": 200}
COLUMNS_MAX = 90
FORMATTER_OFF, FORMATTER_ON = "clang-format off", "clang-format on"


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def check_functions(src, limits):
    return [Finding(src.path, f.line, "function", f"{f.name}: {f.lines} lines, "
                    f"at most {FUNCTION_MAX}")
            for f in src.functions
            if f.lines > FUNCTION_MAX
            and not limits.allows("function", f"{src.path}:{f.name}", f.lines)]


def check_params(src, limits):
    return [Finding(src.path, f.line, "params", f"{f.name}: {f.params} parameters, "
                    f"at most {PARAMS_MAX}; more make a struct")
            for f in src.functions
            if f.params > PARAMS_MAX
            and not limits.allows("params", f"{src.path}:{f.name}", f.params)]


def check_file(src, limits):
    lines = src.text.count("\n")
    most = FILE_MAX[src.path[-2:]]
    if lines <= most or limits.allows("lines", src.path, lines):
        return []
    return [Finding(src.path, lines, "lines", f"{lines} lines, at most {most}")]


def check_columns(src, limits):
    """Tables for which the formatter is off may be as wide as their rows."""
    found, off = [], False
    for number, line in enumerate(src.text.split("\n"), 1):
        if FORMATTER_OFF in line:
            off = True
        elif FORMATTER_ON in line:
            off = False
        wide = columns(line)
        if not off and wide > COLUMNS_MAX and not limits.allows("columns", src.path, wide):
            found.append(Finding(src.path, number, "columns",
                                 f"{wide} columns, at most {COLUMNS_MAX}"))
    return found


def check(sources, limits):
    found = []
    for src in sources:
        found += check_functions(src, limits)
        found += check_params(src, limits)
        found += check_file(src, limits)
        found += check_columns(src, limits)
    return found

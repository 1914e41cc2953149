"""layers.py - which file may include which (STYLE section 1)."""
from collections import defaultdict

from .source import Finding

RANK = {"base": 0, "store": 1, "rule": 1, "dispatch": 1, "document": 1,
        "domain": 2, "http": 3, "cli": 4}
INCLUDES_MAX = 10

# One library, one place: the start of a header's name -> files or folders that may use it.
LIBRARIES = {
    "sqlite3.h": ["src/store/sqlite.c", "bench/store.c", "tests/faults/step_fault.c"],
    "libpq-fe.h": ["src/store/postgres.c", "src/store/libpq.h"],
    "zlib.h": ["src/base/squeeze.c"],
    "sodium.h": ["src/base/crypt.c", "src/base/secret.c"],
    "openssl/": ["src/base/crypt.c"],
    "microhttpd.h": ["src/http/server.c", "src/http/exchange.c", "src/http/guard.c",
                     "src/http/reply.c", "src/http/site.c"],
    "cairo": ["src/document/"],
    "pango": ["src/document/"],
    "qrencode.h": ["src/document/"],
    "xlsxwriter.h": ["src/document/"],
    "unzip.h": ["src/document/"],
    "expat.h": ["src/document/"],
    "jansson.h": ["tests/", "bench/"],
    "mpfr.h": ["tests/", "bench/"],
    "cmocka.h": ["tests/"],
}


def may_include(folder, other):
    """Down is allowed; inside the folder too; sideways and up are not."""
    return folder == other or RANK[other] < RANK[folder]


def check_direction(src):
    if not src.folder:
        return []
    if src.folder not in RANK:
        return [Finding(src.path, 1, "layer", f"src/{src.folder} is no layer")]
    found = []
    for inc in src.includes:
        if inc.system:
            continue
        other, slash, _ = inc.name.partition("/")
        if not slash or other not in RANK:
            found.append(Finding(src.path, inc.line, "layer",
                                 f'"{inc.name}" is not written from src/'))
        elif not may_include(src.folder, other):
            found.append(Finding(src.path, inc.line, "layer",
                                 f"{src.folder} may not include {other} ({inc.name})"))
    return found


def check_libraries(src, limits):
    found = []
    for inc in src.includes:
        if not inc.system:
            continue
        for start, places in LIBRARIES.items():
            if not inc.name.startswith(start) or limits.allows("library", src.path):
                continue
            if not any(src.path == p or p.endswith("/") and src.path.startswith(p)
                       for p in places):
                found.append(Finding(src.path, inc.line, "library",
                                     f"<{inc.name}> belongs to {', '.join(places)} alone"))
    return found


def check_count(src, limits):
    own = [i for i in src.includes if not i.system]
    if not src.folder or src.is_header or len(own) <= INCLUDES_MAX:
        return []
    if limits.allows("includes", src.path, len(own)):
        return []
    return [Finding(src.path, own[-1].line, "includes",
                    f"{len(own)} project includes; more than {INCLUDES_MAX} mean two jobs")]


def check_cycles(sources):
    """Cycles among the files of one folder, each reported once."""
    edges = defaultdict(list)
    for src in sources:
        for inc in src.includes:
            if not inc.system and src.folder and inc.name.startswith(src.folder + "/"):
                edges[src.path].append("src/" + inc.name)
    found, done = [], set()

    def visit(path, trail):
        if path in trail:
            cycle = trail[trail.index(path):]
            if path == min(cycle):
                found.append(Finding(path, 1, "cycle", " -> ".join(cycle + [path])))
            return
        if path in done:
            return
        for other in edges.get(path, []):
            visit(other, trail + [path])
        done.add(path)

    for path in sorted(edges):
        visit(path, [])
    return found


def check(sources, limits):
    found = check_cycles(sources)
    for src in sources:
        found += check_direction(src)
        found += check_libraries(src, limits)
        found += check_count(src, limits)
    return found

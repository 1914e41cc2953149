"""words.py - names, types and words that have their place or none at all."""
import re

from .source import Finding, line_of

BANNED = "strcpy strcat sprintf vsprintf strtok atoi atol atoll strtod strtof scanf sscanf " \
         "fscanf localtime gmtime system popen gets rand srand"
CLOCK = "time clock_gettime gettimeofday"
HEAP = "malloc calloc realloc reallocarray free strdup strndup asprintf vasprintf"

# Where the heap is not for use: arenas only.
ARENAS_ONLY = ("src/domain/", "src/rule/", "src/dispatch/", "src/document/", "src/http/api_")
# Where the clock may be read.
CLOCK_READERS = ("src/http/", "src/cli/")
# Where binary floating point is allowed.
FLOATS = ("src/dispatch/", "src/document/", "src/domain/match.c", "src/domain/match_",
          "src/domain/geo.c")

FLOAT = re.compile(r"\b(?:double|float)\b|(?<![\w.])\d+\.\d*(?:[eE][-+]?\d+)?[fFlL]?|"
                   r"(?<![\w.])\.\d+(?:[eE][-+]?\d+)?[fFlL]?\b")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!.*#\d+)")
UNMARKED = re.compile(r"^(?:extern )?qh_status\s+(\w+)\s*\(", re.M)
MACHINE_PATH = re.compile(r"(?:^|[^A-Za-z0-9_.~$}])(/(?:work|farm|home|root)/[\w.-]+)")
PRIVATE_KEY = re.compile(r"BEGIN (?:EC |RSA |ENCRYPTED |)PRIVATE KEY")
REGISTRY = re.compile(r'"resolved"\s*:\s*"https?://|^\s*registry\s*=')


def calls(names):
    return re.compile(r"(?<![\w.>])(" + "|".join(names.split()) + r")\s*\(")


BANNED_CALL, CLOCK_CALL, HEAP_CALL = calls(BANNED), calls(CLOCK), calls(HEAP)


def matches(src, pattern, rule, text, limits):
    """Findings for each match in the code, with {} in text replaced by the name."""
    found = []
    for match in pattern.finditer(src.code):
        name = match[1] if pattern.groups else match[0]
        if not limits.allows(rule, src.path):
            found.append(Finding(src.path, line_of(src.code, match.start()), rule,
                                 text.format(name)))
    return found


def check_code(src, limits):
    found = matches(src, BANNED_CALL, "banned", "{} is not for use here", limits)
    if src.path.startswith(ARENAS_ONLY):
        found += matches(src, HEAP_CALL, "heap", "{}: arenas only in this folder", limits)
    if src.folder and not src.path.startswith(CLOCK_READERS):
        found += matches(src, CLOCK_CALL, "clock", "{}: the time comes in by the caller", limits)
    if src.folder and not src.path.startswith(FLOATS):
        found += matches(src, FLOAT, "float", "{}: numbers are exact here", limits)
    if src.folder and src.is_header:
        found += matches(src, UNMARKED, "must", "{} returns qh_status without QH_MUST", limits)
    return found


def check_words(src, limits):
    if not src.folder:
        return []
    return [Finding(src.path, line, "han",
                    f'wording in code: "{text}" belongs to data/locales or data/layouts')
            for line, text in src.strings
            if HAN.search(text) and not limits.allows("han", src.path)]


def check_header(src):
    """The order of a header: `/* name.h - purpose`, #pragma once."""
    if not src.folder or not src.is_header:
        return []
    name = src.path.rsplit("/", 1)[1]
    found = []
    if not src.text.startswith(f"/* {name} - "):
        found.append(Finding(src.path, 1, "header", f"does not begin with '/* {name} - '"))
    if not re.search(r"^#pragma once$", src.text, re.M):
        found.append(Finding(src.path, 1, "header", "has no #pragma once"))
    return found


def check_text(path, text, limits):
    """Rules for every file of the repository, whatever its language."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if UNFINISHED.search(line) and not limits.allows("unfinished", path):
            found.append(Finding(path, number, "unfinished", "a TODO needs an issue number"))
        if machine := MACHINE_PATH.search(line):
            found.append(Finding(path, number, "machine", f"{machine[1]}: a path of one machine"))
        if PRIVATE_KEY.search(line):
            found.append(Finding(path, number, "secret", "a private key"))
        if path.endswith((".json", ".npmrc")) and REGISTRY.search(line):
            found.append(Finding(path, number, "registry", "a registry's address"))
    return found


def check(sources, limits):
    found = []
    for src in sources:
        found += check_code(src, limits)
        found += check_words(src, limits)
        found += check_header(src)
    return found

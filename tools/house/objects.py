"""objects.py - mutable globals, read off the object files (STYLE section 12).

Data in .rodata and .data.rel.ro is constant; data in any other section is not.
"""
import re
import subprocess

from .source import Finding

# 0000000000000000 l     O .bss	0000000000000008 name
SYMBOL = re.compile(r"^[0-9a-f]+ (.{7}) (\S+)\t[0-9a-f]+ (?:\.hidden )?(\S+)$")
MUTABLE = re.compile(r"^(\.bss|\.data|\.tbss|\.tdata|\*COM\*)(?!\.rel\.ro)")
MADE_BY_COMPILER = re.compile(r"^(__|\.L|CSWTCH)")


def mutable_names(dump):
    """Names of the mutable objects in the output of `objdump -t` for one file."""
    names = []
    for line in dump.splitlines():
        match = SYMBOL.match(line)
        if match and "O" in match[1] and MUTABLE.match(match[2]) \
                and not MADE_BY_COMPILER.match(match[3]):
            names.append(re.sub(r"\.\d+$", "", match[3]))
    return names


def check(objects, limits):
    """objects: {path of the source: path of its object file}."""
    found = []
    for path, file in sorted(objects.items()):
        dump = subprocess.run(["objdump", "-t", str(file)], check=True, text=True,
                              stdout=subprocess.PIPE).stdout
        found += [Finding(path, 1, "global", f"{name} can change; pass it in a struct")
                  for name in mutable_names(dump)
                  if not limits.allows("global", f"{path}:{name}")]
    return found

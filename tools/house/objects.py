"""objects.py - what the object files tell: mutable globals (STYLE section 12), and files
that need one another in a circle.

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


def names_of(objects):
    """{source: ({names that its object file defines}, {names that it needs})}."""
    source = {str(file): path for path, file in objects.items()}
    text = subprocess.run(["nm", "--format=posix", "--print-file-name", *source], check=True,
                          text=True, stdout=subprocess.PIPE).stdout
    names = {path: (set(), set()) for path in objects}
    for line in text.splitlines():
        file, name, kind = line.split()[:3]
        if kind == "U" or kind.isupper():
            names[source[file.rstrip(":")]][kind == "U"].add(name)
    return names


def needs(objects):
    """{source: {source that it needs: one name for which}}."""
    names = names_of(objects)
    home = {name: path for path, (defined, _) in names.items() for name in defined}
    return {path: {home[n]: n for n in sorted(needed) if home.get(n, path) != path}
            for path, (_, needed) in names.items()}


def circles(graph):
    """Shortest way back to itself of each file that has one, each circle once."""
    seen, found = set(), []
    for start in sorted(graph):
        ways = [[start]]
        reached = set()
        while ways and start not in seen:
            way = ways.pop(0)
            for other in sorted(graph[way[-1]]):
                if other == start:
                    found.append(way)
                    seen.update(way)
                    ways = []
                    break
                if other not in reached:
                    reached.add(other)
                    ways.append(way + [other])
    return found


def check_circles(objects):
    graph = needs(objects)
    found = []
    for way in circles(graph):
        steps = [f"{a} ({graph[a][b]})" for a, b in zip(way, way[1:] + way[:1])]
        found.append(Finding(way[0], 1, "circle", " -> ".join(steps + way[:1])))
    return found


def check(objects, limits):
    """objects: {path of the source: path of its object file}."""
    found = check_circles(objects)
    for path, file in sorted(objects.items()):
        dump = subprocess.run(["objdump", "-t", str(file)], check=True, text=True,
                              stdout=subprocess.PIPE).stdout
        found += [Finding(path, 1, "global", f"{name} can change; pass it in a struct")
                  for name in mutable_names(dump)
                  if not limits.allows("global", f"{path}:{name}")]
    return found

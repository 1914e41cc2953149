"""compilers.py - clang, clang-tidy, cppcheck and lone headers, each file once per content.

A file that was found clean is remembered under the hash of everything that its result
depends on: tool, arguments, settings, the file and every header of the project that it
reaches.  So the second run looks only at what has changed.
"""
import concurrent.futures
import hashlib
import json
import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .source import INCLUDE

JOBS = 2
# Flags that say where to write, or that only gcc knows.
TAKES_VALUE = {"-o", "-MF", "-MQ", "-MT"}
DROPPED = {"-c", "-MD", "-MMD", "-fdiagnostics-color=always"}
# assert(!"this cannot be") is how the code says so.
CLANG_FLAGS = ["-Wno-string-conversion"]


@dataclass
class Unit:
    path: str      # relative to the root
    flags: list    # of the compiler, without its name, input and outputs
    folder: Path   # where the compiler runs
    output: Path   # the object file


def read_units(root, build):
    """The project's own files of compile_commands.json, each once; generated ones are not."""
    units = {}
    for row in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        folder = Path(row["directory"])
        file = Path(os.path.normpath(folder / row["file"]))
        if not file.is_relative_to(root) or file.is_relative_to(build) or file.suffix != ".c":
            continue
        words = shlex.split(row["command"])
        words = words[2 if Path(words[0]).name == "ccache" else 1:]
        flags, skip = [], False
        for word in words:
            if skip:
                skip = False
            elif word in TAKES_VALUE:
                skip = True
            elif word not in DROPPED and word != row["file"]:
                flags.append(word)
        path = file.relative_to(root).as_posix()
        units.setdefault(path, Unit(path, flags, folder, folder / row["output"]))
    return sorted(units.values(), key=lambda u: u.path)


class Reach:
    """Hashes of files together with the project's headers that they include."""

    def __init__(self, root, build):
        self.places = [root / "src", build / "src", root, build]
        self.seen = {}

    def _read(self, file):
        if file not in self.seen:
            text = file.read_text(encoding="utf-8", errors="replace")
            names = [m[2] for m in INCLUDE.finditer(text) if m[1] == '"']
            self.seen[file] = (hashlib.sha256(text.encode()).hexdigest(), names)
        return self.seen[file]

    def _find(self, name, beside):
        for place in [beside] + self.places:
            if (place / name).is_file():
                return (place / name).resolve()
        # A generated header lies in the folder of its target: look for it by its name.
        return next(iter(sorted(self.places[1].rglob(Path(name).name))), None)

    def hash(self, file):
        todo, files = [file.resolve()], set()
        while todo:
            here = todo.pop()
            if here in files:
                continue
            files.add(here)
            for name in self._read(here)[1]:
                if (other := self._find(name, here.parent)) is not None:
                    todo.append(other)
        whole = "".join(sorted(self._read(f)[0] for f in files))
        return hashlib.sha256(whole.encode()).hexdigest()


class Cache:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    @staticmethod
    def key(*parts):
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def has(self, key):
        file = self.folder / key
        if not file.exists():
            return False
        os.utime(file)
        return True

    def add(self, key):
        (self.folder / key).touch()

    def trim(self, keep=4000):
        files = sorted(self.folder.iterdir(), key=lambda f: f.stat().st_mtime)
        for file in files[:max(0, len(files) - keep)]:
            file.unlink()


def run(command, folder):
    """Output of a command that found something; "" when it found nothing."""
    done = subprocess.run(command, cwd=folder, text=True, check=False, errors="replace",
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return "" if done.returncode == 0 else done.stdout or f"{command[0]}: failed silently"


def run_cached(jobs, cache):
    """jobs: (key, command, folder).  (number of files looked at anew, list of outputs)"""
    todo = [job for job in jobs if not cache.has(job[0])]
    outputs = []
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        for (key, *_), out in zip(todo, pool.map(lambda j: run(j[1], j[2]), todo)):
            if out:
                outputs.append(out)
            else:
                cache.add(key)
    return len(todo), outputs


def version_of(tool):
    return subprocess.run([tool, "--version"], text=True, check=True,
                          stdout=subprocess.PIPE).stdout


def clang_jobs(root, units, reach):
    version = version_of("clang-14")
    return [(Cache.key("clang", version, *u.flags, *CLANG_FLAGS, reach.hash(root / u.path)),
             ["clang-14", *u.flags, *CLANG_FLAGS, "-fsyntax-only", str(root / u.path)], u.folder)
            for u in units]


def tidy_settings(root, path):
    """The .clang-tidy files that hold for a file, joined."""
    folders = [root / p for p in Path(path).parents]
    return "".join(f.read_text(encoding="utf-8")
                   for f in (d / ".clang-tidy" for d in folders) if f.exists())


def tidy_jobs(root, build, units, reach):
    version = version_of("clang-tidy-14")
    return [(Cache.key("tidy", version, tidy_settings(root, u.path), *u.flags,
                       reach.hash(root / u.path)),
             ["clang-tidy-14", "--quiet", "-p", str(build), str(root / u.path)], root)
            for u in units]


def header_jobs(root, headers, units, reach):
    """Every header compiles alone, with the flags of a file of its own folder."""
    by_folder = {os.path.dirname(u.path): u for u in units}
    version = version_of("gcc")
    jobs = []
    for path in headers:
        unit = by_folder.get(os.path.dirname(path))
        if unit is None:
            continue
        jobs.append((Cache.key("header", version, *unit.flags, reach.hash(root / path)),
                     ["gcc", *unit.flags, "-fsyntax-only", "-x", "c", "-include",
                      str(root / path), "/dev/null"], unit.folder))
    return jobs


def cppcheck_command(root, build, work):
    work.mkdir(parents=True, exist_ok=True)
    return ["cppcheck", "--quiet", f"-j{JOBS}", "--error-exitcode=1", "--std=c11",
            "--enable=warning,performance,portability", "--inline-suppr",
            f"--suppressions-list={root / 'tools/cppcheck.txt'}",
            f"--cppcheck-build-dir={work}", f"--project={build / 'compile_commands.json'}",
            f"-i{build}", "--template={file}:{line}: {id}: {message}"]


def tidy_findings(outputs, root):
    """One line for each finding of clang-tidy, with paths from the root."""
    found = set()
    for line in "".join(outputs).splitlines():
        where, mark, what = line.partition(": error: ")
        if mark:
            path, rest = where.split(":", 1)
            path = os.path.normpath(root / "build" / path)
            what = what.replace(",-warnings-as-errors]", "]")
            found.add(f"{os.path.relpath(path, root)}:{rest}: {what}")
    return sorted(found) or outputs

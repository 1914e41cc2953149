"""limits.py - the exceptions of tools/limits.txt: one a line, each with its reason.

    RULE  WHERE  REASON...

RULE is the name that a finding carries; WHERE is its path, or path:name where a finding
speaks of one name.  A rule with a number (`lines=700`) raises that limit to the number.
An exception that nothing needs any more is itself a finding.
"""
from dataclasses import dataclass
from pathlib import Path

from .source import Finding

FILE = "tools/limits.txt"


@dataclass
class Limit:
    line: int
    rule: str
    where: str
    number: int
    used: bool = False


class Limits:
    def __init__(self, text=""):
        self.limits = []
        self.findings = []
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip() and not line.startswith("#"):
                self._add(number, line.split(None, 2))

    @classmethod
    def load(cls, root):
        file = Path(root) / FILE
        return cls(file.read_text(encoding="utf-8") if file.exists() else "")

    def _add(self, line, words):
        if len(words) < 3:
            self.findings.append(Finding(FILE, line, "limits", "an exception needs a reason"))
            return
        rule, _, number = words[0].partition("=")
        self.limits.append(Limit(line, rule, words[1], int(number or 0)))

    def allows(self, rule, where, number=0):
        """Is this place excepted (up to that number, where the rule has one)?"""
        for limit in self.limits:
            if limit.rule == rule and limit.where == where and number <= (limit.number or number):
                limit.used = True
                return True
        return False

    def unused(self):
        return [Finding(FILE, x.line, "limits", f"nothing needs '{x.rule} {x.where}' any more")
                for x in self.limits if not x.used]

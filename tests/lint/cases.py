#!/usr/bin/env python3
"""Worked examples: every metric has one. Usage: tests/lint/cases.py [ROOT].

A metric ("id", UNIT_…) of generator/metrics must stand in an `expect` line of tests/cases/ with a value of its own: that it is MISSING, say,
is no example of it. An `expect` line names no metric that is not there, and every case begins with its title."""
import os, re, shlex, sys

ROOT = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROW = re.compile(r'\{\s*(?:\.id\s*=\s*)?"([a-z0-9_]+)"\s*,\s*(?:\.unit\s*=\s*)?UNIT_')
MACRO = re.compile(r"^#define\s+([A-Z_]+)\(id\b[^)]*\)\s*\\?\s*\{\s*(?:\.id\s*=\s*)?id\s*,", re.M)


def files(top, ends):
    for folder, folders, names in os.walk(os.path.join(ROOT, top)):
        folders.sort()
        for name in sorted(names):
            if name.endswith(ends):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as f:
                    yield os.path.relpath(path, ROOT), f.read()


def line(text, at):
    return text.count("\n", 0, at) + 1


def metrics():
    """{id: (file, line)} of the rows of all families, also of rows written with a macro of the file that takes the id first."""
    found = {}
    for path, text in files(os.path.join("generator", "metrics"), ".c"):
        code = re.sub(r"//[^\n]*|/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.S)
        rows = [ROW] + [re.compile(rf'^\s*{m[1]}\(\s*"([a-z0-9_]+)"', re.M) for m in MACRO.finditer(code)]
        for row in rows:
            for m in row.finditer(code):
                found.setdefault(m[1], (path, line(code, m.start())))
    return found


def main():
    known, shown, faults, cases = metrics(), set(), [], 0
    for path, text in files(os.path.join("tests", "cases"), ".case"):
        cases += 1
        if not re.match(r"# *\S", text):
            faults.append((path, 1, "the first line is no title"))
        for n, expectation in enumerate(text.splitlines(), 1):
            if not expectation.startswith("expect "):
                continue
            words = shlex.split(expectation[len("expect "):], comments=True)
            metric = words[1].partition("[")[0] if len(words) > 1 else ""
            if metric not in known:
                faults.append((path, n, f"no metric is called {metric or 'that'}"))
            elif any(re.match(r"(?:value=)?~?-?[0-9]", word) for word in words[2:]):
                shown.add(metric)
    faults += [(*known[m], f"{m} has no worked example: no expect line of tests/cases gives a value of it") for m in known if m not in shown]
    if not known or not cases:
        faults.append(("tests/cases", 1, "no metric or no case was found"))
    print(f"{'not ok' if faults else 'ok'} - cases: every metric has a worked example, every worked example is of a metric")
    for path, n, what in sorted(faults):
        print(f"{path}:{n}: cases: {what}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

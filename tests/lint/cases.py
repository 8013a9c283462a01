#!/usr/bin/env python3
"""Worked examples: every metric has one. Usage: tests/lint/cases.py [ROOT].

A metric ("id", UNIT_…) of generator/metrics must stand in `expect` lines of tests/cases/ in four ways: with a value on a month, with a value on a
quarter, a year or a trailing year, as MISSING and as UNDEFINED; NEVER lists those of which one cannot be, and why. An `expect` line names no metric
that is not there, and every case begins with its title."""
import os, re, shlex, sys

ROOT = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROW = re.compile(r'\{\s*(?:\.id\s*=\s*)?"([a-z0-9_]+)"\s*,\s*(?:\.unit\s*=\s*)?UNIT_')
MACRO = re.compile(r"^#define\s+([A-Z_]+)\(id\b[^)]*\)\s*\\?\s*\{\s*(?:\.id\s*=\s*)?id\s*,", re.M)
MONTH, LONGER, MISSING, UNDEFINED = "a value on a month", "a value on a quarter or year", "state=MISSING", "state=UNDEFINED"
# What a metric can never be, with the reason; a metric that is named here and has such a line after all is a fault too.
NEVER = [
    (UNDEFINED, "a count or a sum: there is nothing to divide by",
     """spend_acquisition spend_no_channel spend_keeping lost_revenue_year unrecovered_cost nps_promoters nps_passives nps_detractors customers_opening customers_new
     customers_new_lost customers_returned customers_lost customers_closing mrr_opening mrr_new mrr_reactivation mrr_expansion mrr_contraction mrr_churned
     mrr_fx mrr_closing mrr_new_earned mrr_new_bought mrr_new_unknown mrr_at_risk renewals_due renewals_due_mrr turned_down turned_down_mrr backlog
     clients_below_floor list_welcome list_dates list_recover list_review list_refer"""),
]


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


def rows(words):
    """Which of the four rows an expect line is."""
    if any(re.match(r"(?:value=)?~?-?[0-9]", word) for word in words[2:]):
        yield MONTH if re.fullmatch(r"\d{4}-\d\d", words[0]) else LONGER
    yield from (word for word in words[2:] if word in (MISSING, UNDEFINED))


def lacking(known, shown):
    """(file, line, what) of every row a metric lacks, and of what is said never to be and is."""
    never = {(metric, row): why for row, why, metrics in NEVER for metric in metrics.split()}
    for metric, place in known.items():
        for row in (MONTH, LONGER, MISSING, UNDEFINED):
            if (row in shown.get(metric, ())) == ((metric, row) in never):
                yield (*place, f"{metric} has {row} after all: NEVER of this lint says it cannot" if (metric, row) in never else
                       f"{metric} has no worked example with {row}: no expect line of tests/cases shows it")


def main():
    known, shown, faults, cases = metrics(), {}, [], 0
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
            shown.setdefault(metric, set()).update(rows(words))
    faults += lacking(known, shown)
    if not known or not cases:
        faults.append(("tests/cases", 1, "no metric or no case was found"))
    print(f"{'not ok' if faults else 'ok'} - cases: every metric has worked examples of its four rows, every worked example is of a metric")
    for path, n, what in sorted(faults):
        print(f"{path}:{n}: cases: {what}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

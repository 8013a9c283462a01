"""Sets the oracle's report beside the program's metrics.json."""
from collections import Counter
from fractions import Fraction

from catalogue import LOOSE, NO_LIMITS, NOT_JUDGED, OVER_ONE, UNIT, unit_of

FIELDS = ("value", "num", "den", "n", "lo", "hi")
# num and den are judged where metrics.md makes the figure a quotient of two counts or sums; n where it names who is counted.
UNJUDGED = {"clv": ("num", "den"), "clv_cac": ("num", "den"), "spend_share_acquisition": ("n",)}


def close(a, b, tolerance=Fraction(1, 10**9)):
    a, b = Fraction(a), Fraction(b)
    return abs(a - b) <= max(abs(a), abs(b)) * tolerance or abs(a - b) < Fraction(1, 10**12)


class Comparison:
    def __init__(self, mine, theirs):
        self.mine, self.theirs = mine, theirs
        self.compared = self.exact = self.values = self.unjudged = 0
        self.differences, self.suppression = [], []
        self.by_name, self.absent, self.units = Counter(), set(), set()

    def differ(self, where, text, name="-"):
        self.differences.append(f"{where}: {text}")
        self.by_name[name] += 1

    def run(self):
        for field in ("client", "currency", "as_of"):
            if self.mine[field] != self.theirs.get(field):
                self.differ(field, f"oracle {self.mine[field]}, program {self.theirs.get(field)}")
        periods = self.theirs.get("periods", {})
        for key in sorted(set(periods) - set(self.mine["periods"])):
            self.differ(key, "a period the oracle does not have")
        for key, metrics in self.mine["periods"].items():
            if key not in periods:
                self.differ(key, "the program lacks this period")
                continue
            for name in sorted(set(UNIT) | set(periods[key])):
                if name not in NOT_JUDGED:
                    self.metric(f"{key} {name}", name, metrics, periods[key].get(name))
        return self

    def metric(self, where, name, metrics, theirs):
        if theirs is None:
            self.absent.add(name)
            return
        if name not in UNIT:
            self.differ(where, "an id the oracle does not know", name)
            return
        if metrics.get(name) is None:
            self.differ(where, "an id the oracle does not work out", name)
            return
        mine = metrics[name]
        self.entry(where, name, mine, theirs)
        slices = mine.get("slices", {})
        shown = theirs.get("slices", {})
        for dim, values in shown.items():
            for value, entry in values.items():
                self.slice(f"{where} {dim}={value}", name, mine, slices.get(dim), value, entry)
        for dim, values in slices.items():
            for value, entry in values.items():
                if value not in shown.get(dim, {}) and entry["state"] in ("OK", "PARTIAL", "SUPPRESSED"):
                    self.differ(f"{where} {dim}={value}", f"the program lacks this slice; oracle {text_of(entry)}", name)

    def slice(self, where, name, whole, mine, value, theirs):
        if value not in (mine or {}) and theirs.get("state") == "UNDEFINED" and not theirs.get("den"):
            self.unjudged += 1  # nobody in it on either side
        elif whole["state"] == "MISSING" and value not in (mine or {}):
            self.entry(where, name, {"state": "MISSING"}, theirs)
        elif value not in (mine or {}):
            self.differ(where, f"a slice the oracle does not have: {text_of(theirs)}", name)
        else:
            self.entry(where, name, mine[value], theirs)

    def entry(self, where, name, mine, theirs):
        state = theirs.get("state")
        self.compared += 1
        if state != mine["state"]:
            text = f"state: oracle {text_of(mine)}; program {text_of(theirs)}"
            if "SUPPRESSED" in (state, mine["state"]):
                self.suppression.append(f"{where}: {text}")
            else:
                self.differ(where, text, name)
            return
        if theirs.get("unit") != unit_of(name, self.mine["currency"]) and name not in self.units:
            self.units.add(name)
            self.differ(where, f"unit {theirs.get('unit')} (told once)", name)
        if theirs.get("rule") is None:
            self.differ(where, "no rule", name)
        if state == "MISSING" and not theirs.get("needs"):
            self.differ(where, "MISSING without needs", name)
        if state in ("MISSING", "SUPPRESSED"):
            for field in FIELDS:
                if field in theirs:
                    self.differ(where, f"{state} shows {field} {theirs[field]}", name)
            return
        self.fields(where, name, mine, theirs)

    def fields(self, where, name, mine, theirs):
        for field in FIELDS:
            here, there = mine.get(field), theirs.get(field)
            limit = field in ("lo", "hi")
            if field in UNJUDGED.get(name, ()) or (limit and name in NO_LIMITS) or (here is None and (not limit or there is None)):
                self.unjudged += there is not None
                continue
            self.compared += 1
            if here is None or there is None:
                self.differ(where, f"{field}: oracle {show(here)}, program {show(there)}", name)
                continue
            base = 1 if name in OVER_ONE else 0
            if not close(here + base, there + base, LOOSE.get(name, Fraction(1, 10**9))):
                self.differ(where, f"{field}: oracle {show(here)}, program {show(there)}", name)
            if field == "value" and isinstance(here, Fraction):
                self.values += 1
                self.exact += float(here) == there


def show(value):
    return "none" if value is None else str(value) if isinstance(value, int) else repr(float(value))


def text_of(entry):
    fields = " ".join(f"{f}={show(entry[f])}" for f in FIELDS if entry.get(f) is not None)
    return (entry.get("state") or "no state") + (" " + fields if fields else "")

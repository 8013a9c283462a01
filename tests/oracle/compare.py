"""Sets the oracle's report beside the program's metrics.json."""
from fractions import Fraction

from catalogue import NOT_JUDGED, unit_of

FIELDS = ("value", "num", "den", "n", "lo", "hi")
REQUIRED = ("retention_rate", "churn_rate", "nps", "csat")  # by each dimension; cac by channel
# What the settled rules do not name for a metric is not judged: totals carry no n by rule, clv and clv_cac are no plain
# quotients of counts.
UNJUDGED = {"clv": ("num", "den"), "clv_cac": ("num", "den"), "spend_share_acquisition": ("n",)}


def close(a, b):
    a, b = Fraction(a), Fraction(b)
    return abs(a - b) <= max(abs(a), abs(b)) / 10**9 or abs(a - b) < Fraction(1, 10**12)


class Comparison:
    def __init__(self, mine, theirs):
        self.mine, self.theirs = mine, theirs
        self.compared = self.exact = self.values = self.unjudged = 0
        self.differences = []

    def differ(self, where, text):
        self.differences.append(f"{where}: {text}")

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
            for name in names_of_metrics():
                self.metric(f"{key} {name}", name, metrics[name], periods[key].get(name))
        return self

    def metric(self, where, name, mine, theirs):
        if theirs is None:
            self.differ(where, "the program lacks this metric")
            return
        self.entry(where, name, mine, theirs)
        slices = mine.get("slices", {})
        shown = theirs.get("slices", {})
        for dim, values in shown.items():
            for value, entry in values.items():
                self.slice(f"{where} {dim}={value}", name, mine, slices.get(dim), value, entry)
        for dim, values in slices.items():
            if name in REQUIRED or (name, dim) == ("cac", "channel"):
                for value, entry in values.items():
                    if value not in shown.get(dim, {}) and entry["state"] in ("OK", "PARTIAL", "SUPPRESSED"):
                        self.differ(f"{where} {dim}={value}", f"the program lacks this slice; oracle {text_of(entry)}")

    def slice(self, where, name, whole, mine, value, theirs):
        if whole["state"] == "MISSING" and value not in (mine or {}):
            self.entry(where, name, {"state": "MISSING"}, theirs)
        elif value not in (mine or {}) and theirs.get("state") == "UNDEFINED" and not theirs.get("den"):
            self.unjudged += 1  # nobody in it on either side
        elif value not in (mine or {}):
            self.differ(where, f"a slice the oracle does not have: {text_of(theirs)}")
        else:
            self.entry(where, name, mine[value], theirs)

    def entry(self, where, name, mine, theirs):
        state = theirs.get("state")
        self.compared += 1
        if state != mine["state"]:
            self.differ(where, f"state: oracle {text_of(mine)}; program {text_of(theirs)}")
            return
        if theirs.get("unit") != unit_of(name, self.mine["currency"]):
            self.differ(where, f"unit {theirs.get('unit')}")
        if theirs.get("rule") is None:
            self.differ(where, "no rule")
        if state == "MISSING" and not theirs.get("needs"):
            self.differ(where, "MISSING without needs")
        if state in ("MISSING", "SUPPRESSED"):
            for field in FIELDS:
                if field in theirs:
                    self.differ(where, f"{state} shows {field} {theirs[field]}")
            return
        self.fields(where, name, mine, theirs)

    def fields(self, where, name, mine, theirs):
        total = name.startswith(("customers_", "mrr_", "nps_"))
        for field in FIELDS:
            here, there = mine.get(field), theirs.get(field)
            if field in UNJUDGED.get(name, ()) or (total and field != "value") or (mine["state"] == "UNDEFINED" and here is None):
                self.unjudged += there is not None
                continue
            if here is None and there is None:
                continue
            self.compared += 1
            if here is None or there is None:
                self.differ(where, f"{field}: oracle {show(here)}, program {show(there)}")
                continue
            if not close(here, there):
                self.differ(where, f"{field}: oracle {show(here)}, program {show(there)}")
            if field == "value" and isinstance(here, Fraction):
                self.values += 1
                self.exact += float(here) == there


def show(value):
    return "none" if value is None else str(value) if isinstance(value, int) else repr(float(value))


def text_of(entry):
    fields = " ".join(f"{f}={show(entry[f])}" for f in FIELDS if entry.get(f) is not None)
    return (entry.get("state") or "no state") + (" " + fields if fields else "")

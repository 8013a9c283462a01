"""What min_n withholds (metrics.md, Slices): within a span, and through time, where figures add up over months.

Everything shown is a sum of numbers of single slices and months; what is withheld must not be a combination of what is told. Ranks are
taken modulo a prime of 61 bits: sums of ones, so that no number of the elimination comes near it."""
from collections import defaultdict

from spans import month_end

PRIME = 2**61 - 1
RUN = 12                     # months of the longest run looked at
GROUPS = {
    "joined": ("cac", "cac_media", "payback_months", "payback_revenue"),
    "nps": ("nps", "nps_promoter_share", "nps_passive_share", "nps_detractor_share"),
    "csat": ("csat", "csat_mean"),
    "ces": ("ces", "ces_easy", "ces_index"),
    "at risk": ("lifetime",),
    **{name: (name,) for name in ("nps_touchpoint", "response_rate", "comment_rate", "early_churn", "renewal_rate", "order_average",
                                  "first_response_sla", "reopen_rate")},
}
FOLLOWERS = {"purchase_frequency": ("order_average",), "repeat_rate": ("order_average",), "clv": ("at risk",),
             "clv_discounted": ("at risk",), "clv_cac": ("joined", "at risk")}
GROUP_OF = {name: (group,) for group, names in GROUPS.items() for name in names}
KINDS = ("month", "quarter", "year", "ttm")


def smallest_first(counts):
    return sorted((value for value, n in counts.items() if n > 0), key=lambda value: (counts[value], value.encode()))


def withheld(counts, min_n, small=(), went=()):
    """Values with fewer than min_n or that were small before, then others, the smallest of those that went with them before first,
    until at least two are and together reach min_n."""
    order = smallest_first(counts)
    out = {value for value in order if counts[value] < min_n or value in small}
    for value in sorted(order, key=lambda value: value not in went):
        if not out or (len(out) >= 2 and sum(counts[v] for v in out) >= min_n):
            break
        out.add(value)
    return out


def withheld_months(sizes, upto, min_n):
    """Of {month: who began}: the months withheld as of each month in turn up to one; who is withheld stays so."""
    out, so_far = set(), {}
    for month in sorted(m for m in sizes if m <= upto):
        so_far[month] = sizes[month]
        out |= {month} if 0 < sizes[month] < min_n else set()
        for other in sorted(so_far, key=lambda m: (so_far[m], m)):
            if not out or (len(out) >= 2 and sum(so_far[m] for m in out) >= min_n):
                break
            if so_far[other]:
                out.add(other)
    return out


class Sums:
    """Sums that are told, as an echelon form: {leading unknown: vector}; a vector is {unknown: number}, its first one 1."""

    def __init__(self, base=None):
        self.base, self.rows = base, {}

    def rest(self, vector):
        """What of a vector does not follow; empty when it follows."""
        vector = self.base.rest(vector) if self.base else dict(vector)
        for lead in sorted(set(vector) & set(self.rows)):
            _less(vector, self.rows[lead], lead)
        return vector

    def tell(self, vector):
        """Keeps every row free of the others' leading unknowns, so that one pass of rest() is enough."""
        vector = self.rest(vector)
        if not vector:
            return
        lead = min(vector)
        inverse = pow(vector[lead], -1, PRIME)
        vector = {k: v * inverse % PRIME for k, v in vector.items()}
        for row in self.rows.values():
            _less(row, vector, lead)
        self.rows[lead] = vector


def _less(vector, row, lead):
    factor = vector.get(lead, 0)
    if factor:
        for k, v in row.items():
            left = (vector.get(k, 0) - factor * v) % PRIME
            if left:
                vector[k] = left
            else:
                vector.pop(k, None)


class Flow:
    """One group in one dimension. counts: {span key: {value: n}}; after run(), hidden: {span key: set of values}."""

    def __init__(self, client, counts, months_hidden=None):
        self.client, self.counts, self.min_n = client, counts, client.conf["min_n"]
        self.at_risk = months_hidden is not None
        self.spans = [s for s in client.spans if s.key in counts]
        self.months = [s for s in client.spans if s.kind == "month"]
        self.place = {s.key: i for i, s in enumerate(self.months)}
        self.hidden, self.secret, self.told = {}, [], Sums()
        self.unknown = set()
        small, went = set(), set()
        for month in self.months:
            if self.at_risk:
                out = months_hidden.get(month.key, set())
            else:
                out = withheld(counts.get(month.key, {}), self.min_n, small, went)
                if len(out) > 1:
                    small |= {value for value in out if counts[month.key][value] < self.min_n}
                    went |= out - small
                self.hidden[month.key] = out
            if len(out) > 1:
                cells = {(value, self.place[month.key]) for value in out}
                self.unknown |= cells
                self.told.tell({cell: 1 for cell in cells})
        for cell in sorted(self.unknown):
            self.keep({cell: 1})

    def keep(self, vector):
        """A sum that must not follow, unless it does already."""
        if self.told.rest(vector):
            self.secret.append(vector)

    def vector(self, value, months):
        return {(value, m): 1 for m in months if (value, m) in self.unknown}

    def months_of(self, span):
        if self.at_risk:
            return [self.place[s.key] for s in self.client.finished if s.close <= span.close][-12:]
        return [i for i, s in enumerate(self.months) if span.first <= s.first <= span.close]

    def run(self):
        last = None
        longer = [s for s in self.spans if not s.missing and (self.at_risk or s.kind != "month")]
        turns = [(s.cut, month_end(s.close.year, s.close.month), KINDS.index(s.kind), s) for s in longer]
        if not self.at_risk:
            turns += [(s.cut, month_end(s.close.year, s.close.month), -1, None) for s in self.months]
        for cut, month, _, span in sorted(turns, key=lambda turn: turn[:3]):
            if not self.at_risk and (cut, month) != last:
                self.runs(month)
            last = cut, month
            if span is not None:
                self.decide(span)
        return self.hidden

    def runs(self, month):
        """Runs of months that end with one and have fewer than min_n together."""
        end = next(i for i, s in enumerate(self.months) if month_end(s.close.year, s.close.month) == month)
        for value in sorted({value for value, _ in self.unknown}):
            total = 0
            for start in range(end, max(-1, end - RUN), -1):
                total += self.counts.get(self.months[start].key, {}).get(value, 0)
                if total >= self.min_n:
                    break
                self.keep(self.vector(value, range(start, end + 1)))

    def betrays(self, vectors, secret):
        """Whether something secret follows once the vectors are told."""
        more = Sums(self.told)
        for vector in vectors:
            more.tell(vector)
        return any(not more.rest(vector) for vector in secret)

    def decide(self, span):
        counts, months = self.counts[span.key], self.months_of(span)
        order = smallest_first(counts)
        sums = {value: self.vector(value, months) for value in order}
        known = {value for value in order if not self.told.rest(sums[value])}
        out = {value for value in order if counts[value] < self.min_n and not (self.at_risk and value in known and sums[value])}

        def secret():
            return self.secret + [sums[value] for value in out if value not in known]

        def good():
            enough = not out or (len(out) >= 2 and sum(counts[value] for value in out) >= self.min_n)
            return enough and not self.betrays([sums[value] for value in order if value not in out], secret())

        if not good():
            kept = secret()
            out |= {value for value in order if value not in out | known and self.betrays([sums[value]], kept)}
            for value in order:
                if good():
                    break
                if value not in known:
                    out.add(value)
        self.hidden[span.key] = out
        for value in order:
            if value in out:
                self.keep(sums[value])
        for value in order:
            if value not in out:
                self.told.tell(sums[value])


def hide(client, report):
    """report: {period: {metric: entry with slices}}; client.sizes: {(period, metric, dimension): {value: n}}."""
    decided, min_n = {}, client.conf["min_n"]
    for group, names in GROUPS.items():
        for dim in client.conf["slices"]:
            counts = {}
            for span in client.spans:
                found = counted(client, report, span.key, names, dim)
                if found:
                    counts[span.key] = found
            before = at_risk(client, report, dim) if group == "at risk" else None
            decided[group, dim] = Flow(client, counts, before).run()
    for key, metrics in report.items():
        for name, entry in metrics.items():
            for dim, slices in entry.get("slices", {}).items():
                out = set()
                for group in GROUP_OF.get(name) or FOLLOWERS.get(name, ()):
                    out |= decided[group, dim].get(key, set())
                if name not in GROUP_OF:
                    out |= withheld(counted(client, report, key, (name,), dim), min_n)
                for value in out:
                    if value in slices and slices[value]["state"] != "MISSING":
                        slices[value] = {"state": "SUPPRESSED"}


def counted(client, report, key, names, dim):
    """{value: the fewest people of the metrics that are not MISSING}."""
    out = defaultdict(int)
    for name in names:
        slices = report[key].get(name, {}).get("slices", {}).get(dim, {})
        for value, n in client.sizes.get((key, name, dim), {}).items():
            if n > 0 and slices.get(value, {}).get("state") not in (None, "MISSING"):
                out[value] = min(out[value] or n, n)
    return dict(out)


def at_risk(client, report, dim):
    """Months in which churn_rate or retention_rate is withheld."""
    out = {}
    for span in client.spans:
        if span.kind == "month":
            both = [withheld(counted(client, report, span.key, (name,), dim), client.conf["min_n"]) for name in ("churn_rate", "retention_rate")]
            out[span.key] = both[0] | both[1]
    return out

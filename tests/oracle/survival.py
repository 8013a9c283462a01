"""metrics.md §2: Kaplan-Meier in days with late entry, Greenwood, log-log limits, median, restricted mean; cohorts."""
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from fractions import Fraction
from math import exp, log, sqrt

from figures import ALL, UNDEFINED, proportion, some
from hiding import withheld_months
from limits import Z
from spans import DAY, add_months, month_end

MONTH = Fraction("30.4375")
AGES = (6, 12, 24, 36, 48, 60, 72)
HORIZON = 36


class Curve:
    """A step curve of (entry, time, event): at equal times events come before censorings; at risk at t are those with
    entry < t <= time."""

    def __init__(self, lives):
        self.n = len(lives)
        entries, times = sorted(e for e, _, _ in lives), sorted(t for _, t, _ in lives)
        self.entries, self.ends = entries, times
        self.events = events = Counter(t for _, t, event in lives if event)
        self.steps = []  # (time, at risk, events, survival after it, Greenwood's sum after it or None where nobody is left)
        share, total = 1.0, 0.0
        for time in sorted(events):
            risk = self.at_risk(time)
            gone = events[time]
            share *= 1 - gone / risk
            total = None if total is None or gone == risk else total + gone / (risk * (risk - gone))
            self.steps.append((time, risk, gone, share, total))
        self.times = [s[0] for s in self.steps]

    def at_risk(self, time):
        return bisect_left(self.entries, time) - bisect_left(self.ends, time)

    def at(self, time):
        """(survival, lo, hi) at a time; limits None where survival is 1 or 0."""
        index = bisect_right(self.times, time) - 1
        if index < 0:
            return 1.0, None, None
        return self.limits(index)

    def known(self, time):
        """Somebody is at risk at a time, or everybody had left before it."""
        return self.at_risk(time) > 0 or self.at(time)[0] == 0

    def reaches(self, time):
        """The curve is known up to a time: somebody was seen so long, or everybody had left."""
        return bool(self.n) and (self.ends[-1] >= time or self.at(time)[0] == 0)

    def limits(self, index):
        share, total = self.steps[index][3:]
        if total is None or not 0 < share < 1:
            return share, None, None
        half = Z * sqrt(total) / abs(log(share))
        return share, share ** exp(half), share ** exp(-half)

    def median(self):
        """Where the curve, and each of its limits, comes to one half: the first time at or below it; where it lies on one half,
        the middle of that step (its end, when it is the last one, the last time seen), as R's quantile.survfit has it. None: not
        reached; limits both or neither."""
        found = [None, None, None]
        for index, time in enumerate(self.times):
            for i, level in enumerate(self.limits(index)):
                if found[i] is None and level is not None and level <= 0.5 + 1e-9:
                    later = self.times[index + 1] if index + 1 < len(self.times) else self.ends[-1]
                    found[i] = Fraction(time + later, 2) if level >= 0.5 - 1e-9 else time
        return found if None not in found[1:] else [found[0], None, None]

    def mean(self, horizon):
        """(restricted mean, its standard error): the area under the curve up to the horizon."""
        steps = [s for s in self.steps if s[0] < horizon]
        edges = [0.0] + [float(s[0]) for s in steps] + [horizon]
        heights = [1.0] + [s[3] for s in steps]
        pieces = [h * (b - a) for h, a, b in zip(heights, edges, edges[1:])]
        rest, variance, area = sum(pieces), 0.0, sum(pieces)
        for (_, risk, gone, _, _), piece in zip(steps, pieces):
            rest -= piece
            if risk > gone:
                variance += rest * rest * gone / (risk * (risk - gone))
        return area, sqrt(variance)


def lives_of(client):
    """[(customer, start, first day after the first spell or None, entry in days, day of its slice)], once for a client."""
    history, out = client.conf["history_start"], []
    for customer, spells in client.book.spells.items():
        start, end = spells[0]
        if start >= history:
            out.append((customer, start, end, 0, start))
        elif end is None or end >= history:
            start = client.true_start(customer)
            out.append((customer, start, end, (history - start).days - 1, history - DAY))
    return out


def curves(f):
    groups, close = defaultdict(list), f.span.close
    groups[ALL] = []
    for customer, start, end, entry, day in f.client.lives:
        if start > close:
            continue
        event = end is not None and end <= close
        life = (entry, max(1, (end - start).days) if event else (close - start).days, event)
        for key in f.client.life_keys(customer, day):
            groups[key].append(life)
    return {key: Curve(lives) for key, lives in groups.items()}


def survival(f):
    made = curves(f)
    sizes = {key: curve.n for key, curve in made.items()}
    for age in AGES:
        time, table = age * MONTH, {}
        for key, curve in made.items():
            share, lo, hi = curve.at(time)
            table[key] = some(f.state, share, n=curve.n, lo=lo, hi=hi) if curve.known(time) else UNDEFINED
        f.put(f"survival_{age}", table, sizes)
    medians, means = {}, {}
    for key, curve in made.items():
        middle, lo, hi = (None if t is None else t / float(MONTH) for t in curve.median())
        medians[key] = UNDEFINED if middle is None else some(f.state, middle, n=curve.n, lo=lo, hi=hi)
        area, error = curve.mean(float(HORIZON * MONTH))
        unit = float(MONTH)
        means[key] = (some(f.state, area / unit, n=curve.n, lo=(area - Z * error) / unit, hi=(area + Z * error) / unit)
                      if curve.reaches(HORIZON * MONTH)
                      else UNDEFINED)
    f.put("survival_median", medians, sizes)
    f.put("survival_mean", means, sizes)


def cohort_counts(client, age):
    """[(close of the month of that age, size, here)] of every cohort: first-time customers by their first month."""
    sizes, here = Counter(), Counter()
    for customer, first in client.newcomers:
        month = month_end(first.year, first.month)
        later = add_months(month, age)
        sizes[later] += 1
        here[later] += client.book.here_in(customer, later)
    return [(day, sizes[day], here[day]) for day in sizes]


def cohorts(f):
    """First months together, without those that are withheld as of the span's last month."""
    began = Counter(month_end(first.year, first.month) for _, first in f.client.newcomers)
    out = withheld_months(began, month_end(f.span.close.year, f.span.close.month), f.client.conf["min_n"])
    for age in (1, 3, 6, 12):
        if age not in f.client.cohorts:
            f.client.cohorts[age] = cohort_counts(f.client, age)
        rows = [row for row in f.client.cohorts[age] if row[0] <= f.span.close]
        told = [row for row in rows if add_months(row[0], -age) not in out]
        entry = proportion(f.state, sum(r[2] for r in told), sum(r[1] for r in told))
        f.one(f"cohort_{age}", {"state": "SUPPRESSED"} if rows and not told else entry)


def family(f):
    survival(f)
    cohorts(f)

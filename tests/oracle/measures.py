"""The metrics of metrics.md §1 to §5, for one client, every period and slice."""
from bisect import bisect_right
from collections import defaultdict
from datetime import date
from fractions import Fraction

from activity import Contracts, Orders, Tally, order_year, tallies
from exports import (Rates, folder_of, read_answers, read_contacts, read_customers, read_invitations, read_orders, read_spend, read_terms,
                     read_work, scored)
from catalogue import UNIT
import costs
import fits
import hiding
import keeping
import linking
import lists
import renewing
import satisfaction
import service
import survival
import untold
import worth
from figures import ALL, Figures, Lookups, missing, quotient, some
from limits import effective, mean_limits, nps_limits, poisson_limits, ratio_limits, wilson
from spans import add_months, month_of, periods

MINOR = 100
CSAT_TOP = {2: 2, 3: 3, 4: 3, 5: 4, 7: 6, 10: 9}
YEARLY = ("nrr", "dollar_retention", "grr", "revenue_churn", "gross_revenue_churn")
COUNTS = {"opening": "S", "new": "J", "new_lost": "J0", "returned": "R", "lost": "L", "closing": "E"}
BY_EVERY = ("retention_rate", "churn_rate", "arpa", "nps", "nps_promoter_share", "nps_passive_share", "nps_detractor_share", "csat",
            "nrr", "grr", "gross_revenue_churn")
BY_CHANNEL = ("clv", "cac", "clv_cac")


def retention(state, t):
    """Everything that is read off a pair table without money."""
    share = lambda part: (lambda: wilson(Fraction(part, t.S), t.S))
    out = {"retention_rate": quotient(state, t.kept, t.S, t.S, share(t.kept)),
           "churn_rate": quotient(state, t.L, t.S, t.S, share(t.L)),
           "net_customer_loss": quotient(state, t.S - t.E, t.S, t.S)}
    for name, field in COUNTS.items():
        out["customers_" + name] = some(state, Fraction(getattr(t, field)))
    return out


def money(annual):
    """A year's minor units as a month's major units."""
    return Fraction(annual) / 12 / MINOR


def movements(state, t):
    parts = {"opening": t.x_all, "new": t.y_new, "reactivation": t.y_back, "expansion": t.y_kept - t.min_kept,
             "contraction": t.x_all - t.x_lost - t.min_kept, "churned": t.x_lost, "fx": t.z - t.y_here, "closing": t.z}
    total = (parts["opening"] + parts["new"] + parts["reactivation"] + parts["expansion"] - parts["contraction"]
             - parts["churned"] + parts["fx"])
    assert total == parts["closing"], "the waterfall does not close"
    return {"mrr_" + name: some(state, money(amount)) for name, amount in parts.items()}


def revenue(state, t, major):
    """nrr, grr, revenue_churn of a pair table; major turns its amounts into what num and den show."""
    net = lambda: ratio_limits(t.S, t.x_all, t.y_kept, t.xx, t.yy, t.xy)
    low = lambda: ratio_limits(t.S, t.x_all, t.min_kept, t.xx, t.mm, t.xm)

    def clipped():
        found = low()
        return found and (max(0.0, found[0]), min(1.0, found[1]))

    def mirrored():
        found = net()
        return found and (1 - found[1], 1 - found[0])

    def lost():
        found = clipped()
        return found and (1 - found[1], 1 - found[0])

    start, kept, least = major(t.x_all), major(t.y_kept), major(t.min_kept)
    nrr = quotient(state, kept, start, t.S, net)
    return {"nrr": nrr, "dollar_retention": dict(nrr), "grr": quotient(state, least, start, t.S, clipped),
            "revenue_churn": quotient(state, start - kept, start, t.S, mirrored),
            "gross_revenue_churn": quotient(state, start - least, start, t.S, lost)}


class Survey:
    """Answers of one kind; the period's coverage goes by the last row of the surveys export, of whatever kind."""

    def __init__(self, answers, last, every=False):
        self.answers, self.every = answers, every
        self.last = last if answers else None
        self.days = [a.day for a in answers]

    def covers(self, span):
        return self.last is not None and self.last >= span.first

    def latest(self, span):
        """The last answer of each customer in the span, or every one where the setting says so."""
        found = self.between(span.opening, span.close)
        return found if self.every else list({a.customer: a for a in found}.values())

    def between(self, after, upto):
        return self.answers[bisect_right(self.days, after):bisect_right(self.days, upto)]

    def last_of(self, after, upto):
        """{customer: last answer} in (after, upto]."""
        return {a.customer: a for a in self.between(after, upto)}


def _shares(answers, classes):
    """Weights of each class: (list of sums, total)."""
    sums = [sum((a.weight for a in answers if test(a)), Fraction(0)) for test in classes]
    return sums, sum((a.weight for a in answers), Fraction(0))


def _worth(answers, counts):
    return effective([(a.customer, a.weight, int(counts(a))) for a in answers])


NPS_NAMES = ["nps"] + [f"nps_{c}{end}" for c in ("promoter", "passive", "detractor") for end in ("s", "_share")]
NPS = (lambda a: a.score <= 6, lambda a: 7 <= a.score <= 8, lambda a: a.score >= 9)


def nps(state, answers):
    (low, middle, high), total = _shares(answers, NPS)

    def limits():
        n = _worth(answers, lambda a: NPS[2](a) - NPS[0](a))
        return nps_limits(*(n * part / total for part in (low, middle, high)))

    out = {"nps": quotient(state, high - low, total, len(answers), limits, 100)}
    for name, test, weight in zip(("detractor", "passive", "promoter"), NPS, (low, middle, high)):
        out[f"nps_{name}s"] = some(state, Fraction(sum(map(test, answers))))
        out[f"nps_{name}_share"] = quotient(state, weight, total, len(answers),
                                            lambda w=weight, t=test: wilson(w / total, _worth(answers, t)))
    return out


def satisfied(answer):
    return answer.score >= CSAT_TOP[answer.high]


def csat(state, answers):
    (top,), total = _shares(answers, (satisfied,))
    return {"csat": quotient(state, top, total, len(answers), lambda: wilson(top / total, _worth(answers, satisfied)))}


def fewest(*counts):
    """The fewest people among those a figure is made of; 0 when there are none."""
    return min((n for n in counts if n > 0), default=0)


class Client(Lookups):
    def __init__(self, name, conf, data):
        self.name, self.conf, self.log = name, conf, []
        folder, as_of = folder_of(data, conf["folder"]), conf["as_of"]
        rates = Rates(folder / "rates.csv", conf["currency"])
        customers = read_customers(folder)
        if conf.get("inactive_after"):
            self.book = Orders(read_orders(folder, as_of, self.log), customers, conf["inactive_after"], conf["slices"])
        else:
            self.book = Contracts(read_terms(folder, as_of, self.log), customers, rates, conf["slices"])
        self.customers, self.rates, self._amounts, self._lacking = customers, rates, {}, {}
        self.columns = set(next(iter(customers.values()), {}))
        self.signups = {c: date.fromisoformat(row["signup_date"]) for c, row in customers.items() if row.get("signup_date")}
        self.referrals = defaultdict(list)
        for customer, first in self.book.first.items():
            if customer in customers and customers[customer].get("referred_by"):
                self.referrals[customers[customer]["referred_by"]].append(first)
        self.birthdays = {c: date.fromisoformat(row["birthday"]) for c, row in customers.items() if row.get("birthday")}
        self.newcomers = [(c, first) for c, first in self.book.first.items() if first >= conf["history_start"]]
        self.rows = read_answers(folder, as_of, conf["reversed"], self.log)
        answers = [a for a in self.rows if scored(a)]
        last = max((a.day for a in answers), default=None)
        self.surveys = {"nps": Survey([a for a in answers if a.survey == "nps" and not a.touchpoint], last),
                        "csat": Survey([a for a in answers if a.survey == "csat"], last, conf["csat_all"]),
                        "ces": Survey([a for a in answers if a.survey == "ces"], last)}
        self.invitations = read_invitations(folder, as_of, self.log)
        self.contacts = read_contacts(folder, as_of, self.log)
        self.work = read_work(folder, as_of, self.log)
        self.spend = read_spend(folder, rates, as_of, self.log)
        self.served, self.low, self.lives = satisfaction.answered(self), service.low_answers(self), survival.lives_of(self)
        self.lines = [] if conf.get("inactive_after") else worth.lines_of(self)
        self.sizes = {}  # {(period, metric, dimension): {value: the fewest people behind it}}
        self.cohorts, self.cac_years, self._life_keys, self.fits, self.projections = {}, {}, {}, {}, {}
        self.spans = periods(conf["history_start"], as_of)
        self.ready_from = add_months(conf["history_start"], conf.get("inactive_after") or 0)
        self.pairs = {s.key: tallies(self.book, s) for s in self.spans if not s.missing}
        self.finished = [s for s in self.spans if s.kind == "month" and self.state(s) == "OK"]
        self.newest = list({s.kind: s for s in self.spans if self.state(s) == "OK"}.values())
        self.lists = lists.lists_of(self)

    def state(self, span):
        """MISSING, PARTIAL or OK as far as the period alone decides."""
        if span.missing:
            return "MISSING"
        early = span.first < self.ready_from and (span.kind == "month" or self.conf.get("longer_partial", True))
        return "PARTIAL" if span.cut or early else "OK"

    def pair(self, span, key):
        return self.pairs[span.key].get(key) or Tally()

    def yearly(self, span, state, key):
        """nrr, grr, revenue_churn, dollar_retention."""
        if not self.book.orders:
            return revenue(state, self.pair(span, key), money)
        if span.kind not in ("year", "ttm") or add_months(span.first, -12) < self.conf["history_start"]:
            return {name: missing() for name in YEARLY}
        t = self.buyers(span).get(key) or Tally()
        return revenue(state, t, lambda amount: Fraction(amount) / MINOR)

    def buyers(self, span):
        if not hasattr(self, "_buyers"):
            self._buyers = {}
        if span.key not in self._buyers:
            self._buyers[span.key] = order_year(self.book, span)
        return self._buyers[span.key]

    def arpa(self, span, state, key):
        t = self.pair(span, key)
        return quotient(state, money(t.z), t.E, t.E, lambda: mean_limits(t.E, money(t.z), money(money(t.zz))))

    def clv(self, span, state, key):
        """a x min(1/m, cap); m = sum of L over sum of S in the last 12 finished months up to the close."""
        margin, cap = self.margin(span.close), self.conf["clv_cap"]
        months = [s for s in self.finished if s.close <= span.close][-12:]
        if margin is None or len(months) < 3:
            return missing()
        lost, base = (sum(getattr(self.pair(s, key), f) for s in months) for f in ("L", "S"))
        per_head = self.arpa(span, state, key)
        if base == 0 or per_head["state"] == "UNDEFINED":
            return {"state": "UNDEFINED"}
        gain = per_head["value"] * margin
        lifetime = lambda m: min(1 / m, cap) if m > 0 else cap
        low, high = wilson(Fraction(lost, base), base)
        limits = {"lo": float(gain) * lifetime(high), "hi": float(gain) * lifetime(low)} if gain >= 0 else {}
        return some(state, gain * lifetime(Fraction(lost, base)), n=base, **limits)

    def spend_state(self, span, state):
        """MISSING after the last row (a late file); PARTIAL when the last month of a longer span lies after the last row's."""
        last = max((c.day for c in self.spend), default=None)
        if state == "MISSING" or last is None or last < span.first:
            return "MISSING"
        return "PARTIAL" if month_of(last) < month_of(span.close) else state

    def cac(self, span, state, key):
        covered = state
        if costs.untold_channel(key):
            return missing()
        state = self.spend_state(span, state)
        if state == "MISSING" or (state == "PARTIAL" and month_of(max(c.day for c in self.spend)) < month_of(span.close)):
            return missing()  # spend of some months over the customers of all would be a cost too low
        state = covered
        joined = self.pair(span, key).J
        spent = Fraction(sum(c.amount for c in self.spend if span.holds(c.day) and c.purpose == "acquisition"
                             and (key == ALL or c.channel == key[1])), MINOR)

        def limits():
            low, high = poisson_limits(joined)
            return float(spent) / high, float(spent) / low

        return quotient(state, spent, joined, joined, limits)

    def spend_share(self, span, state):
        state = self.spend_state(span, state)
        keeping = ("retention", "service")
        after = add_months(span.close, -12)
        if state == "MISSING" or not any(c.purpose in keeping and after < c.day <= span.close for c in self.spend):
            return missing()
        won = sum(c.amount for c in self.spend if span.holds(c.day) and c.purpose == "acquisition")
        kept = sum(c.amount for c in self.spend if span.holds(c.day) and c.purpose in keeping)
        return quotient(state, Fraction(won, MINOR), Fraction(won + kept, MINOR), None)

    def all_of(self, span, state, key):
        """The metrics of one period and slice, surveys and spend share apart."""
        t = self.pair(span, key)
        out = {**retention(state, t), **movements_or_none(state, t, key), **self.yearly(span, state, key)}
        out["arpa"], out["clv"], out["cac"] = self.arpa(span, state, key), self.clv(span, state, key), self.cac(span, state, key)
        out["clv_cac"] = ratio_of_values(out["clv"], out["cac"])
        return out

    def satisfaction(self, span, state, answers):
        """answers: {"nps": list, "csat": list}."""
        out = {}
        for name, make in (("nps", nps), ("csat", csat)):
            if self.surveys[name].covers(span):
                out.update(make(state, answers[name]))
            else:
                out.update((key, missing()) for key in (NPS_NAMES if name == "nps" else ("csat",)))
        return out

    def values_of(self, span, dim, answers):
        """Values a dimension may show in this period: those of customers, of answers and of spend."""
        values = {value for d, value in self.pairs[span.key] if d == dim}
        values |= {self.book.value_in(a.customer, dim, span) for group in answers.values() for a in group}
        for month in self.finished:
            if month.close <= span.close:
                values |= {value for d, value in self.pairs[month.key] if d == dim}
        if self.book.orders and span.kind in ("year", "ttm"):
            values |= {value for d, value in self.buyers(span) if d == dim}
        if dim == "channel":
            values |= {c.channel for c in self.spend if c.channel and span.holds(c.day)}
        return sorted(values, key=str.encode)

    def sliced(self, span, state, dim, answers):
        """{metric: {value: entry}} of one dimension."""
        table, counts = defaultdict(dict), defaultdict(dict)
        wanted = BY_EVERY + (BY_CHANNEL if dim == "channel" else ())
        for value in self.values_of(span, dim, answers):
            mine = {name: [a for a in group if self.book.value_in(a.customer, dim, span) == value] for name, group in answers.items()}
            entries = {**self.all_of(span, state, (dim, value)), **self.satisfaction(span, state, mine)}
            pair, voices = self.pair(span, (dim, value)), len(mine["nps"])
            buyers = (self.buyers(span).get((dim, value)) or Tally()).S if self.book.orders and span.kind in ("year", "ttm") else 0
            sizes = {"arpa": pair.E, "cac": pair.J, "clv": fewest(pair.S, pair.E), "clv_cac": fewest(pair.J, pair.S, pair.E),
                     "csat": len(mine["csat"]), **{name: voices for name in NPS_NAMES}}
            for name in wanted:
                table[name][value] = entries[name]
                counts[name][value] = sizes.get(name, fewest(buyers, pair.S) if self.book.orders and name in YEARLY else pair.S)
        self.sizes.update(((span.key, name, dim), found) for name, found in counts.items())
        return table

    def period(self, span):
        state = self.state(span)
        if state == "MISSING":
            return {name: missing() for name in UNIT}
        answers = {name: survey.latest(span) for name, survey in self.surveys.items()}
        out = {**self.all_of(span, state, ALL), **self.satisfaction(span, state, answers)}
        out["spend_share_acquisition"] = self.spend_share(span, state)
        for dim in self.conf["slices"]:
            for name, slices in self.sliced(span, state, dim, answers).items():
                out[name].setdefault("slices", {})[dim] = slices
        out.update(self.families(span, state, answers))
        untold.withdraw(self, span, out)
        return out

    def families(self, span, state, answers):
        f = Figures(self, span, state)
        satisfaction.family(f, satisfied)
        keeping.family(f)
        linking.family(f, satisfied)
        survival.family(f)
        worth.family(f)
        cac = {ALL: self.cac(span, state, ALL)}
        for dim in ("channel",):
            cac.update(((dim, v), self.cac(span, state, (dim, v))) for v in self.values_of(span, dim, answers))
        costs.family(f, cac)
        service.family(f, satisfied)
        lists.family(f)
        fits.family(f)
        renewing.family(f)
        self.sizes.update(((span.key, name, dim), counts) for (name, dim), counts in f.sizes.items())
        return f.out

    def report(self):
        found = {span.key: self.period(span) for span in self.spans}
        hiding.hide(self, found)
        return {"client": self.name, "currency": self.conf["currency"], "as_of": self.conf["as_of"].isoformat(), "periods": found}


def movements_or_none(state, t, key):
    """The waterfall of "all"; a slice by plan has moves in and out besides, and is not shown."""
    return movements(state, t) if key == ALL else {}


def ratio_of_values(clv, cac):
    """clv / cac, limits clv.lo / cac.hi and clv.hi / cac.lo."""
    states = (clv["state"], cac["state"])
    if "MISSING" in states:
        return missing()
    if "UNDEFINED" in states or cac["value"] == 0:
        return {"state": "UNDEFINED"}
    state = "PARTIAL" if "PARTIAL" in states else "OK"
    low, high = clv.get("lo", clv["value"]), clv.get("hi", clv["value"])  # the cap binds at both ends: clv itself
    return some(state, clv["value"] / cac["value"], n=cac["n"], lo=low / cac["hi"], hi=high / cac["lo"])

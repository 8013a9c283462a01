"""One period of a client: the entries of its metrics, "all" and by slice, and what several families ask of it.

An entry is {state, value, num, den, n, lo, hi}; a table is {(dimension, value): entry} with ("all", "") among its keys."""
from collections import defaultdict
from datetime import timedelta
from fractions import Fraction

from activity import UNKNOWN
from limits import effective, wilson
from spans import add_months, month_end

ALL = ("all", "")
UNDEFINED = {"state": "UNDEFINED"}
DISCOUNTS = ("discount_new", "discount_existing", "discount_rate", "discount_gap", "discounted_share")
CHANNEL = ("lifetime", "clv_discounted", "cac_media", "payback_months", "payback_revenue")
EVERY = ("nps_touchpoint csat_mean ces ces_easy ces_index response_rate survey_coverage comment_rate churn_payment churn_chosen "
         "renewal_rate winback_rate early_churn order_average purchase_frequency repeat_rate survival_6 survival_12 survival_24 "
         "survival_36 survival_48 survival_60 survival_72 survival_median survival_mean first_response_sla reopen_rate "
         "contacts_per_customer").split() + list(DISCOUNTS)


def missing():
    return {"state": "MISSING"}


def some(state, value, **fields):
    """An entry; limits that are one number are none."""
    if fields.get("lo") is not None and fields.get("lo") == fields.get("hi"):
        fields = {**fields, "lo": None, "hi": None}
    return {"state": state, "value": value, **{k: v for k, v in fields.items() if v is not None}}


def quotient(state, num, den, n=None, limits=None, scale=1):
    """num/den in `state`, or UNDEFINED. `limits` is a function that gives (lo, hi) or None."""
    if den == 0:
        return {"state": "UNDEFINED", "num": num, "den": den}
    lo, hi = (limits() if limits else None) or (None, None)
    return some(state, scale * Fraction(num) / den, num=num, den=den, n=n, lo=lo, hi=hi)


def proportion(state, num, den):
    return quotient(state, num, den, den, lambda: wilson(Fraction(num, den), den))


def share(state, rows):
    """The share of (customer, 1 or 0) that are 1; several rows of a customer depend on each other."""
    num, den = sum(hit for _, hit in rows), len(rows)
    return quotient(state, num, den, den, lambda: wilson(Fraction(num, den), effective([(who, 1, hit) for who, hit in rows])))


class Figures:
    def __init__(self, client, span, state):
        self.client, self.book, self.conf, self.span, self.state = client, client.book, client.conf, span, state
        self.out, self.sizes = {}, defaultdict(dict)

    # what the period is

    def year_before(self, day=None):
        return add_months(day or self.span.close, -12)

    def knows(self, day):
        """Whether the activity at the close of a day is known: it is not before the day before the history."""
        return day >= self.conf["history_start"] - timedelta(days=1)

    def whole_year(self):
        """The close is a month's, so that the 12 months to it are a trailing year, and they are in the history."""
        close = self.span.close
        return close == month_end(close.year, close.month) and self.knows(self.year_before())

    def since(self, day):
        """The period's state, or PARTIAL where what it looks back to is a close at which an order window was still filling."""
        filling = day < self.client.ready_from - timedelta(days=1)
        return "PARTIAL" if filling else self.state

    def closing(self):
        return self.client.amounts(self.span.close)

    @property
    def margin(self):
        return self.client.margin(self.span.close)

    def keys_at(self, customer, day):
        return self.client.keys_at(customer, day)

    def keys_in(self, customer):
        return [ALL] + [(d, self.book.value_in(customer, d, self.span)) for d in self.book.dims]

    # what it shows

    def put(self, name, table, sizes=None):
        """sizes: {key: the fewest people behind the figure}; without it, what the entry prints as n."""
        self.out[name] = dict(table.get(ALL) or UNDEFINED)
        cut = self.book.dims if name in EVERY else ("channel",) if name in CHANNEL else ()
        for (dim, value), entry in table.items():
            if dim in cut:
                self.out[name].setdefault("slices", {}).setdefault(dim, {})[value] = entry
                self.sizes[name, dim][value] = sizes[dim, value] if sizes else entry.get("n") or 0

    def one(self, name, entry):
        self.put(name, {ALL: entry})

    def missing(self, *names):
        for name in names:
            self.out.pop(name, None)
            for key in [key for key in self.sizes if key[0] == name]:
                del self.sizes[key]
            self.put(name, {ALL: missing()})

    def shares(self, name, parts, wholes, state=None):
        """Proportions by key, with Wilson's limits."""
        keys = set(wholes) | {ALL}
        self.put(name, {key: proportion(state or self.state, parts.get(key, 0), wholes.get(key, 0)) for key in keys})

    def counted(self, name, rows, keys, test, who):
        """The share of rows for which test holds, by the keys of each row; who: whose row it is."""
        groups = defaultdict(list, {ALL: []})
        for row in rows:
            hit = (who(row), int(test(row)))
            for key in keys(row):
                groups[key].append(hit)
        self.put(name, {key: share(self.state, group) for key, group in groups.items()})


class Lookups:
    """What every period of a client shares, worked out once; mixed into Client, which has book, conf, surveys."""

    def amounts(self, day):
        """{customer: year's amount} active at the close of a day, at that month's rates."""
        if day not in self._amounts:
            self._amounts[day] = self.book.amounts(day, day)
        return self._amounts[day]

    def lacking(self, day):
        """Customers of whose amount at the close of a day a part lacks its rate."""
        if day not in self._lacking:
            self._lacking[day] = self.book.lacking(day, day)
        return self._lacking[day]

    def margin(self, close):
        """The setting; where there is none, what the work of the last 12 finished months left of their revenue."""
        if self.conf.get("gross_margin") is not None:
            return self.conf["gross_margin"]
        days = [w.day for w in self.work if w.day >= self.conf["history_start"]]
        last = [s for s in self.finished if s.close <= close][-12:]
        worked = [s for s in last if any(s.holds(day) for day in days)]
        if not worked:
            return None
        last = [s for s in last if min(days) <= s.close and s.close <= worked[-1].close]
        revenue = sum(Fraction(sum(self.amounts(s.close).values()), 1200) for s in last)
        if len(last) < 3 or revenue <= 0:
            return None
        cost = Fraction(sum(w.cost or 0 for w in self.work if any(s.holds(w.day) for s in last)), 100)
        return max(Fraction(0), round((revenue - cost) / revenue, 9))

    def keys_at(self, customer, day):
        return [ALL] + [(d, self.book.value_at(customer, d, day)) for d in self.book.dims]

    def life_keys(self, customer, day):
        """The slices a life is counted under: those of its first day."""
        if customer not in self._life_keys:
            self._life_keys[customer] = self.keys_at(customer, day)
        return self._life_keys[customer]

    def nps_class(self, customer, last):
        """promoter, passive, detractor or silent, by a table of last answers."""
        answer = last.get(customer)
        if answer is None:
            return "silent"
        return "promoter" if answer.score >= 9 else "passive" if answer.score >= 7 else "detractor"

    def true_start(self, customer):
        """The first day of activity, or the sign-up where it was earlier."""
        signup = self.signups.get(customer)
        first = self.book.first[customer]
        return min(first, signup) if signup else first

    def row_of(self, customer):
        return self.customers.get(customer) or {}

    def channel_of(self, customer):
        return self.row_of(customer).get("channel") or UNKNOWN

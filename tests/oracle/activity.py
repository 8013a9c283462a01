"""Who is active, what they pay, which slice they stand in: contracts and orders behind one face (metrics.md, Symbols; §2; §3).

Amounts are a year's, in minor units of the reporting currency, a whole number for contracts and a fraction for orders."""
from bisect import bisect_right
from collections import defaultdict
from fractions import Fraction

from exports import half_even
from spans import DAY, add_months, month_end

UNKNOWN = "(unknown)"  # a customer the customers export does not have
NONE = "(none)"        # one it has, without a value of that dimension at the time


class Slicer:
    """Dimensions from the customers export: one value, the latest."""

    def __init__(self, customers, dims):
        self.customers, self.dims = customers, dims

    def static(self, customer, dim):
        row = self.customers.get(customer)
        return (row.get(dim) or NONE) if row else UNKNOWN


class Contracts(Slicer):
    orders = False

    def __init__(self, terms, customers, rates, dims):
        super().__init__(customers, dims)
        self.rates, self.plans = rates, {}
        self.terms = defaultdict(list)
        for term in sorted(terms, key=lambda t: (t.start, t.sub)):
            self.terms[term.customer].append(term)
        self.first = {c: rows[0].start for c, rows in self.terms.items()}
        self.spells = {c: _merge(rows) for c, rows in self.terms.items()}
        self.lacking_first = {c for c, day in self.first.items() for t in self._running(c, day) if rates.lacks(t.currency, day)}

    def _running(self, customer, day):
        return [t for t in self.terms.get(customer, ()) if t.start <= day and (t.end is None or t.end > day)]

    def amounts(self, day, rate_day):
        """{customer: year's amount} of those active at the close of `day`, at the rates of rate_day's month."""
        out = {}
        for customer in self.terms:
            running = self._running(customer, day)
            if running:
                out[customer] = half_even(sum(t.annual * self.rates.told(t.currency, rate_day) for t in running))
        return out

    def lacking(self, day, rate_day):
        """Customers active at the close of `day` of whose amount at the rates of rate_day's month some of it is not known."""
        return {c for c in self.terms for t in self._running(c, day) if self.rates.lacks(t.currency, rate_day)}

    def _plan(self, customer, day):
        key = (customer, day)
        if key not in self.plans:
            self.plans[key] = self._plan_of(customer, day)
        return self.plans[key]

    def _plan_of(self, customer, day):
        running = self._running(customer, day)
        if not running or customer not in self.customers:
            return NONE if customer in self.customers else UNKNOWN
        best = min(running, key=lambda t: (-t.annual * self.rates.told(t.currency, day), t.sub.encode()))
        return best.plan or NONE

    def active(self, customer, day):
        return bool(self._running(customer, day))

    def here_in(self, customer, close):
        """Of a cohort: active at the close of the month."""
        return self.active(customer, close)

    def noticed(self, close):
        """Customers with a running term whose notice was given by the close."""
        return {c for c in self.terms for t in self._running(c, close) if t.notice is not None and t.notice <= close}

    def product_days(self, customer):
        """Days on which a plan began that the customer never had before."""
        seen, days = set(), []
        for term in self.terms[customer]:
            if term.plan not in seen:
                days += [term.start] if seen else []
                seen.add(term.plan)
        return days

    def first_amount(self, customer):
        """A year's amount on the first day, at that month's rate."""
        day = self.first[customer]
        return half_even(sum(t.annual * self.rates.told(t.currency, day) for t in self._running(customer, day)))

    def month_value(self, client, customer, close):
        """What a month brought: the amount at its close."""
        return Fraction(client.amounts(close).get(customer, 0), 1200)

    def _dated(self, dim):
        return dim == "plan"

    def value_at(self, customer, dim, day):
        return self._plan(customer, day) if self._dated(dim) else self.static(customer, dim)

    def return_day(self, customer, span):
        """The last day within the span on which a spell other than the first began."""
        starts = [s for s, _ in self.spells.get(customer, ())[1:] if span.holds(s)]
        return starts[-1] if starts else None

    def value_in(self, customer, dim, span):
        """Slice of a customer for a whole span: at the opening if active, else at the first day, else at the return."""
        if not self._dated(dim):
            return self.static(customer, dim)
        if self._running(customer, span.opening):
            return self._plan(customer, span.opening)
        first = self.first.get(customer)
        day = first if first and span.holds(first) else self.return_day(customer, span)
        return self._plan(customer, day or span.opening)


def _merge(rows):
    """Spells: terms that touch (the next starts on or before the first day not served) are one."""
    spells = []
    for term in rows:
        if spells and (spells[-1][1] is None or term.start <= spells[-1][1]):
            end = spells[-1][1]
            spells[-1] = (spells[-1][0], None if end is None or term.end is None else max(end, term.end))
        else:
            spells.append((term.start, term.end))
    return spells


class Orders(Slicer):
    orders = True

    def __init__(self, orders, customers, months, dims):
        super().__init__(customers, dims)
        self.months = months
        self.days, self.sums, self.first = defaultdict(list), defaultdict(lambda: [0]), {}
        self.rows = sorted(orders, key=lambda o: o.day)
        self.row_days, self._products, self.products = [o.day for o in self.rows], {}, defaultdict(list)
        for order in self.rows:
            if order.amount > 0 and not order.refund:
                self.products[order.customer].append(order)
        self.bought_on = defaultdict(list)
        for order in self.rows:
            if order.amount > 0 and not order.refund and order.day not in self.bought_on[order.customer][-1:]:
                self.bought_on[order.customer].append(order.day)
        for order in sorted(orders, key=lambda o: o.day):
            self.days[order.customer].append(order.day)
            self.sums[order.customer].append(self.sums[order.customer][-1] + order.amount)
        self.end = self.row_days[-1] if self.row_days else None
        for customer in self.days:
            first = self._first_active(customer)
            if first:
                self.first[customer] = first
        self.spells = {c: self._spells(c) for c in self.first}

    def _first_active(self, customer):
        """The first day at whose close the window holds value: of an order, or on which a refund leaves the window."""
        day = self.days[customer][0]
        while day <= add_months(self.end, self.months):
            if self.active(customer, day):
                return day
            day += DAY
        return None

    def _spells(self, customer):
        """Runs of months at whose closes the customer is active: [first day, close at which it is found gone, or None). An order
        customer is lost in the month the window empties, at its close."""
        spells, running, since = [], None, self.first[customer]
        close = month_end(since.year, since.month)
        while close <= self.end:
            active = self.active(customer, close)
            if running is None and (active or not spells):
                running = since if not spells else next(d for d in self.days[customer] if d > add_months(close, -1))
            if running is not None and not active:
                spells.append((running, close))
                running = None
            close = add_months(close, 1)
        return spells + [(running, None)] if running else spells

    def here_in(self, customer, close):
        """Of a cohort: an order in that month."""
        days = self.bought_on.get(customer, ())
        return bisect_right(days, close) > bisect_right(days, add_months(close, -1))

    lacking_first = frozenset()

    def lacking(self, _day, _rate_day):
        return set()

    def noticed(self, _close):
        return set()

    def product_days(self, customer):
        """Days on which a product was first bought, after the first of all."""
        if customer not in self._products:
            seen = {}
            for order in self.products[customer]:
                seen.setdefault(order.product, order.day)
            first = min(seen.values(), default=None)
            self._products[customer] = [day for day in seen.values() if day > first]
        return self._products[customer]

    def first_amount(self, customer):
        """A year's amount of the window on the first day."""
        day = self.first[customer]
        return Fraction(self.value_between(customer, add_months(day, -self.months), day) * 12, self.months)

    def month_value(self, _client, customer, close):
        """What a month brought: the value of its orders."""
        return Fraction(self.value_between(customer, add_months(close, -1), close), 100)

    def order_days(self, customer, upto):
        """Days with an order of positive amount that is no refund."""
        days = self.bought_on.get(customer, ())
        return days[:bisect_right(days, upto)]

    def positive_value(self, customer, after, upto):
        """Value of the orders, refunds apart, of the days in (after, upto]."""
        return sum(o.amount for o in self.products[customer] if after < o.day <= upto)

    def second_order(self, customer, upto):
        """Whether a day after the first active one, up to `upto`, has an order."""
        return self.order_days(customer, upto)[-1:] > [self.first[customer]]

    def bought(self, span):
        """(customer, net value, number of orders) of those with rows in the span."""
        net, number = defaultdict(int), defaultdict(int)
        for order in self.rows[bisect_right(self.row_days, span.opening):bisect_right(self.row_days, span.close)]:
            net[order.customer] += order.amount
            number[order.customer] += not order.refund and order.amount > 0
        return [(c, net[c], number[c]) for c in net]

    def active(self, customer, day):
        return self.value_between(customer, add_months(day, -self.months), day) > 0

    def value_between(self, customer, after, upto):
        """Net value of the days in (after, upto]."""
        days, sums = self.days[customer], self.sums[customer]
        return sums[bisect_right(days, upto)] - sums[bisect_right(days, after)]

    def amounts(self, day, _rate_day):
        after, out = add_months(day, -self.months), {}
        for customer in self.days:
            value = self.value_between(customer, after, day)
            if value > 0:
                year = value * 12
                out[customer] = Fraction(year, self.months) if year % self.months else year // self.months
        return out

    def value_at(self, customer, dim, _day):
        return self.static(customer, dim)

    value_in = value_at


class Tally:
    """The pair table of one span and one slice."""
    NAMES = "S kept J J0 R E x_all x_lost y_kept y_new y_back y_here z zz min_kept xx yy xy mm xm".split()

    def __init__(self):
        for name in self.NAMES:
            setattr(self, name, 0)
        self.lacks = set()  # OPEN, KEPT, NEW, BACK, CLOSE, FIRST: of whom an amount lacks its rate

    @property
    def L(self):
        return self.S - self.kept


def _pair(tally, x, y):
    """One customer of S: opening x, closing y at the opening rate, or None when gone."""
    tally.S += 1
    tally.x_all += x
    tally.xx += x * x
    if y is None:
        tally.x_lost += x
        return
    low = min(x, y)
    tally.kept += 1
    tally.y_kept += y
    tally.min_kept += low
    tally.yy += y * y
    tally.xy += x * y
    tally.mm += low * low
    tally.xm += x * low


def tallies(book, span):
    """{(dimension, value): Tally}, ("all", "") among them. E is counted from the amounts at the close alone."""
    out = defaultdict(Tally)
    opening, same_rate = book.amounts(span.opening, span.opening), book.amounts(span.close, span.opening)
    closing = book.amounts(span.close, span.close)
    at_opening, at_same, at_close = (book.lacking(*days) for days in
                                     ((span.opening, span.opening), (span.close, span.opening), (span.close, span.close)))

    def groups(customer, at):
        yield out["all", ""]
        for dim in book.dims:
            yield out[dim, at(customer, dim)]

    def in_span(customer, dim):
        return book.value_in(customer, dim, span)

    for customer, x in opening.items():
        for tally in groups(customer, lambda c, d: book.value_at(c, d, span.opening)):
            _pair(tally, x, same_rate.get(customer))
            tally.lacks |= ({"OPEN"} if customer in at_opening else set()) | ({"KEPT"} if customer in at_same else set())
    for customer, first in book.first.items():
        if span.holds(first):
            for tally in groups(customer, in_span):
                tally.J += 1
                tally.J0 += customer not in closing
                tally.y_new += same_rate.get(customer, 0)
                tally.lacks |= ({"NEW"} if customer in at_same else set()) | ({"FIRST"} if customer in book.lacking_first else set())
    for customer, y in same_rate.items():
        if customer not in opening and not span.holds(book.first[customer]):
            for tally in groups(customer, in_span):
                tally.R += 1
                tally.y_back += y
                tally.lacks |= {"BACK"} if customer in at_same else set()
    for customer, z in closing.items():
        for tally in groups(customer, lambda c, d: book.value_at(c, d, span.close)):
            tally.E += 1
            tally.z += z
            tally.zz += z * z
            tally.y_here += same_rate[customer]
            tally.lacks |= {"CLOSE"} if customer in at_close else set()
    return out


def order_year(book, span):
    """Last year's buyers of a year or trailing year: {(dimension, value): Tally} with x of the 12 months before the opening
    and y of those after it, up to the close; over customers with x > 0, all of them counted in S, none lost."""
    out = defaultdict(Tally)
    before = add_months(span.opening, -12)
    for customer in book.days:
        x = book.value_between(customer, before, span.opening)
        if x > 0:
            y = book.value_between(customer, span.opening, span.close)
            for key in [("all", "")] + [(d, book.static(customer, d)) for d in book.dims]:
                _pair(out[key], x, y)
    return out

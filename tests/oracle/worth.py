"""metrics.md §3 beyond the waterfall: concentration, revenue at risk, loyal against new, discounts, new products."""
from collections import defaultdict
from fractions import Fraction

from activity import NONE
from costs import money
from figures import ALL, DISCOUNTS, UNDEFINED, missing, proportion, quotient, some
from limits import ratio_limits
from spans import DAY, add_months, step

NEW_DAYS = 90


def revenue(f):
    t = f.client.pair(f.span, ALL)
    gained = t.y_new + t.y_kept - t.min_kept
    cut = t.x_all - t.x_lost - t.min_kept
    f.one("quick_ratio", quotient(f.state, money(gained), money(cut + t.x_lost)))
    amounts = sorted(f.closing().values(), reverse=True)
    for count in (1, 10):
        largest = sum(amount for amount in amounts[:count] if amount > 0)
        f.one(f"concentration_{count}", part(f.state, money(largest), money(sum(amounts)), len(amounts)))
    f.one("lost_revenue_year", some(f.state, 12 * money(t.x_lost + cut)))
    risk(f)
    premium(f)


def turned_down(client, close):
    """Customers whose last nps answer of the year up to the close fell 2 points below the median of the earlier ones, or a class."""
    rows, out = defaultdict(list), set()
    survey = client.surveys["nps"]
    for answer in survey.between(survey.days[0] - DAY, close) if survey.days else ():
        rows[answer.customer].append(answer)
    since = add_months(close, -12)
    rank = lambda score: (score >= 7) + (score >= 9)
    for customer, answers in rows.items():
        last, before = answers[-1], sorted(a.score for a in answers[:-1])
        if last.day > since and before:
            middle = Fraction(before[(len(before) - 1) // 2] + before[len(before) // 2], 2)
            if middle - last.score >= 2 or rank(last.score) < rank(answers[-2].score):
                out.add(customer)
    return out


def risk(f):
    client, close = f.client, f.span.close
    closing, nps = f.closing(), client.surveys["nps"]
    fallen = {c for c in turned_down(client, close) if c in closing}
    if nps.covers(f.span):
        f.one("turned_down", some(f.state, Fraction(len(fallen))))
        f.one("turned_down_mrr", some(f.state, money(sum(closing[c] for c in fallen))))
    else:
        f.missing("turned_down", "turned_down_mrr")
    last = nps.last_of(add_months(close, -12), close)
    exposed = fallen | {c for c in closing if client.nps_class(c, last) == "detractor"} | client.book.noticed(close)
    exposed &= set(closing)
    if not nps.covers(f.span):
        return f.missing("mrr_at_risk", "mrr_at_risk_share")
    amount = money(sum(closing[c] for c in exposed))
    f.one("mrr_at_risk", some(f.state, amount, n=len(exposed)))
    return f.one("mrr_at_risk_share", part(f.state, amount, money(sum(closing.values()))))


def part(state, amount, whole, n=None):
    """A share of all revenue, where credits leave a whole to be a share of."""
    if whole < 0 or (whole and not 0 <= amount <= whole):
        return UNDEFINED
    return quotient(state, amount, whole, n)


def premium(f):
    """What a kept customer brings against a new one; of all, and by the years a kept customer had completed at the opening."""
    opening, closing, span = f.client.amounts(f.span.opening), f.closing(), f.span
    fresh = [c for c, first in f.book.first.items() if span.holds(first) and c in closing]
    bands = {band: [] for band in ("", "_year_1", "_year_2", "_year_3", "_later")}
    for customer in opening:
        if customer in closing:
            start = f.client.true_start(customer)
            years = sum(1 for k in (12, 24, 36) if step(start, k) <= span.opening)
            for band in ("", ("_year_1", "_year_2", "_year_3", "_later")[years]):
                bands[band].append(customer)
    if f.book.orders:
        value = lambda who: Fraction(sum(f.book.value_between(c, span.opening, span.close) for c in who), 100)
        days = lambda who: sum((span.close - max(f.book.first[c] - DAY, span.opening)).days for c in who)
    else:
        amounts = f.book.amounts(span.close, span.opening)
        value, days = (lambda who: money(sum(amounts[c] for c in who))), len
    for band, kept in bands.items():
        if not kept or not fresh or value(fresh) == 0:
            f.one("loyalty_premium" + band, UNDEFINED)
            continue
        old, new = value(kept) / days(kept), value(fresh) / days(fresh)
        f.one("loyalty_premium" + band, quotient(f.state, old - new, new, len(kept) + len(fresh)))


def lines_of(client):
    """Recurring lines with a list price: (day, customer, plan, list, paid, reduced), at the rates of their own month (None where it
    lacks); credits are none."""
    out, last = [], client.conf["as_of"]
    for customer, terms in client.book.terms.items():
        for term in terms:
            if not term.listed or term.paid < 0:
                continue
            k = 0
            while (day := step(term.start, k * term.pays)) <= last and (term.end is None or day < term.end):
                rate = None if client.rates.lacks(term.currency, day) else client.rates.at(term.currency, day)
                amounts = (None, None) if rate is None else (round(term.listed * rate), round(term.paid * rate))
                out.append((day, customer, term.plan or NONE, *amounts, term.listed > term.paid))
                k += 1
    return out


def line_keys(f, customer, plan):
    """The slices of a line: its own plan, and the customer's values."""
    return [ALL] + [(dim, plan if dim == "plan" else f.book.static(customer, dim)) for dim in f.book.dims]


def discounts(f):
    if not f.client.lines or not f.knows(f.year_before()):
        return f.missing(*DISCOUNTS)
    after, close = f.year_before(), f.span.close
    sums = defaultdict(lambda: {name: defaultdict(lambda: [0, 0]) for name in ("new", "existing", "rate")}, {})
    sums[ALL]
    untold, reduced = set(), defaultdict(lambda: defaultdict(bool))
    for day, customer, plan, listed, paid, less in f.client.lines:
        if after < day <= close:
            young = (day - f.book.first[customer]).days <= NEW_DAYS
            for key in line_keys(f, customer, plan):
                reduced[key][customer] |= less
                untold |= {key} if listed is None else set()
                for name in ("rate", "new" if young else "existing"):
                    pair = sums[key][name][customer]
                    pair[0] += listed or 0
                    pair[1] += (listed or 0) - (paid or 0)
    tables, sizes = defaultdict(dict), {}
    for key, parts in sums.items():
        made = discount(f.state, parts)
        if key in untold:
            made = {name: missing() for name in made}
        who = reduced[key].values()
        made["discounted_share"] = proportion(f.state, sum(who), len(who))
        for name, entry in made.items():
            tables[name][key] = entry
        counts = [len(parts[name]) for name in parts] + [f.client.pair(f.span, key).S]
        sizes[key] = min((n for n in counts if n), default=0)
    for name, table in tables.items():
        f.put(name, table, sizes)


def discount(state, sums):
    """sums: {new, existing, rate: {customer: [list, discount]}}."""
    made = {}
    for name, table in sums.items():
        xs, ys = ([pair[i] for pair in table.values()] for i in (0, 1))
        squares = (sum(x * x for x in xs), sum(y * y for y in ys), sum(x * y for x, y in zip(xs, ys)))
        made["discount_" + name] = quotient(state, Fraction(sum(ys), 100), Fraction(sum(xs), 100), len(xs),
                                            lambda: ratio_limits(len(xs), sum(xs), sum(ys), *squares))
    new, old = made["discount_new"], made["discount_existing"]
    made["discount_gap"] = some(state, new["value"] - old["value"]) if "value" in new and "value" in old else UNDEFINED
    return made


def uptake(f):
    """First purchase of a product or plan they never had: old customers (over 12 months) against young ones (2 to 12)."""
    opening, span = f.client.amounts(f.span.opening), f.span
    counts = {"old": [0, 0], "young": [0, 0]}
    for customer in opening:
        start = f.client.true_start(customer)
        group = "old" if step(start, 12) < span.opening else "young" if step(start, 2) <= span.opening else None
        if group:
            counts[group][0] += 1
            counts[group][1] += any(span.holds(day) for day in f.book.product_days(customer))
    (old, took), (young, tried) = counts["old"], counts["young"]
    if not old or not young or not tried:
        return f.one("new_product_uptake", UNDEFINED)
    return f.one("new_product_uptake", some(f.state, Fraction(took, old) / Fraction(tried, young) - 1, n=old + young))


def family(f):
    revenue(f)
    discounts(f)
    uptake(f)

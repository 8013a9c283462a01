"""metrics.md §3 beyond the waterfall: concentration, revenue at risk, loyal against new, discounts, new products."""
from collections import defaultdict
from fractions import Fraction

from costs import money
from figures import ALL, UNDEFINED, proportion, quotient, some
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
        f.one(f"concentration_{count}", quotient(f.state, money(sum(amounts[:count])), money(sum(amounts)), len(amounts)))
    f.one("lost_revenue_year", some(f.state, 12 * money(t.x_lost + cut)))
    risk(f)
    premium(f, t)


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
    return f.one("mrr_at_risk_share", quotient(f.state, amount, money(sum(closing.values()))))


def premium(f, t):
    """What a kept customer brings against a new one."""
    if not f.book.orders:
        fresh = t.J - t.J0
        old, new = (t.y_kept, t.kept), (t.y_new, fresh)
    else:
        opening, closing, span = f.client.amounts(f.span.opening), f.closing(), f.span
        days = (span.close - span.opening).days
        kept = [c for c in opening if c in closing]
        fresh = [c for c, first in f.book.first.items() if span.holds(first) and c in closing]
        value = lambda who: sum(f.book.value_between(c, span.opening, span.close) for c in who)
        old, new = (value(kept), len(kept) * days), (value(fresh), sum((span.close - f.book.first[c]).days + 1 for c in fresh))
    if 0 in old or 0 in new:
        return f.one("loyalty_premium", UNDEFINED)
    return f.one("loyalty_premium", some(f.state, Fraction(old[0]) / old[1] / (Fraction(new[0]) / new[1]) - 1))


def lines_of(client):
    """Recurring lines with a list price: (day, customer, list, paid), at the rates of their own month."""
    out, last = [], client.conf["as_of"]
    for customer, terms in client.book.terms.items():
        for term in terms:
            if not term.listed:
                continue
            k = 0
            while (day := step(term.start, k * term.pays)) <= last and (term.end is None or day < term.end):
                rate = client.rates.at(term.currency, day)
                out.append((day, customer, round(term.listed * rate), round(term.paid * rate)))
                k += 1
    return out


def discounts(f):
    names = ("discount_new", "discount_existing", "discount_rate", "discount_gap", "discounted_share")
    if not f.client.lines or not f.knows(f.year_before()):
        return f.missing(*names)
    after, close = f.year_before(), f.span.close
    sums = {name: defaultdict(lambda: [0, 0]) for name in ("new", "existing", "rate")}
    for day, customer, listed, paid in f.client.lines:
        if after < day <= close:
            young = (day - f.book.first[customer]).days <= NEW_DAYS
            for name in ("rate", "new" if young else "existing"):
                pair = sums[name][customer]
                pair[0] += listed
                pair[1] += listed - paid
    made = {}
    for name, table in sums.items():
        xs, ys = ([pair[i] for pair in table.values()] for i in (0, 1))
        squares = (sum(x * x for x in xs), sum(y * y for y in ys), sum(x * y for x, y in zip(xs, ys)))
        made[name] = quotient(f.state, Fraction(sum(ys), 100), Fraction(sum(xs), 100), len(xs),
                              lambda: ratio_limits(len(xs), sum(xs), sum(ys), *squares))
        f.one("discount_" + name, made[name])
    both = "value" in made["new"] and "value" in made["existing"]
    f.one("discount_gap", some(f.state, made["new"]["value"] - made["existing"]["value"]) if both else UNDEFINED)
    table = sums["rate"]
    return f.one("discounted_share", proportion(f.state, sum(1 for x, y in table.values() if y > 0), len(table)))


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

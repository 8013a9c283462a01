"""metrics.md §2 beyond the pair table: who left why, renewals, returns, early leavers, the ceiling; and what orders add."""
from collections import defaultdict
from datetime import timedelta
from fractions import Fraction
from math import log

from figures import ALL, UNDEFINED, missing, proportion, quotient, share, some
from limits import wilson
from spans import add_months, step

EARLY = timedelta(days=90)
AHEAD = timedelta(days=90)
PAYMENT = ("card", "payment")


def reason_of(client, customer, close):
    """The recorded reason for leaving, as far as it was known at the close; with its owner."""
    row = client.row_of(customer)
    day = row.get("cancel_date") or ""
    if day and day > close.isoformat():
        return "", ""
    return row.get("cancel_reason") or "", row.get("reason_owner") or ""


def leaving(f):
    if "cancel_reason" not in f.client.columns:
        return f.missing("churn_payment", "churn_chosen")
    closing = f.closing()
    whole, failed, chosen = defaultdict(int), defaultdict(int), defaultdict(int)
    for customer in f.client.amounts(f.span.opening):
        keys = f.keys_at(customer, f.span.opening)
        lost = customer not in closing
        reason = reason_of(f.client, customer, f.span.close)[0].lower() if lost else ""
        payment = any(word in reason for word in PAYMENT)
        for key in keys:
            whole[key] += 1
            failed[key] += lost and payment
            chosen[key] += lost and not payment
    f.shares("churn_payment", failed, whole)
    return f.shares("churn_chosen", chosen, whole)


def due_days(term, after, upto):
    """Days start + k terms (k from 1) in (after, upto]."""
    k = max(1, ((after.year - term.start.year) * 12 + after.month - term.start.month) // term.renews)
    out = []
    while (day := step(term.start, k * term.renews)) <= upto:
        if day > after:
            out.append(day)
        k += 1
    return out


def renewals(f):
    names = ("renewal_rate", "renewals_due", "renewals_due_mrr")
    if f.book.orders:
        return f.missing(*names)
    groups = defaultdict(list, {ALL: []})
    ahead, worth, untold = 0, defaultdict(Fraction), False
    for customer, terms in f.book.terms.items():
        for term in terms:
            due = [d for d in due_days(term, f.span.opening, f.span.close) if term.end is None or term.end >= d]
            for day in due:
                hit = (customer, int(f.book.active(customer, day)))
                for key in f.keys_in(customer):
                    groups[key].append(hit)
            if term.start <= f.span.close and (term.end is None or term.end > f.span.close):
                coming = due_days(term, f.span.close, f.span.close + AHEAD)[:1]
                told = term.notice is not None and term.notice <= f.span.close  # its end, after the close, is not looked at: NOTES
                if coming and not told:
                    ahead += 1
                    worth[customer] += term.annual * f.client.rates.told(term.currency, f.span.close)
                    untold |= f.client.rates.lacks(term.currency, f.span.close)
    f.put("renewal_rate", {key: share(f.state, rows) for key, rows in groups.items()})
    f.one("renewals_due", some(f.state, Fraction(ahead)))
    return f.one("renewals_due_mrr", missing() if untold else some(f.state, Fraction(sum(round(w) for w in worth.values()), 1200)))


def winback(f):
    after = add_months(f.span.opening, -12)
    if not f.knows(after):
        return f.missing("winback_rate")
    closing, whole, back = f.closing(), defaultdict(int), defaultdict(int)
    opening = f.client.amounts(f.span.opening)
    for customer, spells in f.book.spells.items():
        ends = [end for _, end in spells if end and after < end <= f.span.opening]
        if ends and customer not in opening:
            for key in f.keys_at(customer, max(ends) - timedelta(days=1)):
                whole[key] += 1
                back[key] += customer in closing
    return f.shares("winback_rate", back, whole, f.since(after))


def early(f):
    whole, gone = defaultdict(int), defaultdict(int)
    for customer, first in f.client.newcomers:
        day = first + EARLY
        if f.span.holds(day):
            left = not f.book.second_order(customer, day) if f.book.orders else not f.book.active(customer, day)
            for key in f.keys_at(customer, first):
                whole[key] += 1
                gone[key] += left
    f.shares("early_churn", gone, whole)


def monthly_churn(f, key=ALL):
    """(sum of L, sum of S, sum of N, months) of the last 12 finished months up to the close; None with fewer than 3."""
    months = [s for s in f.client.finished if s.close <= f.span.close][-12:]
    if len(months) < 3:
        return None
    pairs = [f.client.pair(s, key) for s in months]
    return sum(t.L for t in pairs), sum(t.S for t in pairs), sum(t.J - t.J0 + t.R for t in pairs), len(months)


def ceiling(f):
    names = ("churn_annualised", "growth_ceiling", "ceiling_half_life")
    found = monthly_churn(f)
    if found is None:
        return f.missing(*names)
    lost, base, gained, months = found
    if base == 0:
        for name in names:
            f.one(name, UNDEFINED)
        return None
    m = Fraction(lost, base)
    low, high = wilson(m, base)
    f.one("churn_annualised", some(f.state, 1 - (1 - m) ** 12, n=base, lo=1 - (1 - low) ** 12, hi=1 - (1 - high) ** 12))
    f.one("growth_ceiling", some(f.state, Fraction(gained, months) / m) if m else UNDEFINED)
    f.one("ceiling_half_life", some(f.state, log(0.5) / log(1 - m)) if 0 < m < 1 else UNDEFINED)
    return None


def orders(f):
    names = ("order_average", "purchase_frequency", "repeat_rate")
    if not f.book.orders:
        return f.missing(*names)
    value, count, buyers, again = (defaultdict(int) for _ in range(4))
    for customer, net, number in f.book.bought(f.span):
        keys = f.keys_at(customer, f.span.close)
        for key in keys:
            value[key] += net
            count[key] += number
            if number:
                buyers[key] += 1
                again[key] += len(f.book.order_days(customer, f.span.close)) >= 2
    keys = set(value) | {ALL}
    f.put("order_average", {k: quotient(f.state, Fraction(value[k], 100), count[k], count[k]) for k in keys}, buyers)
    f.put("purchase_frequency", {k: quotient(f.state, count[k], buyers[k], buyers[k]) for k in keys}, buyers)
    return f.put("repeat_rate", {k: proportion(f.state, again[k], buyers[k]) for k in keys}, buyers)


def family(f):
    leaving(f)
    renewals(f)
    winback(f)
    early(f)
    ceiling(f)
    orders(f)

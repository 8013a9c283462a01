"""Shifted beta-geometric on renewals (metrics.md §2, §4): customers and revenue 12 months ahead, and what is left of a customer's
value. One fit per renewal interval, by the maximiser of fits.py; bootstrap limits are not recomputed."""
from collections import Counter, defaultdict
from math import exp, lgamma

from figures import UNDEFINED, some
from fits import hypergeometric, nelder_mead
from service import tenure_months
from spans import DAY
from survival import Curve

NAMES = ("projected_customers", "projected_mrr", "projection_error", "clv_residual")
AHEAD, LEAVERS, RENEWALS, RATE = 12, 30, 3, 1.10
ENOUGH = 30                  # renewals due that shares need


def log_beta(a, b):
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def fit(lives):
    """(alpha, beta) of lives (renewals made on entry, opportunities met, left at the last of them)."""
    counts = Counter(lives)

    def worth(point):
        if max(map(abs, point)) > 9:
            return 1e300
        a, b = map(exp, point)
        return -sum(count * ((log_beta(a + 1, b + n - 1) if left else log_beta(a, b + n)) - log_beta(a, b + entry))
                    for (entry, n, left), count in counts.items())

    found = nelder_mead(worth, nelder_mead(worth, [0.0, 1.0])[1], 0.1)
    return tuple(map(exp, found[1]))


def fits_at(client, close):
    """{interval: (alpha, beta), or the curve where there are too few leavers} by first lives up to a close, each under the interval of its last term."""
    rows, history = defaultdict(list), client.conf["history_start"]
    for customer, start, end, _, _ in client.lives:
        if start > close:
            continue
        left = end is not None and end <= close
        until = end if left else close
        term = [t for t in client.book.terms[customer] if t.start < (end if left else close + DAY)][-1]
        entry = 0 if start >= history else tenure_months(start, history - DAY) // term.renews
        met = tenure_months(start, until) // term.renews
        met = max(1, met) if left else met
        if not left or met > entry:
            rows[term.renews].append((entry, met, left))
    out = {}
    for interval, lives in rows.items():
        leavers = sum(1 for life in lives if life[2])
        seen = max(n for _, n, _ in lives) >= RENEWALS
        out[interval] = fit(lives) if leavers >= LEAVERS and seen else Curve(lives)
    return out


def share_left(fitted, made, ahead):
    """S(made + ahead) / S(made) by a fit or, where there is none, by the Kaplan-Meier hazard of the opportunities, and by the share of
    leavers over all of them where that number was never seen; None where too few came due."""
    if not isinstance(fitted, Curve):
        a, b = fitted
        return exp(log_beta(a, b + made + ahead) - log_beta(a, b + made))
    share, due, leavers = 1.0, *renewals_seen(fitted)
    if due < ENOUGH:
        return None
    for n in range(made + 1, made + ahead + 1):
        risk = fitted.at_risk(n)
        share *= 1 - (fitted.events[n] / risk if risk else leavers / due)
    return share


def renewals_seen(curve):
    """(renewals that came due, leavers at them), over every number of renewal."""
    return sum(curve.at_risk(n) for n in range(1, curve.ends[-1] + 1)), sum(curve.events.values())


def standing(client, close):
    """(customer, year's amount, interval, renewals made) of the active; a returned customer's from its return."""
    for customer, amount in client.amounts(close).items():
        spells = [s for s in client.book.spells[customer] if s[0] <= close]
        term = [t for t in client.book.terms[customer] if t.start <= close and (t.end is None or t.end > close)][-1]
        yield customer, amount, term.renews, tenure_months(spells[-1][0], close) // term.renews


def projected(client, close):
    """(customers, year's amounts, sum of what is left of each) 12 months after a close; None where an interval has no fit."""
    if close in client.projections:
        return client.projections[close]
    fitted, total, worth, left = fits_at(client, close), 0.0, 0.0, 0.0
    margin, residual = float(client.margin(close) or 0), {}
    for _, amount, interval, made in standing(client, close):
        share = share_left(fitted[interval], made, AHEAD // interval)
        if share is None:
            total = None
            break
        total, worth = total + share, worth + share * amount
        if isinstance(fitted[interval], Curve):
            left = None
            continue
        a, b = fitted[interval]
        if left is None:
            continue
        if (interval, made) not in residual:
            z = RATE ** (-interval / 12)
            residual[interval, made] = (b + made) / (a + b + made) * hypergeometric(1, b + made + 1, a + b + made + 1, z)
        left += amount / 1200 * interval * margin * residual[interval, made]
    client.projections[close] = None if total is None else (total, worth / 1200, left)
    return client.projections[close]


def family(f):
    if f.book.orders or f.span not in f.client.newest:
        return f.missing(*NAMES)
    client, close, before = f.client, f.span.close, f.year_before()
    now = projected(client, close)
    count = len(client.amounts(close))
    hidden = {"state": "SUPPRESSED"}
    f.one(NAMES[0], some(f.state, now[0], n=count) if now else hidden)
    f.one(NAMES[1], some(f.state, now[1], n=count) if now else hidden)
    if f.margin is None:
        f.missing(NAMES[3])
    else:
        f.one(NAMES[3], some(f.state, now[2] / count, n=count) if now and now[2] is not None else UNDEFINED)
    if not f.knows(before):
        return f.missing(NAMES[2])
    told, then = projected(client, before), client.amounts(before)
    still = sum(1 for c in then if c in client.amounts(close))
    return f.one(NAMES[2], some(f.state, told[0] / still - 1, n=len(then)) if told and still else hidden)

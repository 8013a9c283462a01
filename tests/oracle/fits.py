"""Value of order customers by fitted models (metrics.md §4): BG/NBD for how often and whether still, Gamma-Gamma for how much.

Maximised here by Nelder and Mead on the logarithms of the parameters, so that nothing but the likelihood is shared."""
from collections import defaultdict
from math import exp, lgamma, log

from figures import some
from spans import add_months

NAMES = ("alive", "orders_expected", "clv_orders")
WEEK = 7.0


def nelder_mead(worth, start, size=0.5, rounds=600, tolerance=1e-10):
    """The point of the least worth; a simplex of the usual moves (1, 2, 1/2, 1/2), until its worths lie close together."""
    points = [list(start)] + [[x + size * (i == j) for j, x in enumerate(start)] for i in range(len(start))]
    table = sorted((worth(p), p) for p in points)
    for _ in range(rounds):
        if abs(table[-1][0] - table[0][0]) <= tolerance * (abs(table[0][0]) + tolerance):
            break
        worst, rest = table[-1], table[:-1]
        middle = [sum(p[j] for _, p in rest) / len(rest) for j in range(len(start))]
        along = lambda k: [m + k * (m - w) for m, w in zip(middle, worst[1])]
        tried = (worth(along(1.0)), along(1.0))
        if tried[0] < table[0][0]:
            further = (worth(along(2.0)), along(2.0))
            rest.append(min(tried, further))
        elif tried[0] < rest[-1][0]:
            rest.append(tried)
        else:
            k = 0.5 if tried[0] < worst[0] else -0.5
            nearer = (worth(along(k)), along(k))
            if nearer[0] < min(tried[0], worst[0]):
                rest.append(nearer)
            else:
                best = table[0][1]
                moved = ([(b + x) / 2 for b, x in zip(best, p)] for _, p in table[1:])
                rest = [table[0]] + [(worth(p), p) for p in moved]
        table = sorted(rest)
    return table[0]


def summary(book, close):
    """{(x, weeks to the last order, weeks seen): how many}, by customer: (x, tx, T, mean of the repeat days or None)."""
    out = []
    for customer, start in book.first.items():
        seen = [d for d in book.bought_on[customer] if start <= d <= close]
        if seen:
            first, last, x = seen[0], seen[-1], len(seen) - 1
            value = book.positive_value(customer, first, last) / 100 / x if x else None
            out.append((x, (last - first).days / WEEK, (close - first).days / WEEK, value))
    return out


def bgnbd(rows):
    """(negative log-likelihood, (r, alpha, a, b))."""
    counts = defaultdict(int)
    for x, recent, seen, _ in rows:
        counts[x, recent, seen] += 1
    groups = list(counts.items())
    xs = {x for x, _, _ in counts}

    def worth(point):
        if max(map(abs, point)) > 12:
            return 1e300
        r, alpha, a, b = map(exp, point)
        base, beta = r * log(alpha) - lgamma(r), lgamma(a + b) - lgamma(b)
        gammas = {x: lgamma(r + x) + lgamma(b + x) - lgamma(a + b + x) for x in xs}
        ratio = {x: a / (b + x - 1) if x else 0.0 for x in xs}
        total = 0.0
        for (x, recent, seen), count in groups:
            power, late = r + x, log(alpha + seen)
            tail = log(1 + ratio[x] * exp(power * (late - log(alpha + recent)))) if x else 0.0
            total += count * (base + beta + gammas[x] - power * late + tail)
        return -total

    found = nelder_mead(worth, [0.0, 1.0, 0.0, 1.0])
    found = nelder_mead(worth, found[1], 0.1)
    return found[0], tuple(map(exp, found[1]))


def gamma_gamma(rows):
    data = [(x, value) for x, _, _, value in rows if x and value > 0]
    logs = [(x, value, log(value)) for x, value in data]

    def worth(point):
        if max(map(abs, point)) > 14:
            return 1e300
        p, q, g = map(exp, point)
        total = 0.0
        cache = {}
        for x, value, seen in logs:
            if x not in cache:
                cache[x] = lgamma(p * x + q) - lgamma(p * x) - lgamma(q) + q * log(g) + p * x * log(x)
            total += cache[x] + (p * x - 1) * seen - (p * x + q) * log(g + x * value)
        return -total

    found = nelder_mead(worth, [1.0, 1.0, log(sum(v for _, v in data) / len(data))])
    found = nelder_mead(worth, found[1], 0.1)
    return found[0], tuple(map(exp, found[1]))


def hypergeometric(a, b, c, z):
    total = term = 1.0
    for k in range(20000):
        term *= (a + k) * (b + k) / (c + k) / (k + 1) * z
        total += term
        if abs(term) < abs(total) * 1e-15:
            break
    return total


def expected(params, row, ahead):
    """(probability alive, orders expected within `ahead` weeks)."""
    r, alpha, a, b = params
    x, recent, seen, _ = row
    odds = a / (b + x - 1) * ((alpha + seen) / (alpha + recent)) ** (r + x) if x else 0.0
    whole = hypergeometric(r + x, b + x, a + b + x - 1, ahead / (alpha + seen + ahead))
    gain = (a + b + x - 1) / (a - 1) * (1 - ((alpha + seen) / (alpha + seen + ahead)) ** (r + x) * whole)
    return 1 / (1 + odds), gain / (1 + odds)


def values_of(client, close):
    """{metric: value} and the number of customers; cached by the close."""
    if close not in client.fits:
        rows = summary(client.book, close)
        params = bgnbd(rows)[1]
        p, q, g = gamma_gamma(rows)[1]
        ahead = (add_months(close, 12) - close).days / WEEK
        alive = orders = worth = 0.0
        for row in rows:
            here, more = expected(params, row, ahead)
            x, value = row[0], row[3]
            spend = p * (g + (x * value if x else 0.0)) / (p * x + q - 1)
            alive, orders, worth = alive + here, orders + more, worth + more * spend
        client.fits[close] = {"alive": alive, "orders_expected": orders, "clv_orders": worth / len(rows)}, len(rows)
    return client.fits[close]


def family(f):
    if f.span not in f.client.newest or not f.book.orders:
        return f.missing(*NAMES)
    found, count = values_of(f.client, f.span.close)
    for name in NAMES[:2]:
        f.one(name, some(f.state, found[name], n=count))
    if f.margin is None:
        return f.missing(NAMES[2])
    return f.one(NAMES[2], some(f.state, found[NAMES[2]] * float(f.margin), n=count))

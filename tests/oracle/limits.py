"""Intervals of metrics.md §7, §1 and §5: Wilson, adjusted Wald for nps, ratio estimator, t, exact Poisson."""
from collections import defaultdict
from fractions import Fraction
from functools import lru_cache
from math import exp, fsum, lgamma, log, pi, sqrt

Z = 1.959963984540054


def wilson(share, n):
    """Wilson limits of a share seen on n answers; n may be a Kish n. None where n is 0."""
    if not n:
        return None
    p, n = float(share), float(n)
    middle = p + Z * Z / (2 * n)
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    low = 0.0 if share == 0 else (middle - half) / scale
    high = 1.0 if share == 1 else (middle + half) / scale
    return low, high


def newcombe(x, n, y, m):
    """Method 10 for the difference of two independent shares x of n and y of m: Wilson's limits squared and added."""
    p, q = x / n, y / m
    (lp, up), (lq, uq) = wilson(Fraction(x, n), n), wilson(Fraction(y, m), m)
    return p - q - sqrt((p - lp) ** 2 + (uq - q) ** 2), p - q + sqrt((up - p) ** 2 + (q - lq) ** 2)


def nps_limits(detractors, passives, promoters):
    """Adjusted Wald in points: add 3/4, 3/2, 3/4; clipped to +-100. Counts may be scaled to a Kish n."""
    low, passive, high = float(detractors) + 0.75, float(passives) + 1.5, float(promoters) + 0.75
    n = low + passive + high
    score = (high - low) / n
    half = Z * sqrt(((high + low) / n - score * score) / n)
    return max(-100.0, 100 * (score - half)), min(100.0, 100 * (score + half))


def ratio_limits(n, sx, sy, sxx, syy, sxy):
    """R +- z sqrt(Var) with Var = n/(n-1) * sum (y - R x)^2 / (sum x)^2, R = sum y / sum x; exact up to the root."""
    if n < 2 or sx == 0:
        return None
    ratio = Fraction(sy) / sx
    square = Fraction(syy) - 2 * ratio * sxy + ratio * ratio * sxx
    half = Z * sqrt(Fraction(n, n - 1) * square / (Fraction(sx) * sx))
    return float(ratio) - half, float(ratio) + half


def _poisson_below(count, mean):
    """P(X < count) for a Poisson X: the largest term from its logarithm, the others by ratio, until they no longer count."""
    peak = min(count - 1, int(mean))
    top = exp(peak * log(mean) - mean - lgamma(peak + 1))
    terms, term = [top], top
    for i in range(peak, 0, -1):
        term *= i / mean
        terms.append(term)
        if term < top * 1e-19:
            break
    term = top
    for i in range(peak + 1, count):
        term *= mean / i
        terms.append(term)
    return fsum(terms)


def _solve(target, count, high):
    """The mean at which P(X < count) = target: that probability falls as the mean grows."""
    low = 0.0
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _poisson_below(count, middle) > target:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@lru_cache(maxsize=None)
def poisson_limits(count):
    """Garwood's exact 95 % limits of a Poisson mean: chi-square quantiles at 2n and 2n + 2 degrees, halved."""
    top = count + 8 * sqrt(count + 1) + 12
    lower = _solve(0.975, count, top) if count else 0.0
    return lower, _solve(0.025, count + 1, top)


@lru_cache(maxsize=None)
def t_quantile(freedom):
    """The 97.5 % point of Student's t: its density from 0 summed by Simpson's rule, the point found by bisection. One and
    two degrees, whose tails are long, are given."""
    if freedom == 1:
        return 12.706204736432095
    if freedom == 2:
        return 4.302652729696142
    height = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(freedom * pi)
    power = -(freedom + 1) / 2

    def inside(top, steps=2000):
        width = top / steps
        points = [(1 + (i * width) ** 2 / freedom) ** power for i in range(steps + 1)]
        return height * width / 3 * (points[0] + points[-1] + 4 * fsum(points[1::2]) + 2 * fsum(points[2:-1:2]))

    low, high = 1.9, 3.3
    for _ in range(45):
        middle = (low + high) / 2
        low, high = (middle, high) if inside(middle) < 0.475 else (low, middle)
    return (low + high) / 2


def mean_limits(n, total, squares):
    """t limits of a mean of n amounts."""
    if n < 2:
        return None
    mean = Fraction(total) / n
    variance = (Fraction(squares) - n * mean * mean) / (n - 1)
    half = t_quantile(n - 1) * sqrt(variance / n)
    return float(mean) - half, float(mean) + half


def kish(weights):
    total = sum(weights)
    return Fraction(total) * total / sum(w * w for w in weights)


def by_customer(rows):
    """Of (customer, weight, what the weight counts for): [(x, y)] of each customer, sum of weights and of weight times count."""
    table = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for customer, weight, counts in rows:
        pair = table[customer]
        pair[0] += weight
        pair[1] += weight * counts
    return list(table.values())


def spread(pairs):
    """(R, V) of a ratio R = sum y / sum x over customers; V is None for one alone."""
    c, whole = len(pairs), sum(x for x, _ in pairs)
    ratio = sum(y for _, y in pairs) / whole
    if c < 2:
        return ratio, None
    return ratio, Fraction(c, c - 1) * sum((y - ratio * x) ** 2 for x, y in pairs) / (whole * whole)


def effective(rows):
    """How many independent answers the rows (customer, weight, 1 up, -1 down or 0) are worth: Kish's n, and where a customer gives
    more than one of them no more than the variance between customers leaves."""
    weights = [weight for _, weight, _ in rows]
    if not weights:
        return 0
    pairs = by_customer(rows)
    if len(pairs) == len(rows):
        return kish(weights)
    ratio, variance = spread(pairs)
    single = sum((weight for _, weight, counts in rows if counts), Fraction(0)) / sum(weights) - ratio * ratio
    if single == 0 or variance is None:
        return kish([x for x, _ in pairs])
    return min(kish(weights), single / variance) if variance else kish(weights)


def grouped_mean(rows):
    """t limits of a weighted mean of scores (customer, weight, score), each customer's answers together."""
    pairs = by_customer(rows)
    ratio, variance = spread(pairs)
    if not variance:
        return None
    half = t_quantile(len(pairs) - 1) * sqrt(variance)
    return float(ratio) - half, float(ratio) + half

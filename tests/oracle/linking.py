"""metrics.md §6 and §0 row 11: leaving by what was answered last, and how many can be counted on."""
from collections import Counter, defaultdict
from fractions import Fraction
from math import exp, log, sqrt

from figures import UNDEFINED, proportion, some
from limits import Z
from spans import add_months

CLASSES = ("promoter", "passive", "detractor", "silent")
LOOKBACK = 12


def odds(state, bad, good):
    """Odds ratio of leaving with Woolf's limits; bad and good are (lost, all)."""
    if bad[1] == 0 or good[1] == 0:
        return UNDEFINED
    cells = [Fraction(c) for c in (bad[0], bad[1] - bad[0], good[0], good[1] - good[0])]
    if 0 in cells:
        cells = [c + Fraction(1, 2) for c in cells]
    a, b, c, d = cells
    ratio = a * d / (b * c)
    half = Z * sqrt(sum(1 / x for x in cells))
    return some(state, ratio, n=bad[1] + good[1], lo=exp(log(ratio) - half), hi=exp(log(ratio) + half))


def trend(state, groups):
    """Cochran and Armitage's z of (lost, all) at the scores 0, 1, 2 …: the covariance of leaving and score, over its error without a trend."""
    n, lost = sum(whole for _, whole in groups), sum(some_lost for some_lost, _ in groups)
    if n == 0 or lost in (0, n):
        return UNDEFINED
    total = sum(score * whole for score, (_, whole) in enumerate(groups))
    spread = sum(score * score * whole for score, (_, whole) in enumerate(groups)) - Fraction(total * total, n)
    if spread == 0:
        return UNDEFINED
    share = Fraction(lost, n)
    together = sum(score * some_lost for score, (some_lost, _) in enumerate(groups)) - share * total
    return some(state, float(together) / sqrt(share * (1 - share) * spread), n=n)


def classes(f):
    names = [f"churn_{c}s" if c != "silent" else "churn_silent" for c in CLASSES]
    if not f.client.surveys["nps"].covers(f.span):
        return f.missing(*names, "churn_odds", "churn_odds_passives", "churn_trend")
    closing = f.closing()
    last = f.client.surveys["nps"].last_of(add_months(f.span.opening, -LOOKBACK), f.span.opening)
    whole, lost = Counter(), Counter()
    for customer in f.client.amounts(f.span.opening):
        found = f.client.nps_class(customer, last)
        whole[found] += 1
        lost[found] += customer not in closing
    for name, found in zip(names, CLASSES):
        f.one(name, proportion(f.state, lost[found], whole[found]))
    pair = lambda found: (lost[found], whole[found])
    f.one("churn_odds", odds(f.state, pair("detractor"), pair("promoter")))
    f.one("churn_odds_passives", odds(f.state, pair("passive"), pair("promoter")))
    return f.one("churn_trend", trend(f.state, [pair(found) for found in ("promoter", "passive", "detractor")]))


def satisfied_leavers(f, satisfied):
    surveys = f.client.surveys
    if not (surveys["nps"].covers(f.span) or surveys["csat"].covers(f.span)):
        return f.missing("satisfied_but_left", "satisfied_left_share")
    after, closing = add_months(f.span.opening, -LOOKBACK), f.closing()
    nps, csat = (surveys[name].last_of(after, f.span.opening) for name in ("nps", "csat"))
    heard = glad = content = 0
    for customer in f.client.amounts(f.span.opening):
        a, b = nps.get(customer), csat.get(customer)
        if a is None and b is None:
            continue
        good = a.score >= 9 if b is None or (a is not None and a.day >= b.day) else satisfied(b)
        content += good
        if customer not in closing:
            heard += 1
            glad += good
    f.one("satisfied_but_left", proportion(f.state, glad, heard))
    return f.one("satisfied_left_share", proportion(f.state, glad, content))


def kept_of(client, day):
    """What the close of `day` counts on, by the 12 months before it: (customers, their variance, MRR and its variance in
    minor units a year, active, still here of those active a year before); None where nothing is known of a class in use.
    Variance: of a share seen on last year's customers, and of the coming year's own chance; both with half a customer on either side."""
    before = add_months(day, -12)
    now, then = client.amounts(day), client.amounts(before)
    survey = client.surveys["nps"]
    last, earlier = survey.last_of(add_months(day, -LOOKBACK), day), survey.last_of(add_months(before, -LOOKBACK), before)
    here, worth, squares, base, stayed = Counter(), defaultdict(int), defaultdict(int), Counter(), Counter()
    for customer, amount in now.items():
        found = client.nps_class(customer, last)
        here[found] += 1
        worth[found] += amount
        squares[found] += amount * amount
    for customer in then:
        found = client.nps_class(customer, earlier)
        base[found] += 1
        stayed[found] += customer in now
    total = [Fraction(0)] * 4
    for found in CLASSES:
        if here[found] and not base[found]:
            return None
        if here[found]:
            p = Fraction(stayed[found], base[found])
            q = Fraction(2 * stayed[found] + 1, 2 * base[found] + 2)
            for i, (amount, square) in enumerate(((here[found], here[found]), (worth[found], squares[found]))):
                total[2 * i] += amount * p
                total[2 * i + 1] += q * (1 - q) * (Fraction(amount) * amount / base[found] + square)
    return total, len(now), sum(stayed.values()), len(then)


def expected(f):
    names = ("expected_kept", "expected_kept_share", "expected_kept_mrr")
    before = f.year_before()
    if not f.client.surveys["nps"].covers(f.span) or not f.knows(before):
        return f.missing(*names, "expected_kept_error")
    found = kept_of(f.client, f.span.close)
    if found is None:
        for name in names:
            f.one(name, UNDEFINED)
    else:
        (kept, spread, worth, width), active, _, _ = found
        state = f.since(before)
        limits = lambda mid, var, unit, most: {"lo": max(0, float(mid) - Z * sqrt(var)) / unit, "hi": min(most, float(mid) + Z * sqrt(var)) / unit}
        f.one(names[0], some(state, kept, n=active, **limits(kept, spread, 1, active)))
        f.one(names[1], some(state, kept / active, n=active, **limits(kept, spread, active, active)) if active else UNDEFINED)
        f.one(names[2], some(state, worth / 1200, n=active, **limits(worth, width, 1200, sum(f.client.amounts(f.span.close).values()))))
    if not f.whole_year() or not f.knows(add_months(before, -12)):
        return f.missing("expected_kept_error")
    told = kept_of(f.client, before)
    still = len(set(f.client.amounts(before)) & set(f.closing()))
    entry = UNDEFINED if told is None or not still else some(f.since(add_months(before, -12)), told[0][0] / still - 1)
    return f.one("expected_kept_error", entry)


def family(f, satisfied):
    classes(f)
    satisfied_leavers(f, satisfied)
    expected(f)

"""metrics.md §1 beyond nps and csat themselves: means, effort, response, coverage, comments, consistency, drivers."""
from bisect import bisect_right
from collections import Counter, defaultdict
from datetime import timedelta
from fractions import Fraction
from math import atanh, sqrt, tanh

from figures import UNDEFINED, quotient, some
from limits import Z, effective, grouped_mean, kish, nps_limits, wilson

RESPONSE_DAYS = timedelta(days=30)
ENOUGH = 30


def group(figures, answers):
    """{key: answers} by the slices customers stand in within the span."""
    out = defaultdict(list)
    out["all", ""] = []
    for answer in answers:
        for key in figures.keys_in(answer.customer):
            out[key].append(answer)
    return out


def mean_score(state, answers):
    """Over the answers of the most frequent scale (of two alike the larger one)."""
    scales = Counter((a.low, a.high) for a in answers)
    if not scales:
        return UNDEFINED
    scale = max(scales, key=lambda s: (scales[s], s[1], -s[0]))
    mine = [a for a in answers if (a.low, a.high) == scale]
    total, weight = sum(a.weight * a.score for a in mine), sum(a.weight for a in mine)
    return quotient(state, total, weight, len(mine), lambda: grouped_mean([(a.customer, a.weight, a.score) for a in mine]))


def effort(state, answers):
    mine = [a for a in answers if (a.low, a.high) == (1, 7)]
    weight = sum((a.weight for a in mine), Fraction(0))
    within = lambda low, high: sum((a.weight for a in mine if low <= a.score <= high), Fraction(0))
    easy, low, high = within(5, 7), within(1, 3), within(6, 7)
    worth = lambda counts: effective([(a.customer, a.weight, counts(a.score)) for a in mine])

    def index_limits():
        n = worth(lambda s: (s >= 6) - (s <= 3))
        return tuple(limit / 100 for limit in nps_limits(*(n * part / weight for part in (low, weight - low - high, high))))

    return (quotient(state, easy, weight, len(mine), lambda: wilson(easy / weight, worth(lambda s: int(s >= 5)))),
            quotient(state, high - low, weight, len(mine), index_limits))


def scores(f):
    survey = f.client.surveys
    if survey["csat"].covers(f.span):
        groups = group(f, survey["csat"].latest(f.span))
        f.put("csat_mean", {key: mean_score(f.state, rows) for key, rows in groups.items()})
    else:
        f.missing("csat_mean")
    if survey["ces"].covers(f.span):
        groups = group(f, survey["ces"].latest(f.span))
        f.put("ces", {key: mean_score(f.state, rows) for key, rows in groups.items()})
        both = {key: effort(f.state, rows) for key, rows in groups.items()}
        f.put("ces_easy", {key: pair[0] for key, pair in both.items()})
        f.put("ces_index", {key: pair[1] for key, pair in both.items()})
    else:
        f.missing("ces", "ces_easy", "ces_index")
    f.missing("nps_touchpoint")  # no sample asks nps with a touchpoint


def by_revenue(f):
    if not f.client.surveys["nps"].covers(f.span):
        return f.missing("nps_by_revenue")
    closing = f.closing()
    rows = [(a, Fraction(closing[a.customer], 1200)) for a in f.client.surveys["nps"].latest(f.span) if a.customer in closing]
    total = sum((w for _, w in rows), Fraction(0))
    low = sum((w for a, w in rows if a.score <= 6), Fraction(0))
    high = sum((w for a, w in rows if a.score >= 9), Fraction(0))

    def limits():
        effective = kish([w for _, w in rows])
        return nps_limits(*(effective * part / total for part in (low, total - low - high, high)))

    return f.one("nps_by_revenue", quotient(f.state, high - low, total, len(rows), limits, 100))


def answered(client):
    """The invitations an answer serves: each answer only the latest invitation not after it. Indexes into client.invitations."""
    asked = defaultdict(list)
    for index, row in enumerate(client.invitations):
        asked[row.customer, row.survey].append((row.day, index))
    for rows in asked.values():
        rows.sort()
    served = set()
    for answer in client.rows:
        rows = asked.get((answer.customer, answer.survey), ())
        at = bisect_right(rows, (answer.day, len(client.invitations))) - 1
        if at >= 0 and answer.day <= rows[at][0] + RESPONSE_DAYS:
            served.add(rows[at][1])
    return served


def response(f):
    client = f.client
    last = max((i.day for i in client.invitations), default=None)
    if last is None or last + RESPONSE_DAYS <= f.span.opening:
        f.missing("response_rate")
    else:
        due = [i for i, row in enumerate(client.invitations) if f.span.holds(row.day + RESPONSE_DAYS)]
        f.counted("response_rate", due, lambda i: f.keys_at(client.invitations[i].customer, client.invitations[i].day),
                  lambda i: i in client.served, lambda i: client.invitations[i].customer)
    if not any(s.covers(f.span) for s in client.surveys.values()):
        return f.missing("survey_coverage", "comment_rate")
    rows = [a for a in client.rows if f.span.holds(a.day)]
    voices = {a.customer for s in client.surveys.values() for a in s.between(f.span.opening, f.span.close)}
    f.counted("survey_coverage", f.closing(), lambda c: f.keys_at(c, f.span.close), lambda c: c in voices, lambda c: c)
    return f.counted("comment_rate", rows, lambda a: f.keys_in(a.customer), lambda a: a.comment != "", lambda a: a.customer)


def touched(f):
    """Csat answers of the span with a touchpoint: {touchpoint: answers}."""
    survey = f.client.surveys["csat"]
    rows = [a for a in survey.between(f.span.opening, f.span.close) if a.touchpoint]
    if not survey.every:
        rows = {(a.customer, a.touchpoint): a for a in rows}.values()
    out = defaultdict(list)
    for answer in rows:
        out[answer.touchpoint].append(answer)
    return out


def consistency(f, satisfied):
    if not f.client.surveys["csat"].covers(f.span):
        return f.missing("consistency")
    rows = [answers for answers in touched(f).values() if len(answers) >= ENOUGH]
    if len(rows) < 2:
        return f.one("consistency", UNDEFINED)
    shares = [sum(a.weight for a in answers if satisfied(a)) / sum(a.weight for a in answers) for answers in rows]
    return f.one("consistency", some(f.state, max(shares) - min(shares), n=sum(map(len, rows))))


def ranks(values):
    """Middle ranks."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    out, i = [0] * len(values), 0
    while i < len(order):
        j = i
        while j < len(order) and values[order[j]] == values[order[i]]:
            j += 1
        for k in order[i:j]:
            out[k] = Fraction(i + 1 + j, 2)
        i = j
    return out


def spearman(pairs):
    xs, ys = ranks([p[0] for p in pairs]), ranks([p[1] for p in pairs])
    mean = Fraction(len(pairs) + 1, 2)
    sxy = sum((x - mean) * (y - mean) for x, y in zip(xs, ys))
    sxx, syy = (sum((v - mean) ** 2 for v in values) for values in (xs, ys))
    return None if sxx == 0 or syy == 0 else float(sxy) / sqrt(sxx * syy)


def driver(f):
    surveys = f.client.surveys
    if not (surveys["nps"].covers(f.span) and surveys["csat"].covers(f.span)):
        return f.missing("driver")
    whole = surveys["nps"].last_of(f.span.opening, f.span.close)
    last = {(a.touchpoint, a.customer): a for a in surveys["csat"].between(f.span.opening, f.span.close) if a.touchpoint}
    pairs = defaultdict(list)
    for (touchpoint, customer), answer in last.items():
        if customer in whole:
            pairs[touchpoint].append((answer.score, whole[customer].score))
    found = [(spearman(rows), touchpoint, len(rows)) for touchpoint, rows in pairs.items() if len(rows) >= ENOUGH]
    found = [row for row in found if row[0] is not None]
    if not found:
        return f.one("driver", UNDEFINED)
    rho, _, n = min(found, key=lambda row: (-abs(row[0]), row[1].encode()))
    half = Z * sqrt((1 + rho * rho / 2) / (n - 3))
    return f.one("driver", some(f.state, rho, n=n, lo=tanh(atanh(rho) - half), hi=tanh(atanh(rho) + half)))


def family(f, satisfied):
    scores(f)
    by_revenue(f)
    response(f)
    consistency(f, satisfied)
    driver(f)

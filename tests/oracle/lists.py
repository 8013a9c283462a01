"""metrics.md §6: the lists, forward from as_of, and proven falls. Counts only; told for the newest finished period of each kind."""
from bisect import bisect_right
from collections import Counter, defaultdict
from datetime import timedelta
from fractions import Fraction

from figures import some
from spans import step

NAMES = ("list_welcome", "list_dates", "list_recover", "list_review", "list_refer")
FALL_Q = Fraction(1, 10)


def falls_at(month_day, as_of):
    """Whether a yearly day comes in the 45 days after as_of; 29 February is the 28th in other years."""
    for years in (0, 1):
        day = step(month_day, 12 * (as_of.year - month_day.year + years))
        if as_of < day <= as_of + timedelta(days=45):
            return True
    return False


def dates(client, active, as_of):
    found = 0
    for customer in active:
        days = [d for d in (client.birthdays.get(customer), client.true_start(customer)) if d is not None and d <= as_of]
        found += any(falls_at(day, as_of) for day in days)
    return found


def reached(client, customer, since, as_of):
    """A contact opened by us on or after a day."""
    return any(c.by_us and c.customer == customer and since <= c.opened.date() <= as_of for c in client.contacts)


def lists_of(client):
    as_of = client.conf["as_of"]
    active = set(client.amounts(as_of))
    nps = client.surveys["nps"]
    answers = defaultdict(list)
    for answer in nps.answers:
        answers[answer.customer].append(answer)
    referrers = {client.row_of(c).get("referred_by") for c in client.book.first}  # of those who came
    out = {"list_dates": dates(client, active, as_of)}
    twice = [c for c in active if len(answers[c]) >= 2 and all(a.score >= 9 for a in answers[c][-2:])]
    out["list_refer"] = sum(1 for c in twice if step(client.true_start(c), 12) <= as_of and c not in referrers)
    if client.contacts:
        month = as_of - timedelta(days=30)
        out["list_welcome"] = sum(1 for c, first in client.book.first.items()
                                  if month < first and c in active and not reached(client, c, first, as_of))
        low = {(a.customer, a.day) for a, _, _ in client.low if month < a.day and a.customer in active}
        out["list_recover"] = len({c for c, day in low if not reached(client, c, day, as_of)})
        waiting = {c.customer for c in client.contacts if c.solved is None or c.solved.date() > as_of}
        out["list_review"] = sum(1 for c in active if answers[c] and answers[c][-1].score >= 9 and c not in waiting
                                 and answers[c][-1].day > as_of - timedelta(days=90))
    return out


def orderings(counts):
    """How many orders of a multiset have 0, 1, 2 ... inversions."""
    ways, placed = [1], 0
    for count in counts:
        placed += count
        ways = _times_binomial(ways, placed, count)
    return ways


def _times_binomial(ways, n, k):
    """A polynomial times the Gaussian binomial of n over k."""
    for i in range(1, k + 1):
        up = ways + [0] * (n - k + i)
        for j, w in enumerate(ways):
            up[j + n - k + i] -= w
        out = []
        for j, w in enumerate(up):
            out.append(w + (out[j - i] if j >= i else 0))
        while out and out[-1] == 0:
            out.pop()
        ways = out
    return ways


def falling(scores):
    """Exact one-sided p of Mann-Kendall for a fall: the share of orders with at least as many inversions."""
    inversions = sum(1 for i in range(len(scores)) for j in range(i) if scores[j] > scores[i])
    ways = orderings(Counter(scores).values())
    return Fraction(sum(ways[inversions:]), sum(ways))


def proven(client, close):
    """(customers proven to fall, customers tested)."""
    survey, rows, active = client.surveys["nps"], defaultdict(list), client.amounts(close)
    for answer in survey.answers[:bisect_right(survey.days, close)]:
        if answer.customer in active:
            rows[answer.customer].append(answer.score)
    ps = sorted(falling(scores) for scores in rows.values() if len(scores) >= 4)
    found = max((i for i, p in enumerate(ps, 1) if p <= FALL_Q * i / len(ps)), default=0)
    return found, len(ps)


def family(f):
    if f.span not in f.client.newest:
        return f.missing(*NAMES, "proven_fall")
    found, tested = proven(f.client, f.span.close)
    f.one("proven_fall", some(f.state, Fraction(found), n=tested))
    counts = f.client.lists
    for name in NAMES:
        if name in counts:
            f.one(name, some(f.state, Fraction(counts[name])))
        else:
            f.missing(name)
    return None

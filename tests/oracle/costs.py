"""metrics.md §5: what winning, keeping and losing cost; word of mouth; payback; value read off a month's churn (§4)."""
from collections import defaultdict
from fractions import Fraction
from math import log

from activity import NONE, UNKNOWN
from figures import ALL, UNDEFINED, missing, proportion, quotient, some
from keeping import monthly_churn
from limits import poisson_limits, wilson
from spans import DAY, add_months, month_end, month_of

KEEPING = ("retention", "service")
TARGETS = ("needed_new", "needed_retention", "needed_mrr")


def money(annual):
    return Fraction(annual) / 1200


def spent(client, after, upto, test):
    return Fraction(sum(c.amount for c in client.spend if after < c.day <= upto and test(c)), 100)


def acquisition(cost):
    return cost.purpose == "acquisition"


def per_head(state, cost, heads):
    """A cost for each of `heads` customers, with Garwood's limits."""
    def limits():
        low, high = poisson_limits(heads)
        return float(cost) / high, float(cost) / low

    return quotient(state, cost, heads, heads, limits)


def joined(f):
    """{key: J} of the span."""
    return {key: t.J for key, t in f.client.pairs[f.span.key].items()}


def acquired(f, known, shown):
    """cac_media and cac_referral; spend as such."""
    client, span = f.client, f.span
    total = lambda test: spent(client, span.opening, span.close, test)
    state, after = client.spend_state(span, f.state), f.year_before()
    kept = any(c.purpose in KEEPING and after < c.day <= span.close for c in client.spend)
    for name, test, has in (("spend_acquisition", acquisition, True), ("spend_keeping", lambda c: c.purpose in KEEPING, kept)):
        f.one(name, some(state, total(test)) if state != "MISSING" and has else missing())
    untold = state == "MISSING" or "channel" not in f.book.dims
    f.one("spend_no_channel", missing() if untold else some(state, total(lambda c: acquisition(c) and not c.channel)))
    if not known:
        return f.missing("cac_media", "cac_referral")
    media = defaultdict(Fraction)
    for cost in client.spend:
        if span.holds(cost.day) and acquisition(cost) and cost.category == "media" and cost.channel:
            media[cost.channel] += Fraction(cost.amount, 100)
    heads, table = joined(f), {}
    paid = [channel for channel, amount in media.items() if amount > 0]
    for channel in {value for dim, value in shown if dim == "channel"} | set(paid):
        count = heads.get(("channel", channel), 0)
        entry = per_head(f.state, media[channel], count) if channel in paid else UNDEFINED
        table["channel", channel] = missing() if untold_channel(("channel", channel)) else entry
    table[ALL] = per_head(f.state, sum(media[c] for c in paid), sum(heads.get(("channel", c), 0) for c in paid))
    f.put("cac_media", table, {key: heads.get(key, 0) for key in table})
    mine = [c for c, first in f.book.first.items() if span.holds(first) and earned(client, c)]
    return f.one("cac_referral", per_head(f.state, total(lambda c: acquisition(c) and c.channel in f.conf["earned"]), len(mine)))


def untold_channel(key):
    """A slice of customers without a channel: nothing says what they cost."""
    return key[0] == "channel" and key[1] in (NONE, UNKNOWN)


def earned(client, customer):
    return bool(client.row_of(customer).get("referred_by")) or client.channel_of(customer) in client.conf["earned"]


def referral(f):
    client, span = f.client, f.span
    fresh = [c for c, first in f.book.first.items() if span.holds(first)]
    f.one("referral_share", proportion(f.state, sum(1 for c in fresh if client.row_of(c).get("referred_by")), len(fresh)))
    same = f.book.amounts(span.close, span.opening)
    parts = {"earned": 0, "bought": 0, "unknown": 0}
    for customer in fresh:
        kind = "earned" if earned(client, customer) else "bought" if client.row_of(customer).get("channel") else "unknown"
        parts[kind] += same.get(customer, 0)
    for kind, amount in parts.items():
        f.one("mrr_new_" + kind, some(f.state, money(amount)))
    growth(f)
    promoters(f)


def growth(f):
    names = ("earned_growth", "earned_growth_ratio")
    before = f.year_before()
    if not f.whole_year():
        return f.missing(*names)
    client, close = f.client, f.span.close
    opening, same = client.amounts(before), f.book.amounts(close, before)
    back = {c for c in same if c not in opening and f.book.first[c] <= before}
    untold = f.book.lacking(close, before)
    if f.book.lacking(before, before) or untold - back:
        return f.missing(*names)
    start = sum(opening.values())
    kept = sum(amount for c, amount in same.items() if c in opening)
    new = sum(amount for c, amount in same.items() if before < f.book.first[c] and earned(client, c))
    f.one(names[0], quotient(f.since(before), money(kept + new - start), money(start), len(opening)))
    total = sum(same.values()) - start
    entry = quotient(f.since(before), money(kept + new - start), money(total)) if total > 0 and start else UNDEFINED
    return f.one(names[1], missing() if untold else entry)


def promoters(f):
    client, close, after = f.client, f.span.close, f.year_before()
    if not client.surveys["nps"].covers(f.span):
        return f.missing("promoters_referred")
    last = client.surveys["nps"].last_of(after, close)
    active = [c for c in f.closing() if client.nps_class(c, last) == "promoter"]
    sent = {client.row_of(c).get("referred_by") for c, first in f.book.first.items() if after < first <= close}
    return f.one("promoters_referred", proportion(f.state, sum(1 for c in active if c in sent), len(active)))


def last_months(f):
    """The closes of the 12 calendar months up to the one of the span's close, which may be cut."""
    close = f.span.close
    return [close] + [add_months(month_end(close.year, close.month), -k) for k in range(1, 12)]


def keeping(f, known):
    client, close, after = f.client, f.span.close, f.year_before()
    names = ("cost_to_keep", "cost_to_keep_retention", "acquisition_multiple")
    if not known or not f.knows(after) or not any(c.purpose in KEEPING and after < c.day <= close for c in client.spend):
        return f.missing(*names)
    mean = Fraction(sum(len(client.amounts(day)) for day in last_months(f)), 12)
    both = quotient(f.state, spent(client, after, close, lambda c: c.purpose in KEEPING), mean)
    f.one(names[0], both)
    f.one(names[1], quotient(f.state, spent(client, after, close, lambda c: c.purpose == "retention"), mean))
    begin = add_months(month_end(close.year, close.month), -12)
    heads = sum(1 for first in f.book.first.values() if begin < first <= close)
    cost = spent(client, after, close, acquisition)
    if not heads or "value" not in both or not both["value"]:
        return f.one(names[2], UNDEFINED)
    return f.one(names[2], some(f.state, cost / heads / both["value"]))


def payback(f, cac):
    """cac: the entries of "all" and of the channels."""
    names = ("payback_months", "payback_revenue", "payback_survival")
    margin, amounts, counts = f.margin, defaultdict(int), defaultdict(int)
    for customer, first in f.book.first.items():
        if f.span.holds(first):
            amount = f.book.first_amount(customer)
            for key in f.keys_in(customer):
                amounts[key] += amount
                counts[key] += 1
    tables, single = ({}, {}), UNDEFINED
    if cac[ALL]["state"] == "MISSING":
        return f.missing(*names)
    for key, entry in cac.items():
        new = money(amounts[key]) / counts[key] if counts[key] else 0
        for table, per in zip(tables, (new * (margin or 0), new)):
            table[key] = (missing() if entry["state"] == "MISSING" else
                          quotient(f.state, entry["value"], per, counts[key]) if per and "value" in entry else UNDEFINED)
        if key == ALL and new and margin and "value" in entry:
            single = months_with_leavers(f, entry["value"], new * margin)
    for name, table in zip(names, tables):
        f.put(name, table, counts)
    f.one(names[2], single)
    return f.missing(names[0], names[2]) if margin is None else None


def months_with_leavers(f, cac, gain):
    found = monthly_churn(f)
    if found is None:
        return missing()
    if found[1] == 0:
        return UNDEFINED
    m = Fraction(found[0], found[1])
    if m == 0:
        return some(f.state, cac / gain)
    return UNDEFINED if cac * m >= gain or m == 1 else some(f.state, log(1 - cac * m / gain) / log(1 - m))


def measured(f, known):
    """The cohort that joined 12 to 24 months before the close: months until its margin has paid for it."""
    client, close = f.client, month_end(f.span.close.year, f.span.close.month)
    if f.span.close < close:
        close = add_months(close, -1)
    after, upto = add_months(close, -24), add_months(close, -12)
    if not known or not f.knows(after) or f.margin is None:
        return f.missing("payback_measured")
    cohort = [(c, first) for c, first in f.book.first.items() if after < first <= upto]
    cost, gained = spent(client, after, upto, acquisition), Fraction(0)
    for age in range(13):
        for customer, first in cohort:
            day = add_months(month_end(first.year, first.month), age)
            if customer in client.lacking(day):
                return f.missing("payback_measured")
            gained += f.book.month_value(client, customer, day)
        if cohort and gained * f.margin >= cost:
            return f.one("payback_measured", some(f.state, Fraction(age + 1)))
    return f.one("payback_measured", UNDEFINED)


def losses(f, cac, known):
    t = f.client.pair(f.span, ALL)
    if cac["state"] == "MISSING":
        f.missing("replacement_cost")
    else:
        f.one("replacement_cost", some(f.state, t.L * cac["value"]) if "value" in cac else UNDEFINED)
    if not known or f.margin is None:
        return f.missing("unrecovered_cost")
    client, closing, groups = f.client, f.closing(), defaultdict(lambda: [0, Fraction(0)])
    for customer in client.amounts(f.span.opening):
        first = f.book.first[customer]
        if customer not in closing and first >= f.conf["history_start"]:
            paid, lived = life_value(f, customer, first)
            if paid is None:
                return f.missing("unrecovered_cost")
            group = groups[month_of(first), lived]
            group[0] += 1
            group[1] += paid
    total = Fraction(0)
    for (month, _), (count, paid) in groups.items():
        cost = cac_year(client, month)
        if cost is not None:
            total += max(Fraction(0), count * cost - f.margin * paid)
    return f.one("unrecovered_cost", some(f.state, total))


def life_value(f, customer, first):
    """(what a leaver paid until it left or None where a rate lacks, months from the first to the one of leaving): contracts, the amounts at the month ends
    at which it was active; orders, the value of its orders."""
    left = max(end for _, end in f.book.spells[customer] if end and end <= f.span.close)
    months = (left.year - first.year) * 12 + left.month - first.month
    if f.book.orders:
        return Fraction(f.book.value_between(customer, first - DAY, left), 100), months
    total, day = Fraction(0), month_end(first.year, first.month)
    while day <= f.span.close:
        if customer in f.client.lacking(day):
            return None, months
        total += money(f.client.amounts(day).get(customer, 0))
        day = add_months(day, 1)
    return total, months


def cac_year(client, month):
    """Acquisition cost per new customer in the 12 months to the end of a month; None where nobody joined."""
    if month not in client.cac_years:
        close = month_end(int(month[:4]), int(month[5:]))
        after = add_months(close, -12)
        heads = sum(1 for _, first in client.newcomers if after < first <= close)
        client.cac_years[month] = spent(client, after, close, acquisition) / heads if heads else None
    return client.cac_years[month]


def values(f):
    """lifetime, clv_discounted by channel; retention_leverage and value_of_point."""
    rate, margin, cap = Fraction("0.10"), f.margin, f.conf["clv_cap"]
    monthly = 1.10 ** (1 / 12) - 1
    life = lambda m: min(1 / m, cap) if m > 0 else Fraction(cap)
    worth = lambda m: (1 + monthly) / (1 + monthly - (1 - float(m)))
    lives, discounted, sizes = {}, {}, {}
    pairs = [f.client.pairs[s.key] for s in f.client.finished if s.close <= f.span.close][-12:] + [f.client.pairs[f.span.key]]
    for key in {ALL} | {key for table in pairs for key in table if key[0] == "channel"}:
        found = monthly_churn(f, key)
        if found is None:
            f.missing("lifetime", "clv_discounted")
            break
        lost, base = found[:2]
        t = f.client.pair(f.span, key)
        sizes[key] = min((n for n in (t.S, t.E) if n), default=0)
        if not base:
            lives[key] = discounted[key] = UNDEFINED
            continue
        m, (low, high) = Fraction(lost, base), wilson(Fraction(lost, base), base)
        lives[key] = some(f.state, life(m), n=base, lo=life(high), hi=life(low))
        gain = float(money(t.z) / t.E * (margin or 0)) if t.E else None
        limits = {} if gain is None or gain < 0 else {"lo": gain * worth(high), "hi": gain * worth(low)}
        discounted[key] = UNDEFINED if gain is None else some(f.state, gain * worth(m), n=base, **limits)
    else:
        f.put("lifetime", lives, {key: f.client.pair(f.span, key).S for key in lives})
        f.put("clv_discounted", discounted, sizes)
    if margin is None:
        f.missing("clv_discounted")
    leverage(f, rate, margin)


def leverage(f, rate, margin):
    before = f.year_before()
    if not f.whole_year():
        return f.missing("retention_leverage", "value_of_point")
    then, now = f.client.amounts(before), f.closing()
    if not then:
        f.one("retention_leverage", UNDEFINED)
        return f.missing("value_of_point") if margin is None else f.one("value_of_point", UNDEFINED)
    r = Fraction(sum(1 for c in then if c in now), len(then))
    worth = lambda share: share / (1 + rate - share)
    better = r + Fraction(5, 100)
    if r == 0 or better > Fraction(99, 100):
        f.one("retention_leverage", UNDEFINED)
    else:
        f.one("retention_leverage", some(f.since(before), worth(better) / worth(r) - 1))
    if margin is None:
        return f.missing("value_of_point")
    if not now:
        return f.one("value_of_point", UNDEFINED)
    arpa = money(sum(now.values())) / len(now)
    return f.one("value_of_point", some(f.since(before), Fraction(len(then), 100) * 12 * arpa * margin))


def family(f, cac):
    known = cac[ALL]["state"] != "MISSING"
    acquired(f, known, cac)
    referral(f)
    keeping(f, known)
    payback(f, cac)
    measured(f, bool(f.client.spend))
    losses(f, cac[ALL], bool(f.client.spend))
    values(f)
    f.missing(*TARGETS)  # no sample has a target

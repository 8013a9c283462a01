"""metrics.md §6 and §0 rows 26 and 34: contacts and their times, work, signs of a bad relationship, low answers mended."""
from bisect import bisect_right
from collections import Counter, defaultdict
from datetime import datetime, time, timedelta
from fractions import Fraction

from costs import last_months, money
from figures import UNDEFINED, missing, proportion, quotient, share, some
from limits import newcombe
from keeping import reason_of
from spans import DAY, step
from survival import Curve

SLA = timedelta(hours=24)
FLOOR = Fraction(1, 4)
CONTACTED, STAYED = 7 * DAY, 90 * DAY
ABOUT = 7 * DAY
ENOUGH = 30


def end_of(day):
    return datetime.combine(day + DAY, time())


def median_days(f, name, rows, moment):
    """Kaplan-Meier median of minutes from opening to a moment, censored at the close."""
    stop, lives = end_of(f.span.close), []
    for contact in rows:
        at = moment(contact)
        event = at is not None and at < stop
        lives.append((-1, int(((at if event else stop) - contact.opened).total_seconds() // 60), event))
    middle, lo, hi = (None if t is None else Fraction(t, 1440) for t in Curve(lives).median())
    f.one(name, UNDEFINED if middle is None else some(f.state, middle, n=len(lives), lo=lo, hi=hi))


def contacts(f):
    client, span = f.client, f.span
    last = max((c.opened.date() for c in client.contacts), default=None)
    names = ("first_response_sla", "first_response_median", "backlog", "solved_median", "reopen_rate", "contacts_per_customer", "reactive",
             "response_consistency")
    if last is None or last < span.first:
        return f.missing(*names)
    asked = [c for c in client.contacts if not c.by_us]
    due = [c for c in asked if span.holds((c.opened + SLA).date())]
    keys = lambda c: f.keys_at(c.customer, c.opened.date())
    f.counted("first_response_sla", due, keys, in_time, lambda c: c.customer)
    alike(f, due)
    opened = [c for c in asked if span.holds(c.opened.date())]
    median_days(f, "first_response_median", opened, lambda c: c.answered)
    median_days(f, "solved_median", opened, lambda c: c.solved)
    stop = end_of(span.close)
    f.one("backlog", some(f.state, Fraction(sum(1 for c in asked if c.opened < stop and (c.solved is None or c.solved >= stop)))))
    solved = [c for c in client.contacts if c.solved is not None and span.holds(c.solved.date())]
    f.counted("reopen_rate", solved, keys, lambda c: c.reopened, lambda c: c.customer)
    per, table = Counter(key for c in opened for key in keys(c)), {}
    for key, t in client.pairs[span.key].items():
        table[key] = quotient(f.state, per[key], Fraction(t.S + t.E, 2))
    f.put("contacts_per_customer", table, {key: min((n for n in (t.S, t.E) if n), default=0)
                                           for key, t in client.pairs[span.key].items()})
    return f.one("reactive", share(f.state, [(c.customer, int(not c.by_us)) for c in client.contacts if span.holds(c.opened.date())]))


def in_time(contact):
    return contact.answered is not None and contact.answered <= contact.opened + SLA


def alike(f, due):
    """Answered in time by the channel of the contact: the highest share less the lowest."""
    channels = defaultdict(list)
    for contact in due:
        if contact.channel:
            channels[contact.channel].append(in_time(contact))
    rows = [hits for hits in channels.values() if len(hits) >= ENOUGH]
    if not any(c.channel for c in f.client.contacts):
        return f.missing("response_consistency")
    if len(rows) < 2:
        return f.one("response_consistency", UNDEFINED)
    shares = [Fraction(sum(hits), len(hits)) for hits in rows]
    return f.one("response_consistency", some(f.state, max(shares) - min(shares), n=sum(map(len, rows))))


def late_gap(f, satisfied):
    """Csat answers at most 7 days after a contact was due, each by the latest of them (all those of one minute): in time against late."""
    client, survey = f.client, f.client.surveys["csat"]
    if not client.contacts or max(c.opened.date() for c in client.contacts) < f.span.first or not survey.covers(f.span):
        return f.missing("csat_late_gap")
    asked = defaultdict(list)
    for contact in client.contacts:
        if not contact.by_us:
            asked[contact.customer].append(contact)
    found, glad = Counter(), Counter()
    for answer in survey.between(f.span.opening, f.span.close):
        about = [c for c in asked[answer.customer] if (c.opened + SLA).date() <= answer.day <= (c.opened + SLA).date() + ABOUT]
        if about:
            latest = max(c.opened for c in about)
            met = all(c.answered is not None and c.answered <= latest + SLA for c in about if c.opened == latest)
            found[met] += 1
            glad[met] += satisfied(answer)
    if not found[True] or not found[False]:
        return f.one("csat_late_gap", UNDEFINED)
    lo, hi = newcombe(glad[True], found[True], glad[False], found[False])
    gap = Fraction(glad[True], found[True]) - Fraction(glad[False], found[False])
    return f.one("csat_late_gap", some(f.state, gap, n=found[True] + found[False], lo=lo, hi=hi))


def tenure_months(start, end):
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if step(start, months) <= end else months - 1


def leavers(f):
    """When they leave, and on whom it is put."""
    close, months = f.span.close, Counter()
    for _, first, end, _, _ in f.client.lives:
        if end is not None and end <= close:
            months[tenure_months(first, end)] += 1
    total = sum(months.values())
    f.one("leaving_month", some(f.state, Fraction(min(months, key=lambda m: (-months[m], m)))) if total else UNDEFINED)
    f.one("leaving_6_8", proportion(f.state, sum(months[m] for m in (6, 7, 8)), total))
    if "reason_owner" not in f.client.columns or not f.knows(f.year_before()):
        return f.missing("blame")
    after, closing, owners = f.year_before(), f.closing(), Counter()
    for customer, spells in f.book.spells.items():
        ends = [end for _, end in spells if end and after < end <= close]
        if ends and customer not in closing:
            owners[reason_of(f.client, customer, close)[1]] += 1
    return f.one("blame", proportion(f.state, owners["customer"], sum(n for owner, n in owners.items() if owner)))


def work(f):
    client, span = f.client, f.span
    last = max((w.day for w in client.work), default=None)
    if last is None or last < span.first:
        return f.missing("scope", "profitability", "clients_below_floor")
    rows = [w for w in client.work if span.holds(w.day)]
    told = [w for w in rows if w.in_scope is not None]
    if rows and not told:
        f.missing("scope")
    else:
        f.one("scope", quotient(f.state, sum((w.hours for w in told if not w.in_scope), Fraction(0)),
                                sum((w.hours for w in told), Fraction(0)), len(told)))
    closes = [s.close for s in client.spans if s.kind == "month" and span.opening < s.close <= span.close]
    revenue = sum(money(sum(client.amounts(day).values())) for day in closes)
    if (rows and all(w.cost is None for w in rows)) or any(client.lacking(day) for day in closes):
        f.missing("profitability")
    elif revenue < 0:
        f.one("profitability", UNDEFINED)
    else:
        f.one("profitability", quotient(f.state, revenue - Fraction(sum(w.cost or 0 for w in rows), 100), revenue))
    after, low = f.year_before(), 0
    if not f.knows(after):
        return f.missing("clients_below_floor")
    costs, earned = Counter(), defaultdict(Fraction)
    year = [w for w in client.work if after < w.day <= span.close]
    if (year and all(w.cost is None for w in year)) or any(client.lacking(day) for day in last_months(f)):
        return f.missing("clients_below_floor")
    for row in year:
        costs[row.customer] += Fraction(row.cost or 0, 100)
    for day in last_months(f):
        for customer, amount in client.amounts(day).items():
            earned[customer] += money(amount)
    for customer in f.closing():
        low += (earned[customer] - costs[customer]) / earned[customer] < FLOOR if earned[customer] else 0
    return f.one("clients_below_floor", some(f.state, Fraction(low)))


def low_answers(client):
    """[(answer, contacted on one of the 7 days after it, next answer on a later day to the same survey at the same touchpoint or
    None)]: nps up to 6, csat below the middle."""
    reached, rows = defaultdict(list), []
    for contact in client.contacts:
        if contact.by_us:
            reached[contact.customer].append(contact.opened.date())
    for days in reached.values():
        days.sort()
    for name in ("nps", "csat"):
        later = defaultdict(list)
        for answer in client.surveys[name].answers:
            later[answer.customer, answer.touchpoint].append(answer)
        for answer in client.surveys[name].answers:
            if answer.score <= 6 if name == "nps" else answer.score < Fraction(answer.low + answer.high, 2):
                days = reached[answer.customer]
                at = bisect_right(days, answer.day)
                following = next((a for a in later[answer.customer, answer.touchpoint] if a.day > answer.day), None)
                rows.append((answer, at < len(days) and days[at] <= answer.day + CONTACTED, following))
    return rows


def higher(answer, later):
    if answer.survey == "nps":
        return later.score >= 7
    return later.score >= Fraction(later.low + later.high, 2)


def recovery(f):
    """Each low answer in the span in which it is decided: 7 days on, with the next answer, 90 days on."""
    client, span, book = f.client, f.span, f.book
    asked = max((s.last for s in (client.surveys["nps"], client.surveys["csat"]) if s.last is not None), default=None)
    spoken = max((c.opened.date() for c in client.contacts), default=None)

    def tell(name, heard, seen, rows):
        covered = asked is not None and spoken is not None and asked + heard >= span.first and spoken + seen >= span.first
        f.one(name, share(f.state, rows) if covered else missing())

    low = client.low
    tell("recovery_contacted", CONTACTED, 0 * DAY, [(a.customer, int(reached)) for a, reached, _ in low if span.holds(a.day + CONTACTED)])
    for wanted, end in ((True, ""), (False, "_silent")):
        mine = [(a, later) for a, reached, later in low if reached == wanted]
        tell("recovery_better" + end, 0 * DAY, 0 * DAY, [(a.customer, int(higher(a, later))) for a, later in mine
                                                         if later is not None and span.holds(max(later.day, a.day + CONTACTED))])
        done = [a for a, _ in mine if span.holds(a.day + STAYED)]
        tell("recovery_stayed" + end, STAYED, STAYED - CONTACTED, [(a.customer, int(book.active(a.customer, a.day + STAYED))) for a in done])
        sent = lambda a: any(a.day < day <= a.day + STAYED for day in client.referrals.get(a.customer, ()))
        tell("recovery_referred" + end, STAYED, STAYED - CONTACTED, [(a.customer, int(sent(a))) for a in done])


def family(f, satisfied):
    contacts(f)
    late_gap(f, satisfied)
    leavers(f)
    work(f)
    recovery(f)

"""清禾生鲜: a survey that asks heavy buyers more often and weights for it."""

import bisect
import datetime

from .common import (DAY, first_day, month, month_text, score_from, write_csv)
from .wording import QINGHE, comment, mood_of_csat, mood_of_nps

AS_OF = datetime.date(2026, 10, 31)
HISTORY = month("2024-05")
LAST = month("2026-10")
NPS_SHARES = list(zip(range(11), (2, 1, 2, 2, 3, 6, 8, 17, 22, 20, 17)))
CSAT_SHARES = list(zip(range(1, 6), (3, 5, 12, 42, 38)))
HEAVY = 1.5                               # orders a month
ASKED = {True: 0.5, False: 0.2}           # share asked; weights are 1 over it
TOUCHPOINTS = ("配送", "客服", "包装")


def answering(plan, number):
    """Share of invitations answered: 46 % in May 2024, 18 % at the end."""
    if not plan.on("gr-response-rate"):
        return 0.36
    return 0.46 - 0.28 * (number - HISTORY) / (LAST - HISTORY)


def recent_buyers(customers, rows):
    """For each month: customers with a paid order in the 60 days before."""
    paid = {}
    for day, _, who, amount, _, _ in rows:
        if amount > 0:
            paid.setdefault(who, []).append(day)
    for number in range(HISTORY, LAST + 1):
        opening = first_day(number)
        found = []
        for customer in customers:
            days = paid.get(customer["id"], [])
            place = bisect.bisect_left(days, opening)
            if place and days[place - 1] >= opening - DAY * 60:
                found.append(customer)
        yield number, found


def nps_of(plan, customer, number):
    """Invitation row and, where there is one, survey row."""
    rng = plan.stream("qinghe", "nps", customer["id"], number)
    heavy = customer["rate"] >= HEAVY
    weighted = plan.on("gr-weighted")
    share = ASKED[heavy] if weighted else 0.3
    asked, answers = rng.random() < share, rng.random() < answering(plan, number)
    day, wait = first_day(number) + DAY * (4 + rng.randrange(10)), rng.randrange(9)
    lean = (0.55 if heavy else -0.1) if weighted else 0.1
    score = score_from(NPS_SHARES, 0.6 * customer["trait"]
                       + 0.8 * rng.gauss(0, 1) + lean)
    text = comment(rng, QINGHE, mood_of_nps(score), 0.2)
    if not asked:
        return None, None
    row = None
    if answers:
        weight = "%g" % (1 / share) if weighted else "1"
        row = ["N%s-%s" % (customer["id"][1:], month_text(number)),
               customer["id"], (day + DAY * wait).isoformat(), "nps", score,
               "0-10", text, "", weight]
    return [customer["id"], day.isoformat(), "nps"], row


def csat_of(plan, customer, number):
    rng = plan.stream("qinghe", "csat", customer["id"], number)
    asked = rng.random() < 0.07
    day = first_day(number) + DAY * rng.randrange(28)
    score = score_from(CSAT_SHARES, 0.4 * customer["trait"]
                       + 0.9 * rng.gauss(0, 1))
    place = rng.randrange(3)
    text = comment(rng, QINGHE, mood_of_csat(score), 0.15)
    if not asked:
        return None
    return ["C%s-%s" % (customer["id"][1:], month_text(number)),
            customer["id"], day.isoformat(), "csat", score, "1-5", text,
            TOUCHPOINTS[place], "1"]


def survey_file(plan, folder, customers, rows):
    found, asked = [], []
    for number, buyers in recent_buyers(customers, rows):
        for customer in buyers:
            invited, answer = nps_of(plan, customer, number)
            csat = csat_of(plan, customer, number)
            asked += [invited] if invited else []
            found += [r for r in (answer, csat) if r]
    found.sort(key=lambda r: (r[2], r[0]))
    asked.sort(key=lambda r: (r[1], r[0]))
    write_csv(folder / "surveys.csv",
              ["response_id", "customer_id", "date", "survey", "score",
               "scale", "comment", "touchpoint", "weight"], found)
    write_csv(folder / "invitations.csv", ["customer_id", "date", "survey"], asked)

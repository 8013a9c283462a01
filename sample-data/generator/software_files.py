"""Lumen Software: surveys, spend, rates, and the files of all of it."""

import datetime

from . import software as soft
from .common import (DAY, day_text, first_day, money, month, month_of,
                     month_text, score_from, write_csv)
from .wording import LUMEN, comment, mood_of_csat, mood_of_nps

# share of each answer 0..10 for a customer drawn at random
NPS_SHARES = list(zip(range(11), (1, 1, 2, 2, 3, 5, 8, 17, 21, 21, 19)))
CSAT_SHARES = list(zip(range(1, 6), (3, 5, 10, 38, 44)))
NEW_SCALE = month("2025-05")
TOUCHPOINTS = ("support", "onboarding", "billing")


def nps_answers(plan, customer):
    """[(invited, answered or None, score, key)] over the first day of lives."""
    found = []
    if customer["phase"] is None:
        return found
    for number in range(soft.HISTORY, soft.LAST + 1):
        if number % 3 != customer["phase"]:
            continue
        rng = plan.stream("lumen", "nps", customer["id"], number)
        invited = first_day(number) + DAY * (2 + rng.randrange(20))
        answers, wait = rng.random() < 0.5, rng.randrange(7)
        shift = -1.0 if (customer["channel"] == "deals"
                         and plan.on("sw-deals-nps")) else 0.08
        x = 0.75 * customer["trait"] + 0.66 * rng.gauss(0, 1) + shift
        score = score_from(NPS_SHARES, x)
        if number < NEW_SCALE and plan.on("sw-nps-scale"):
            score = max(score, 1)
        old_enough = invited - DAY * 30 >= customer["start"]
        if not old_enough or not soft.active_on(customer, invited):
            continue
        day = invited + DAY * wait
        if invited <= soft.AS_OF:
            given = answers and day <= soft.AS_OF and soft.active_on(customer, day)
            found.append((invited, day if given else None, score, number))
    return found


def scores_before(plan, customers):
    """Answers by customer, for choosing promoters who will leave."""
    return {c["id"]: [(day, score) for _, day, score, _ in nps_answers(plan, c)
                      if day] for c in customers}


def decoy_answers(plan, customers):
    """40 schools answer in September and 40 others in October 2026.

    20, 12, 8 promoters, passives, detractors, then 18, 13, 9: 30.0 to 22.5."""
    schools = sorted(c["id"] for c in customers if c["segment"] == "education")
    months = {"2026-09": (20, 12, 8), "2026-10": (18, 13, 9)}
    rows = []
    for place, (text, (high, middle, low)) in enumerate(sorted(months.items())):
        scores = [9 + i % 2 for i in range(high)]
        scores += [7 + i % 2 for i in range(middle)] + [3 + i % 4 for i in range(low)]
        for index, key in enumerate(schools[place::2]):
            day = first_day(month(text)) + DAY * (2 + index % 20)
            rows.append((key, day, day + DAY * 2, scores[index], month(text)))
    return rows


def nps_rows(plan, customers):
    """Survey rows and invitation rows of nps."""
    rows, invitations, heard = [], [], []
    for customer in customers:
        for invited, day, score, number in nps_answers(plan, customer):
            heard.append((customer, invited, day, score, number))
    known = {c["id"]: c for c in customers}
    for key, invited, day, score, number in decoy_answers(plan, customers):
        heard.append((known[key], invited, day, score, number))
    for customer, invited, day, score, number in heard:
        invitations.append([customer["id"], invited, "nps"])
        if not day:
            continue
        rng = plan.stream("lumen", "words", customer["id"], number)
        text = comment(rng, LUMEN, mood_of_nps(score), 0.16)
        if customer["reason"] == "no single sign-on" and score >= 9 \
                and month_of(day) >= month("2026-03"):
            text = LUMEN["leaving"][number % 2]
        old = number < NEW_SCALE and plan.on("sw-nps-scale")
        rows.append(["N%s-%s" % (customer["id"][1:], month_text(number)),
                     customer["id"], day, "nps", score,
                     "1-10" if old else "0-10", text, ""])
    return rows, invitations


def csat_rows(plan, customers):
    rows = []
    for customer in customers:
        if customer["segment"] in ("education", "public sector"):
            continue
        for number in range(soft.HISTORY, soft.LAST + 1):
            rng = plan.stream("lumen", "csat", customer["id"], number)
            asked, place = rng.random() < 0.065, rng.randrange(3)
            day = first_day(number) + DAY * rng.randrange(28)
            x = 0.45 * customer["trait"] + 0.89 * rng.gauss(0, 1)
            score = score_from(CSAT_SHARES, x)
            text = comment(rng, LUMEN, mood_of_csat(score), 0.1)
            if asked and day <= soft.AS_OF and soft.active_on(customer, day):
                rows.append(["C%s-%s" % (customer["id"][1:], month_text(number)),
                             customer["id"], day, "csat", score, "1-5", text,
                             TOUCHPOINTS[place]])
    return rows


def dirty_surveys(rows):
    """A date that does not exist, a stranger, a copy, answers without score."""
    copy = list(rows[100])
    extra = [["N-dirty-1", rows[50][1], "2025-02-30", "nps", 7, "1-10", "", ""],
             ["N-dirty-2", "L9999-99", "2026-03-12", "nps", 6, "0-10",
              "Who am I?", ""],
             ["N-dirty-3", rows[60][1], "2025-07-08", "nps", "", "0-10",
              "No score given, sorry.", ""],
             ["N-dirty-4", rows[70][1], "2026-01-15", "nps", "n/a", "0-10",
              "", ""]]
    return extra, copy


def survey_file(plan, folder, customers):
    rows, invitations = nps_rows(plan, customers)
    rows += csat_rows(plan, customers)
    rows.sort(key=lambda r: (r[2], r[0]))
    rows = [r[:2] + [day_text(r[2])] + r[3:] for r in rows]
    extra, copy = dirty_surveys(rows)
    for place, row in enumerate(extra):
        rows.insert(400 * (place + 1), row)
    rows.insert(150, copy)
    write_csv(folder / "surveys.csv",
              ["response_id", "customer_id", "date", "survey", "score",
               "scale", "comment", "touchpoint"], rows)
    invitations.sort(key=lambda r: (r[1], r[0]))
    write_csv(folder / "invitations.csv", ["customer_id", "date", "survey"],
              [[k, day_text(day), what] for k, day, what in invitations])


def spend_lines(plan):
    """(channel, currency, purpose, category, amount a month)."""
    deals = 1100 if plan.on("sw-deals-cac") else 6400
    reward = 420 if plan.on("sw-referral-cac") else 5200
    return [("search", "EUR", "acquisition", "media", 8200),
            ("content", "EUR", "acquisition", "media", 2600),
            ("content", "EUR", "acquisition", "people", 3100),
            ("deals", "EUR", "acquisition", "media", deals),
            ("partner", "USD", "acquisition", "overhead", 2100),
            ("referral", "EUR", "acquisition", "discount", reward),
            ("", "EUR", "acquisition", "people", 11500),
            ("", "EUR", "acquisition", "tools", 1700),
            ("", "EUR", "acquisition", "overhead", 2400),
            ("", "EUR", "retention", "people", 7800),
            ("", "EUR", "retention", "tools", 1150),
            ("", "EUR", "service", "people", 12400),
            ("", "EUR", "service", "tools", 900)]


def spend_file(plan, folder):
    rows = []
    for number in range(soft.HISTORY, soft.LAST + 1):
        part = soft.AS_OF.day / 30 if number == soft.LAST else 1
        for channel, currency, purpose, category, amount in spend_lines(plan):
            rng = plan.stream("lumen", "spend", number, channel, category, purpose)
            value = amount * part * (0.95 + 0.1 * rng.random())
            rows.append([month_text(number), money(value), currency, channel,
                         purpose, category])
    write_csv(folder / "spend.csv", ["month", "amount", "currency", "channel",
                                     "purpose", "category"], rows)


def rates_file(plan, folder):
    """Euros for one dollar at each month's close; -8 % in September 2025."""
    rows = []
    for number in range(month("2020-10"), soft.LAST + 1):
        rng = plan.stream("lumen", "rate", number)
        level = 0.92 + 0.004 * (rng.random() - 0.5)
        if number in (month("2025-08"), month("2025-09")):
            level = 0.92                      # so that the move is 8 % exactly
        if number >= month("2025-09") and plan.on("sw-usd-rate"):
            level *= 0.92
        rows.append([month_text(number), "USD", "%.4f" % level])
    write_csv(folder / "rates.csv", ["month", "currency", "rate"], rows)


def customer_file(folder, customers):
    rows = []
    for c in customers:
        end = c["spells"][-1][1] if c["spells"] else soft.paid_start(c)
        gone = end is not None and end <= soft.AS_OF
        rows.append([c["id"], c["name"], c["email"], c["segment"], c["region"],
                     c["channel"], day_text(c["start"]),
                     day_text(end) if gone else "",
                     c["reason"] if gone else "",
                     c["reason_owner"] if gone else "",
                     c["referred_by"], c["owner"]])
    write_csv(folder / "customers.csv",
              ["customer_id", "name", "email", "segment", "region", "channel",
               "signup_date", "cancel_date", "cancel_reason", "reason_owner",
               "referred_by", "owner"], sorted(rows))


def subscription_file(plan, folder, customers):
    rows = []
    for customer in customers:
        for (key, who, day, end, paid, listed, discount, interval, notice,
             level, status, trial) in soft.subscription_rows(plan, customer):
            rows.append([key, who, day_text(day), day_text(end), money(paid),
                         customer["currency"], interval, interval,
                         day_text(notice), level, status, money(listed),
                         "%.2f" % (discount / 100), trial])
    write_csv(folder / "subscriptions.csv",
              ["subscription_id", "customer_id", "start_date", "end_date",
               "amount", "currency", "interval", "term", "notice_date", "plan",
               "status", "list_amount", "discount_pct", "trial"], sorted(rows))


def unpaid_trials(plan):
    """Six trials that never paid: rows to be used, customers never active."""
    found = []
    for index in range(6):
        start = datetime.date(2025, 3 + index, 7)
        key = "L25%02d-90" % (3 + index)
        customer = soft.plain_customer(plan, key, "small", start)
        customer["spells"], customer["trial"] = [], True
        customer["reason"], customer["reason_owner"] = "price", "market"
        found.append(customer)
    return found


def generate(plan, folder):
    """Write every file of this client."""
    customers = soft.make_population(plan)
    soft.plant_card_expiry(plan, customers)
    soft.plant_joined_and_left(plan, customers)
    soft.plant_promoters_leave(plan, customers, scores_before(plan, customers))
    customers += soft.decoy_customers(plan) + unpaid_trials(plan)
    customers.sort(key=lambda c: c["id"])
    soft.set_names(customers)
    for customer in customers:                # a life after as_of is unknown
        customer["spells"] = [s for s in customer["spells"]
                              if s[0] <= soft.AS_OF]
    subscription_file(plan, folder, customers)
    customer_file(folder, customers)
    survey_file(plan, folder, customers)
    spend_file(plan, folder)
    rates_file(plan, folder)

"""Lumen Software: who subscribed, when, at what price, and who left why."""

import datetime

from .common import (FIRST_SIGN_UP, DAY, add_months, first_day, days_in,
                     lowest, month, month_of, pick, poisson)

AS_OF = datetime.date(2026, 11, 12)
HISTORY = month("2024-05")
LAST = month("2026-11")
OLD_PRICE = {"Starter": 29, "Team": 79, "Business": 199}
NEW_PRICE = {"Starter": 31, "Team": 85, "Business": 215}
PRICE_RISE = datetime.date(2026, 2, 1)
OFFER_START = datetime.date(2026, 3, 1)
BELOW = {"Team": "Starter", "Business": "Team"}
ABOVE = {"Starter": "Team", "Team": "Business"}
DEALS_START = month("2023-01")
CHANNELS = [("search", 32), ("content", 18), ("referral", 15), ("partner", 9)]
REGIONS = [("DACH", 30), ("France", 16), ("Benelux", 12), ("Nordics", 8),
           ("North America", 26), ("Asia Pacific", 8)]
REASONS = [("price", "market", 24), ("switched to a competitor", "market", 20),
           ("too complex", "us", 14), ("slow support", "us", 10),
           ("missing integration", "us", 8), ("no longer needed", "customer", 14),
           ("company closed", "customer", 10)]
FIRST = ("North", "Blue", "Bright", "Clear", "Stone", "River", "Oak", "Silver",
         "Harbour", "Field", "Iron", "Copper", "Maple", "Summit", "Delta",
         "Amber", "Polar", "Linden", "Cedar", "Quarry")
SECOND = ("works", "bridge", "gate", "mill", "labs", "point", "line", "yard",
          "side", "craft", "wave", "ridge", "port", "loop", "path", "hall")
KIND = ("GmbH", "BV", "SAS", "Inc.", "AB", "Ltd", "& Co", "Group")
OWNERS = ("Ines", "Jonas", "Mira", "Tom")


def new_customer(plan, number, index):
    """The traits of one customer, drawn from a stream of its own."""
    key = "L%02d%02d-%02d" % (number // 12 % 100, number % 12 + 1, index)
    rng = plan.stream("lumen", "customer", key)
    channels = list(CHANNELS)
    if number >= DEALS_START:
        channels.append(("deals", 34))
    channel = pick(rng, channels)
    region = pick(rng, REGIONS)
    annual = rng.random() < 0.3 and channel != "deals"
    overseas = region in ("North America", "Asia Pacific")
    return {
        "id": key, "channel": channel, "region": region, "annual": annual,
        "currency": "USD" if overseas else "EUR", "name": "",
        "email": "office@%s.example" % key.lower(),
        "segment": pick(rng, [("small", 55), ("medium", 33), ("large", 12)]),
        "start": first_day(number) + DAY * rng.randrange(days_in(number)),
        "trait": rng.gauss(0, 1), "owner": OWNERS[rng.randrange(4)],
        "plan": pick(rng, [("Starter", 45), ("Team", 38), ("Business", 17)]),
        "phase": rng.randrange(3),
        "trial": number >= HISTORY and rng.random() < 0.08,
        "referred_by": "", "spells": [], "reason": "", "reason_owner": "",
    }


def early_share(plan, customer):
    """Share leaving in the first 90 days; annual contracts cannot."""
    if customer["annual"]:
        return 0.0
    if customer["channel"] == "deals" and plan.on("sw-deals-early-churn"):
        return 0.235
    if customer["channel"] == "referral" and plan.on("sw-referral-stays"):
        return 0.015
    return 0.128


def draw_end(plan, customer, start, name):
    """First day not served, or None when that is far ahead."""
    rng = plan.stream("lumen", "life", name, customer["id"])
    draw = rng.random() if name == "second" else customer["early_draw"]
    early = draw < early_share(plan, customer)
    months_early = 1 + (rng.random() < 0.5)
    ease = 2.718281828 ** (-0.45 * customer["trait"])
    if customer["channel"] == "referral" and plan.on("sw-referral-stays"):
        ease *= 0.12
    if early:
        return add_months(start, months_early)
    if customer["annual"]:
        step, hazard, first = 12, min(0.6, 0.15 * ease), 12
    else:
        step, hazard, first = 1, min(0.3, 0.0165 * ease), 4
    for count in range(first, 150, step):
        if rng.random() < hazard:
            return add_months(start, count)
    return None


def draw_reason(plan, customer):
    rng = plan.stream("lumen", "reason", customer["id"])
    return pick(rng, [((why, owner), w) for why, owner, w in REASONS])


def paid_start(customer):
    """A trial lasts 14 days and is not yet a subscription."""
    return customer["start"] + (DAY * 14 if customer["trial"] else DAY * 0)


def make_population(plan):
    customers = []
    for number in range(FIRST_SIGN_UP, LAST + 1):
        rng = plan.stream("lumen", "arrivals", number)
        mean = 12.5 + 15.0 * (number - FIRST_SIGN_UP) / 72
        if number == LAST:
            mean *= AS_OF.day / 30
        for index in range(poisson(rng, mean)):
            customer = new_customer(plan, number, index + 1)
            if customer["start"] > AS_OF:
                customer["start"] = AS_OF
            if paid_start(customer) > AS_OF:
                customer["trial"] = False
            customers.append(customer)
    set_lives(plan, customers)
    set_referrers(plan, customers)
    return customers


def set_early_draws(plan, customers):
    """Evenly spread draws within a channel (steps of the golden ratio), so
    that a year's share of early leavers is near the planted one."""
    places = {}
    for customer in customers:
        kind = customer["channel"], customer["annual"]
        places[kind] = places.get(kind, 0) + 1
        offset = plan.stream("lumen", "early", *kind).random()
        customer["early_draw"] = (offset + places[kind] * 0.6180339887498949) % 1


def set_lives(plan, customers):
    """Ordinary lives: leave once; one leaver in thirty comes back."""
    set_early_draws(plan, customers)
    for customer in customers:
        start = paid_start(customer)
        end = draw_end(plan, customer, start, "first")
        customer["spells"] = [[start, end]]
        if end:
            why = draw_reason(plan, customer)
            customer["reason"], customer["reason_owner"] = why
        rng = plan.stream("lumen", "return", customer["id"])
        if end and rng.random() < 0.035:
            back = end + DAY * (60 + rng.randrange(200))
            again = draw_end(plan, customer, back, "second")
            customer["spells"].append([back, again])


def set_referrers(plan, customers):
    for place, customer in enumerate(customers):
        rng = plan.stream("lumen", "referrer", customer["id"])
        if customer["channel"] == "referral" and place > 20:
            older = customers[:place - 10]
            if rng.random() < 0.85:
                customer["referred_by"] = older[rng.randrange(len(older))]["id"]


def active_on(customer, day):
    return any(start <= day and (end is None or end > day)
               for start, end in customer["spells"])


def plant_card_expiry(plan, customers):
    """45 cards expire in March 2025; 20 of the owners return in April."""
    if not plan.on("sw-card-expiry"):
        return
    opening = datetime.date(2025, 2, 28)
    chosen = {}
    for customer in customers:
        start, end = customer["spells"][0]
        if (not customer["annual"] and month_of(start) < month("2024-09")
                and active_on(customer, opening)
                and len(customer["spells"]) == 1
                and (end is None or end > datetime.date(2025, 7, 1))):
            chosen[customer["id"]] = customer
    hit = lowest(plan, "sw-card-expiry", chosen, 45)
    back = lowest(plan, "sw-returned", hit, 20)
    for key in hit:
        customer = chosen[key]
        start, end = customer["spells"][0]
        expiry = add_months(start, month("2025-03") - month_of(start))
        customer["spells"] = [[start, expiry]]
        customer["reason"], customer["reason_owner"] = "card expired", "customer"
        if key in back and plan.on("sw-returned"):
            again = add_months(expiry, 1)
            customer["spells"].append([again, end])
            if end:
                why = draw_reason(plan, customer)
                customer["reason"], customer["reason_owner"] = why


def plant_joined_and_left(plan, customers):
    """Four customers of June 2025 are gone before June closes."""
    if not plan.on("sw-joined-and-left"):
        return
    june = {c["id"]: c for c in customers
            if c["start"].year == 2025 and c["start"].month == 6
            and c["start"].day <= 18 and not c["trial"]}
    for key in lowest(plan, "sw-joined-and-left", june, 4):
        start = june[key]["start"]
        june[key]["spells"] = [[start, start + DAY * 9]]
        june[key]["annual"] = False
        june[key]["reason"] = "too complex"
        june[key]["reason_owner"] = "us"


def plant_promoters_leave(plan, customers, answers):
    """Eight promoters a month leave in July to September 2026 for one reason.

    answers: {customer id: [(day, score), ...]} of the lives before this."""
    if not plan.on("sw-promoters-leave"):
        return
    taken = set()
    for number in range(month("2026-07"), month("2026-10")):
        chosen = {}
        for customer in customers:
            start, end = customer["spells"][-1]
            leave = add_months(start, number - month_of(start))
            given = [s for d, s in answers.get(customer["id"], ())
                     if leave - DAY * 330 <= d < leave]
            if (given and given[-1] >= 9 and customer["id"] not in taken
                    and not customer["annual"] and number - month_of(start) > 5
                    and customer["channel"] != "referral"
                    and (end is None or end > datetime.date(2026, 12, 1))):
                chosen[customer["id"]] = (customer, leave)
        for key in lowest(plan, "sw-promoters-leave", chosen, 8):
            customer, leave = chosen[key]
            taken.add(key)
            customer["spells"][-1][1] = leave
            customer["reason"] = "no single sign-on"
            customer["reason_owner"] = "us"


def plain_customer(plan, key, segment, start):
    """A long-lived customer added for a decoy; never leaves by chance."""
    rng = plan.stream("lumen", "customer", key)
    return {"id": key, "channel": "content", "region": "DACH", "annual": False,
            "currency": "EUR", "name": "", "segment": segment,
            "email": "office@%s.example" % key.lower(), "start": start,
            "trait": 0.0, "owner": OWNERS[rng.randrange(4)], "plan": "Starter",
            "phase": None, "trial": False, "referred_by": "",
            "spells": [[start, None]], "reason": "", "reason_owner": ""}


def set_names(customers):
    """A name for each, none twice: 1009 and 37 share no factor with 2560."""
    places = {}
    for customer in customers:
        kind = {"education": ("School",), "public sector": ("Office",)}.get(
            customer["segment"], KIND)
        place = places[kind] = places.get(kind, 0) + 1
        number = place * (1009 if kind is KIND else 37)
        customer["name"] = "%s%s %s" % (
            FIRST[number % 20], SECOND[number // 20 % 16],
            kind[number // 320 % len(kind)])


def decoy_customers(plan):
    """80 schools (asked 40 a month) and 4 public offices, 2 of which leave."""
    extra = []
    if plan.on("decoy-nps-40"):
        for index in range(80):
            start = first_day(month("2021-09") + index // 3) + DAY * (index % 25)
            key = "L%02d%02d-%02d" % (start.year % 100, start.month,
                                      70 + index % 3)
            extra.append(plain_customer(plan, key, "education", start))
    if plan.on("decoy-slice-4"):
        for index in range(4):
            start = datetime.date(2022, 3 + index, 10)
            key = "L22%02d-80" % (3 + index)
            office = plain_customer(plan, key, "public sector", start)
            if index < 2:
                office["spells"][0][1] = datetime.date(2026, 8, 10)
                office["reason"] = "no longer needed"
                office["reason_owner"] = "customer"
            extra.append(office)
    return extra


# --- terms of a subscription ----------------------------------------------

def drawn_changes(plan, customer, start, end):
    """{billing date: plan} of ordinary upgrades and downgrades."""
    rng = plan.stream("lumen", "plan", customer["id"], start)
    step = 12 if customer["annual"] else 1
    up, down = (0.06, 0.02) if customer["annual"] else (0.006, 0.003)
    level, changes = customer["plan"], {}
    for count in range(step * (1 if customer["annual"] else 4), 90, step):
        day = add_months(start, count)
        if day > AS_OF or (end and day >= end) or len(changes) == 2:
            break
        draw = rng.random()
        if draw < up and level in ABOVE:
            level = ABOVE[level]
            changes[day] = level
        elif up <= draw < up + down and level in BELOW:
            level = BELOW[level]
            changes[day] = level
    return changes


def rise_day(customer, start):
    """First billing date on which the new prices hold."""
    step = 12 if customer["annual"] else 1
    count = 0
    while add_months(start, count) < PRICE_RISE:
        count += step
    return add_months(start, count)


def discount_of(plan, customer, start):
    if start >= OFFER_START and plan.on("sw-new-offer"):
        return 40 if start == customer["spells"][0][0] else 0
    return 15 if customer["channel"] == "deals" else 0


def spell_terms(plan, customer, spell):
    """[start, end, plan, list price] of one spell, dates never overlapping."""
    start, end = spell
    changes = drawn_changes(plan, customer, start, end)
    rise = rise_day(customer, start) if plan.on("sw-price-rise") else None
    days = set(changes) | {start}
    if rise and rise <= AS_OF and (end is None or rise < end):
        days.add(rise)
    rng = plan.stream("sw-price-rise", customer["id"])
    steps_down = rng.random() < 0.18 and start < PRICE_RISE
    level, lowered, terms = customer["plan"], False, []
    for day in sorted(days):
        level = changes.get(day, level)
        if lowered and level in BELOW:
            level = BELOW[level]
        if day == rise and steps_down and level in BELOW:
            level, lowered = BELOW[level], True
        prices = NEW_PRICE if rise and day >= rise else OLD_PRICE
        if terms:
            terms[-1][1] = day
        terms.append([day, end, level, prices[level]])
    return terms


def notice_day(plan, customer, end):
    """About half of the leavers give notice; the rest just stop."""
    rng = plan.stream("lumen", "notice", customer["id"])
    if customer["reason"] == "card expired" or rng.random() < 0.5:
        return None
    return end - DAY * (5 + rng.randrange(45 if customer["annual"] else 20))


def subscription_rows(plan, customer):
    rows = []
    interval = "year" if customer["annual"] else "month"
    factor = 10 if customer["annual"] else 1
    if customer["trial"]:
        price = OLD_PRICE[customer["plan"]] * factor
        rows.append(["S%s-0" % customer["id"][1:], customer["id"],
                     customer["start"], paid_start(customer), price, price, 0,
                     interval, None, customer["plan"],
                     "trialing" if paid_start(customer) > AS_OF else "ended",
                     "yes"])
    for place, spell in enumerate(customer["spells"]):
        if spell[0] > AS_OF:
            continue
        discount = discount_of(plan, customer, spell[0])
        key = "S%s-%d" % (customer["id"][1:], place + 1)
        for day, end, level, price in spell_terms(plan, customer, spell):
            listed = price * factor
            paid = listed * (100 - discount) / 100
            final = end is not None and end == spell[1]
            notice = notice_day(plan, customer, end) if final else None
            if notice and notice > AS_OF:
                notice = None
            if end and end > AS_OF and not notice:
                end = None
            status = "cancelled" if final and end and end <= AS_OF else "active"
            rows.append([key, customer["id"], day, end, paid, listed, discount,
                         interval, notice, level, status, "no"])
    return rows

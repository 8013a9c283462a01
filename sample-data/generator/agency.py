"""Harrow & Vale: an agency of 24 retainers at the end of its history.

With so few clients most moves are chance, so what is planted is built to a
count, not drawn: thresholds, and moves of several hundred contacts."""

import datetime

from .agency_service import contact_file, survey_file
from .common import (DAY, FIRST_SIGN_UP, add_months, day_text, first_day,
                     last_day, lowest, money, month, month_of, month_text,
                     pick, write_csv)

AS_OF = datetime.date(2026, 10, 31)
HISTORY = month("2024-05")
LAST = month("2026-10")
TRAILING = month("2025-11")               # first month of the last 12
# retainers of the 24 still there, the largest first: 30 + 70 thousand
TOP = 30000
OTHERS = ([1500] * 3 + [2000] * 4 + [2500] * 4 + [3000] * 3 + [3500] * 2
          + [4000] * 2 + [4500, 5000, 7000])
THIN = (3000, 4000)                       # the two with too little margin
MONTH_SEVEN = (7, 8, 9, 11, 12, 14, 16, 17, 19, 20, 22, 24, 25, 26, 29)
EXTRA_JOINS = (1, 3, 5, 8, 10, 13, 17, 20)
NO_LEAVERS = 15                           # 2025-08
NO_JOINERS = 21                           # 2026-02
BACKLOG_LEAVERS = {25: 3, 26: 3, 27: 3}   # June to August 2026
NAMES = ("Alder", "Birch", "Crown", "Dale", "Ember", "Fenwick", "Garnet",
         "Hollis", "Iris", "Juniper", "Kestrel", "Lark", "Mercer", "Nettle",
         "Orchard", "Pike", "Quill", "Rowan", "Sable", "Thorne", "Umber",
         "Vesper", "Wren", "Yarrow")
TRADES = ("Foods", "Hotels", "Legal", "Health", "Homes", "Outdoor", "Energy",
          "Books", "Dental", "Travel")
SEGMENTS = ("consumer", "business", "public")
HOUR_COST = 60


def make_client(plan, number, start):
    key = "H%03d" % number
    rng = plan.stream("harrow", "client", key)
    # one name and one trade together never come twice
    name = "%s %s, %s" % (NAMES[number % 24], TRADES[number // 24 * 3 + rng.randrange(3)],
                          ("London", "Leeds", "Bristol")[rng.randrange(3)])
    return {"id": key, "name": name, "start": start, "end": None,
            "segment": SEGMENTS[rng.randrange(3)],
            "region": pick(rng, [("London", 50), ("North", 30), ("West", 20)]),
            "channel": pick(rng, [("referral", 35), ("linkedin", 30),
                                  ("events", 20), ("inbound", 15)]),
            "owner": ("Asha", "Ben", "Clara")[rng.randrange(3)],
            "amount": 1500 + 500 * rng.randrange(7), "term": "month",
            "reason": "", "reason_owner": "", "referred_by": "",
            "month_seven": False}


def make_joins(plan):
    """5 clients gone before the exports begin, 22 there, 37 to come."""
    clients = []
    for index in range(27):
        start = first_day(FIRST_SIGN_UP + index * 32 // 26) + DAY * (index * 7 % 27)
        client = make_client(plan, len(clients) + 1, start)
        if index % 5 == 2:
            client["end"] = min(datetime.date(2024, 3, 31),
                                add_months(start, 14 + index))
            client["reason"], client["reason_owner"] = "budget cut", "market"
        clients.append(client)
    number = len(clients)
    for place in range(LAST - HISTORY + 1):
        for index in range(1 + (place in EXTRA_JOINS)):
            number += 1                       # a number is kept for nobody, too
            start = first_day(HISTORY + place) + DAY * (4 + 9 * index)
            if place != NO_JOINERS or not plan.on("ag-no-joiners"):
                clients.append(make_client(plan, number, start))
    return clients


def leavers_due(plan, place):
    if place == NO_LEAVERS and plan.on("ag-no-leavers"):
        return 0
    if plan.on("ag-backlog-churn"):
        return BACKLOG_LEAVERS.get(place, 1)
    return 1


def set_leavers(plan, clients):
    """Who leaves in which month; month 7 takes 15 of the 35."""
    for place in range(LAST - HISTORY + 1):
        number = HISTORY + place
        due = leavers_due(plan, place)
        here = [c for c in clients[1:] if c["end"] is None]
        if due and place in MONTH_SEVEN and plan.on("ag-month-seven"):
            young = [c for c in here if month_of(c["start"]) == number - 7]
            if young:
                client = young[0]
                client["end"] = client["start"] + DAY * (217 + place % 6)
                client["month_seven"] = True
                due -= 1
        pool = {c["id"]: c for c in here if c["end"] is None
                and month_of(c["start"]) <= number - 10
                and c["id"] not in recovered_ids(clients)}
        for key in lowest(plan, "ag-leaver-%d" % place, pool, due):
            rng = plan.stream("harrow", "leave", key)
            pool[key]["end"] = first_day(number) + DAY * (9 + rng.randrange(15))


def recovered_ids(clients):
    """Four clients of before the history, whom the story needs to the end."""
    return [clients[i]["id"] for i in (3, 8, 13, 18)]


def set_reasons(plan, clients):
    """Three of five reasons are put on the customer, one on us, one on the
    market; whoever leaves beyond a multiple of five (15) gave none."""
    gone = sorted((c["end"], c["id"], c) for c in clients
                  if c["end"] and c["end"] >= first_day(HISTORY))
    parts = ([c for _, _, c in gone if month_of(c["end"]) < TRAILING],
             [c for _, _, c in gone if month_of(c["end"]) >= TRAILING])
    owners = ["customer", "us", "customer" if plan.on("ag-blame") else "us",
              "market", "customer"] * 3
    words = {"customer": ("never briefed us properly", "changed its mind",
                          "took work in-house"),
             "us": ("slow replies", "results below plan"),
             "market": ("budget cut", "was acquired")}
    for part_name, part in zip(("before", "trailing"), parts):
        by_id = {c["id"]: c for c in part}
        order = sorted(by_id, key=lambda i: plan.stream(
            "ag-blame", part_name, i).random())
        for place, key in enumerate(order[:min(15, len(order) // 5 * 5)]):
            owner = owners[place]
            by_id[key]["reason_owner"] = owner
            by_id[key]["reason"] = words[owner][place % len(words[owner])]


def split_amounts(count):
    """That many amounts with the sum of OTHERS: the largest halved, or the
    two smallest joined, until there are as many as clients."""
    amounts = sorted(OTHERS)
    while len(amounts) < count:
        largest = amounts.pop()
        half = largest // 1000 * 500
        amounts = sorted(amounts + [half, largest - half])
    while len(amounts) > count:
        amounts = sorted(amounts[2:] + [amounts[0] + amounts[1]])
    return amounts


def set_amounts(plan, clients):
    """The 24 at the end: one of 30,000 and 23 that add up to 70,000."""
    clients[0]["amount"] = TOP if plan.on("ag-top-client") else 6000
    rest = [c for c in clients[1:] if c["end"] is None]
    order = sorted(rest, key=lambda c: plan.stream("harrow", "amount",
                                                   c["id"]).random())
    long_term = [c for c in order if month_of(c["start"]) < TRAILING]
    thin = lowest(plan, "ag-thin-margin", [c["id"] for c in long_term], 2)
    for place, key in enumerate(thin):
        client = next(c for c in rest if c["id"] == key)
        client["amount"], client["thin"] = THIN[place], True
    others = [c for c in order if c["id"] not in thin]
    for client, amount in zip(others, split_amounts(len(others))):
        client["amount"] = amount
    for client in clients[:12]:
        client["term"] = "quarter" if client["id"] < "H007" else "year"


def set_referrers(plan, clients):
    """Each recovered client brings one of the customers of late 2025."""
    late = [c for c in clients if month("2025-09") <= month_of(c["start"])
            <= month("2025-12")]
    for client in clients[30:]:
        rng = plan.stream("harrow", "referrer", client["id"])
        earlier = clients[4 + rng.randrange(2)]
        if client["channel"] == "referral" and client not in late:
            client["referred_by"] = earlier["id"]
    if plan.on("ag-recovered-refer"):
        for key, client in zip(recovered_ids(clients), late):
            client["channel"], client["referred_by"] = "referral", key


def make_clients(plan):
    clients = make_joins(plan)
    set_leavers(plan, clients)
    set_amounts(plan, clients)
    set_reasons(plan, clients)
    set_referrers(plan, clients)
    return clients


# --- files ------------------------------------------------------------------

def customer_file(folder, clients):
    rows = []
    for c in clients:
        rows.append([c["id"], c["name"], "accounts@%s.example" % c["id"].lower(),
                     c["segment"], c["region"], c["channel"],
                     day_text(c["start"]), day_text(c["end"]), c["reason"],
                     c["reason_owner"], c["referred_by"], c["owner"]])
    write_csv(folder / "customers.csv",
              ["customer_id", "name", "email", "segment", "region", "channel",
               "signup_date", "cancel_date", "cancel_reason", "reason_owner",
               "referred_by", "owner"], rows)


def price_steps(client):
    """A smaller retainer before: the top client until December 2025, every
    third long-standing client until a month of 2025."""
    number = int(client["id"][1:])
    if client["id"] == "H001":
        return datetime.date(2025, 12, 1), client["amount"] * 4 // 5
    if number % 3 == 0 and client["end"] is None and number < 27:
        step = add_months(datetime.date(2025, 1, 1), number % 8)
        return step, client["amount"] - 500
    return None, 0


def subscription_file(folder, clients):
    rows = []
    staying = [c["id"] for c in clients[1:] if c["end"] is None
               and c["id"] not in recovered_ids(clients)]
    for client in clients:
        step, before = price_steps(client)
        notice = client["end"] - DAY * 30 if client["end"] else None
        end = client["end"]
        if client["id"] == staying[0]:        # notice given, still active
            notice, end = datetime.date(2026, 10, 15), datetime.date(2026, 11, 30)
        terms = [[client["start"], end, client["amount"], notice]]
        if step:
            terms = [[client["start"], step, before, None],
                     [step, end, client["amount"], notice]]
        for start, last, amount, told in terms:
            over = last is not None and last <= AS_OF and last == client["end"]
            rows.append(["R" + client["id"][1:], client["id"], day_text(start),
                         day_text(last), money(amount), "GBP", "month",
                         client["term"], day_text(told), "retainer",
                         "cancelled" if over else "active"])
    write_csv(folder / "subscriptions.csv",
              ["subscription_id", "customer_id", "start_date", "end_date",
               "amount", "currency", "interval", "term", "notice_date",
               "plan", "status"], rows)


def amount_in(client, number):
    step, before = price_steps(client)
    if step and last_day(number) < step:
        return before
    return client["amount"]


def hours_of(plan, client, number):
    """Hours of a month, in fives, so that 35 % of them is exact."""
    amount = amount_in(client, number)
    share = 0.445
    if client.get("thin") and plan.on("ag-thin-margin"):
        share = 0.80                          # margin 20 %
    hours = 5 * round(amount * share / HOUR_COST / 5)
    return max(hours, 10)


def work_file(plan, folder, clients):
    """Three rows a client and month: planned, planned, off plan."""
    rows = []
    for client in clients:
        for number in range(HISTORY, LAST + 1):
            # whole months only, so that hours and retainer are comparable
            if client["start"] > first_day(number) or (
                    client["end"] and client["end"] <= last_day(number)):
                continue
            hours = hours_of(plan, client, number)
            late = number >= TRAILING and plan.on("ag-off-plan")
            off = hours * (7 if late else 4) / 20
            first = round((hours - off) * 2) / 4
            for day, part, planned in ((6, first, "yes"), (13, off, "no"),
                                       (20, hours - off - first, "yes")):
                rows.append([client["id"], day_text(first_day(number) + DAY * day),
                             "%.2f" % part, money(part * HOUR_COST), planned])
    rows.sort(key=lambda r: (r[1], r[0]))
    write_csv(folder / "work.csv",
              ["customer_id", "date", "hours", "cost", "in_scope"], rows)


def spend_file(plan, folder):
    """Stops a month early: the late file."""
    lines = [("linkedin", "acquisition", "media", 1250),
             ("events", "acquisition", "overhead", 900),
             ("referral", "acquisition", "discount", 150),
             ("", "acquisition", "people", 4200),
             ("", "acquisition", "tools", 260),
             ("", "retention", "people", 2100),
             ("", "service", "people", 5200)]
    last = LAST - 1 if plan.on("decoy-late-file") else LAST
    rows = []
    for number in range(HISTORY, last + 1):
        for channel, purpose, category, amount in lines:
            rng = plan.stream("harrow", "spend", number, channel, purpose, category)
            value = amount * (0.94 + 0.12 * rng.random())
            rows.append([day_text(first_day(number) + DAY * 26), money(value),
                         "GBP", channel, purpose, category])
    write_csv(folder / "spend.csv", ["date", "amount", "currency", "channel",
                                     "purpose", "category"], rows)


def generate(plan, folder):
    """Write every file of this client."""
    clients = make_clients(plan)
    customer_file(folder, clients)
    subscription_file(folder, clients)
    work_file(plan, folder, clients)
    spend_file(plan, folder)
    contact_file(plan, folder, clients, recovered_ids(clients))
    survey_file(plan, folder, clients, recovered_ids(clients))

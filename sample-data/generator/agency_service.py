"""Harrow & Vale: contacts, replies, and the scores that follow from them."""

import datetime

from .common import (DAY, first_day, month, month_of, month_text, poisson, score_from,
                     write_csv)
from .wording import HARROW, comment, mood_of_csat, mood_of_nps

HISTORY = month("2024-05")
LAST = month("2026-10")
AS_OF = datetime.date(2026, 10, 31)
BACKLOG = range(month("2026-04"), month("2026-07"))
TOUCHPOINTS = ("support", "reporting", "strategy")
DETRACTED = datetime.date(2025, 5, 12)     # the four who were won back
RECOVERED = datetime.date(2025, 8, 13)
NPS_SHARES = list(zip(range(11), (1, 1, 1, 2, 3, 5, 8, 16, 24, 22, 17)))
IN_TIME = list(zip(range(1, 6), (2, 2, 5, 40, 51)))
MISSED = list(zip(range(1, 6), (20, 22, 26, 22, 10)))
EASE = list(zip(range(1, 8), (34, 30, 18, 9, 5, 3, 1)))   # 1 is very easy


def here(client, day):
    return client["start"] <= day and (client["end"] is None
                                       or client["end"] > day)


def contacts_of(plan, client, number):
    """Contacts of one client in one month, as dicts."""
    found = []
    rng = plan.stream("harrow", "contacts", client["id"], number)
    for index in range(poisson(rng, 5.5)):
        one = plan.stream("harrow", "contact", client["id"], number, index)
        opened = datetime.datetime.combine(
            first_day(number) + DAY * one.randrange(28), datetime.time(8))
        opened += datetime.timedelta(minutes=one.randrange(600))
        ours = one.random() < 0.3
        slow = number in BACKLOG and plan.on("ag-backlog")
        missed = one.random() < (0.48 if slow else 0.05)
        wait = (26 * 60 + one.randrange(70 * 60)) if missed \
            else 20 + one.randrange(20 * 60)
        silent = missed and one.random() < 0.15
        solving = 60 + one.randrange((12 if slow else 4) * 24 * 60)
        contact = {"id": "T%s-%s-%02d" % (client["id"][1:], month_text(number),
                                          index + 1),
                   "client": client, "opened": opened, "ours": ours,
                   "missed": missed and not ours,
                   "reopened": one.random() < 0.06,
                   "channel": ("email", "phone", "portal")[one.randrange(3)],
                   "touchpoint": TOUCHPOINTS[one.randrange(3)]}
        reply = opened if ours else opened + datetime.timedelta(minutes=wait)
        contact["reply"] = None if silent and not ours else reply
        contact["solved"] = (contact["reply"] + datetime.timedelta(
            minutes=solving)) if contact["reply"] else None
        if here(client, opened.date()):
            found.append(contact)
    return found


def all_contacts(plan, clients):
    found = []
    for client in clients:
        for number in range(HISTORY, LAST + 1):
            found += contacts_of(plan, client, number)
    return found


def stamp(moment):
    """What is known at as_of: a later reply is not in the export."""
    if moment is None or moment.date() > AS_OF:
        return ""
    return moment.strftime("%Y-%m-%d %H:%M")


def contact_file(plan, folder, clients, recovered):
    rows = []
    for c in all_contacts(plan, clients):
        rows.append([c["id"], c["client"]["id"], stamp(c["opened"]),
                     stamp(c["reply"]), stamp(c["solved"]),
                     "yes" if c["reopened"] else "no",
                     "us" if c["ours"] else "customer", c["channel"],
                     c["touchpoint"]])
    if plan.on("ag-recovered-refer"):
        for key in recovered:                 # a call three days after the score
            rows.append(["T%s-2025-05-90" % key[1:], key, "2025-05-15 10:00",
                         "2025-05-15 10:00", "2025-05-16 16:30", "no", "us",
                         "phone", "strategy"])
    rows.sort(key=lambda r: (r[2], r[0]))
    write_csv(folder / "contacts.csv",
              ["ticket_id", "customer_id", "opened_at", "first_response_at",
               "solved_at", "reopened", "opened_by", "channel", "touchpoint"],
              rows)


def csat_rows(plan, clients):
    """Half of the contacts a client opened are scored, late ones low."""
    rows = []
    for c in all_contacts(plan, clients):
        rng = plan.stream("harrow", "csat", c["id"])
        asked = rng.random() < 0.5
        low = c["missed"]
        if not plan.on("ag-backlog") and month_of(c["opened"].date()) in BACKLOG:
            # the scores of the backlog without its late replies
            low = plan.stream("harrow", "csat-low", c["id"]).random() < 0.48
        shares = MISSED if low and plan.on("ag-backlog-csat") else IN_TIME
        score = score_from(shares, rng.gauss(0, 1))
        text = comment(rng, HARROW, mood_of_csat(score), 0.12)
        # late ones are asked after the deadline, so that the score is theirs
        day = c["opened"].date() + DAY * (2 if c["missed"] else 1)
        if asked and not c["ours"] and day <= AS_OF:
            rows.append(["C" + c["id"][1:], c["client"]["id"], day.isoformat(),
                         "csat", score, "1-5", text, c["touchpoint"]])
    return rows


def nps_rows(plan, clients, recovered):
    """A campaign a quarter, to every client of at least two months."""
    rows, asked = [], []
    for number in range(HISTORY, LAST + 1):
        if number % 3 != month("2026-08") % 3:
            continue
        for client in clients:
            rng = plan.stream("harrow", "nps", client["id"], number)
            answers, day = rng.random() < 0.75, first_day(number) + DAY * (
                11 + rng.randrange(8))
            trait = plan.stream("harrow", "trait", client["id"]).gauss(0, 1)
            score = score_from(NPS_SHARES, 0.75 * trait + 0.66 * rng.gauss(0, 1))
            invited = first_day(number) + DAY * 9
            if client["id"] in recovered and plan.on("ag-recovered-refer"):
                fixed = {DETRACTED: 3, RECOVERED: 9}
                for when, value in fixed.items():
                    if when.month == day.month and when.year == day.year:
                        answers, day, score = True, when, value
            if not here(client, invited) or client["start"] > invited - DAY * 60:
                continue
            asked.append([client["id"], invited.isoformat(), "nps"])
            text = comment(rng, HARROW, mood_of_nps(score), 0.4)
            if answers and here(client, day):
                rows.append(["N%s-%s" % (client["id"][1:], month_text(number)),
                             client["id"], day.isoformat(), "nps", score,
                             "0-10", text, ""])
    return rows, asked


def ces_rows(plan, clients):
    """How hard was it to get the last piece of work done? 1 is very easy."""
    rows = []
    for number in range(HISTORY, LAST + 1):
        if number % 3 != month("2026-09") % 3:
            continue
        for client in clients:
            rng = plan.stream("harrow", "ces", client["id"], number)
            answers, day = rng.random() < 0.7, first_day(number) + DAY * (
                6 + rng.randrange(15))
            score = score_from(EASE, rng.gauss(0, 1))
            if not plan.on("ag-reversed-effort"):
                score = 8 - score
            if answers and here(client, day):
                rows.append(["E%s-%s" % (client["id"][1:], month_text(number)),
                             client["id"], day.isoformat(), "ces", score,
                             "1-7", "", ""])
    return rows


def survey_file(plan, folder, clients, recovered):
    rows, asked = nps_rows(plan, clients, recovered)
    rows += csat_rows(plan, clients) + ces_rows(plan, clients)
    rows.sort(key=lambda r: (r[2], r[0]))
    write_csv(folder / "surveys.csv",
              ["response_id", "customer_id", "date", "survey", "score",
               "scale", "comment", "touchpoint"], rows)
    asked.sort(key=lambda r: (r[1], r[0]))
    write_csv(folder / "invitations.csv", ["customer_id", "date", "survey"], asked)

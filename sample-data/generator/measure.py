"""What the written files say, by the definitions of the report, counted in
the plainest way: the sizes in stories.json come from here."""

import csv
import datetime

from .common import DAY, first_day, last_day, month, month_of, month_text


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day_of(text):
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def close(text):
    return last_day(month(text))


def opening(text):
    return first_day(month(text)) - DAY


class Contracts:
    """A client whose activity is subscriptions."""

    def __init__(self, folder, rates=None):
        self.customers = {r["customer_id"]: r for r in read(folder / "customers.csv")}
        self.terms = {}
        for row in read(folder / "subscriptions.csv"):
            if row.get("trial") != "yes":
                row["start"], row["end"] = day_of(row["start_date"]), day_of(row["end_date"])
                self.terms.setdefault(row["customer_id"], []).append(row)
        self.rates = {r["month"]: float(r["rate"]) for r in rates or ()}
        self.first = {k: min(t["start"] for t in v) for k, v in self.terms.items()}

    def terms_on(self, who, day):
        return [t for t in self.terms.get(who, ())
                if t["start"] <= day and (t["end"] is None or t["end"] > day)]

    def active(self, day, dimension=None, value=None):
        return {who for who in self.terms if self.terms_on(who, day)
                and self.belongs(who, dimension, value)}

    def belongs(self, who, dimension, value):
        return dimension is None or self.customers[who][dimension] == value

    def mrr(self, who, day, rate_month, currency=None):
        total = 0.0
        for term in self.terms_on(who, day):
            if currency and term["currency"] != currency:
                continue
            part = float(term["amount"]) / (12 if term["interval"] == "year" else 1)
            rate = self.rates[rate_month] if term["currency"] == "USD" else 1
            total += part * rate
        return total

    def joined(self, start, end, dimension=None, value=None):
        return [who for who, first in self.first.items()
                if month(start) <= month_of(first) <= month(end)
                and self.belongs(who, dimension, value)]

    def churn(self, start, end, dimension=None, value=None):
        """(lost, at the opening)"""
        at_opening = self.active(opening(start), dimension, value)
        kept = at_opening & self.active(close(end), dimension, value)
        return len(at_opening) - len(kept), len(at_opening)

    def early(self, start, end, dimension=None, value=None):
        """(gone at day 90, due) of those whose day 90 falls inside."""
        due = [w for w, f in self.first.items()
               if month(start) <= month_of(f + DAY * 90) <= month(end)
               and f >= first_day(month("2024-05"))
               and self.belongs(w, dimension, value)]
        gone = [w for w in due if not self.terms_on(w, self.first[w] + DAY * 90)]
        return len(gone), len(due)

    def pairs(self, start, end):
        """[(mrr at opening, mrr at close, both at the opening's rate)]"""
        rate = month_text(month(start) - 1)
        ends = opening(start), close(end)
        return [(self.mrr(w, ends[0], rate), self.mrr(w, ends[1], rate))
                for w in sorted(self.active(ends[0]) | self.active(ends[1]))]

    def fx(self, text):
        """(change by the rate alone, dollar mrr at the old rate)"""
        before = month_text(month(text) - 1)
        here = self.active(close(text))
        old = sum(self.mrr(w, close(text), before, "USD") for w in here)
        new = sum(self.mrr(w, close(text), text, "USD") for w in here)
        return new - old, old

    def returned(self, text):
        """Customers here at the close, not at the opening, and not new."""
        fresh = self.active(close(text)) - self.active(opening(text))
        return [w for w in fresh if self.first[w] < first_day(month(text))]

    def discounts(self, start, end, newest):
        """(list - paid, list) of the new or of the others, month by month."""
        off = listed = 0.0
        for number in range(month(start), month(end) + 1):
            day = last_day(number)
            for who in self.active(day):
                if (day - self.first[who] <= DAY * 90) == newest:
                    for term in self.terms_on(who, day):
                        year = 12 if term["interval"] == "year" else 1
                        off += (float(term["list_amount"]) - float(term["amount"])) / year
                        listed += float(term["list_amount"]) / year
        return off, listed


def answers(folder, what, start, end):
    """Valid answers of a span: [(customer, day, score, row)], by day."""
    found = []
    for row in read(folder / "surveys.csv"):
        day = day_of(row["date"])
        if row["survey"] == what and day and row["score"].isdigit() \
                and month(start) <= month_of(day) <= month(end):
            found.append((row["customer_id"], day, int(row["score"]), row))
    return sorted(found, key=lambda a: (a[1], a[3]["response_id"]))


def nps_counts(found, wanted=None):
    """(promoters, passives, detractors) by each customer's last answer."""
    last = {a[0]: a[2] for a in found if wanted is None or a[0] in wanted}
    scores = list(last.values())
    high, low = sum(s >= 9 for s in scores), sum(s <= 6 for s in scores)
    return high, len(scores) - high - low, low


def nps(counts):
    high, middle, low = counts
    return 100.0 * (high - low) / (high + middle + low)


def weighted_nps(found):
    total = sum(float(a[3]["weight"]) for a in found)
    return 100 * sum(float(a[3]["weight"]) * ((a[2] >= 9) - (a[2] <= 6))
                     for a in found) / total


def spend(folder, start, end, channel=None, category=None, purpose="acquisition"):
    total = 0.0
    for row in read(folder / "spend.csv"):
        number = month((row.get("month") or row["date"])[:7])
        if month(start) <= number <= month(end) and row["purpose"] == purpose \
                and channel in (None, row["channel"]) \
                and category in (None, row["category"]):
            total += float(row["amount"])
    return total


def satisfied_leavers(book, folder, start, end):
    """(leavers whose last answer was a promoter's, leavers who answered)"""
    before, after = opening(start), close(end)
    lost = book.active(before) - book.active(after)
    last = {a[0]: a[2] for a in answers(
        folder, "nps", month_text(month(start) - 12), end) if a[0] in lost}
    return sum(s >= 9 for s in last.values()), len(last)


def sla(folder, start, end):
    """(in time, due) of contacts the customer opened."""
    kept = due = 0
    for row in read(folder / "contacts.csv"):
        opened = datetime.datetime.fromisoformat(row["opened_at"])
        limit = opened + datetime.timedelta(hours=24)
        if row["opened_by"] == "customer" \
                and month(start) <= month_of(limit.date()) <= month(end):
            due += 1
            reply = row["first_response_at"]
            kept += bool(reply) and datetime.datetime.fromisoformat(reply) <= limit
    return kept, due


def top_box(found):
    return sum(a[2] >= 4 for a in found), len(found)


class Orders:
    """A client whose activity is orders; active is 3 months with value."""

    def __init__(self, folder):
        self.customers = {r["customer_id"]: r for r in read(folder / "customers.csv")}
        self.value, self.first, self.rows = {}, {}, []
        for row in read(folder / "orders.csv"):
            try:
                amount = float(row["amount"])
            except ValueError:
                continue
            number, who = month_of(day_of(row["date"])), row["customer_id"]
            months = self.value.setdefault(who, {})
            months[number] = months.get(number, 0.0) + amount
            self.rows.append((day_of(row["date"]), who, amount, row["product"]))
            if amount > 0:
                self.first[who] = min(self.first.get(who, day_of("2099-01-01")),
                                      day_of(row["date"]))

    def window(self, who, number):
        return sum(self.value[who].get(n, 0.0) for n in range(number - 2, number + 1))

    def active(self, number, channel=None):
        return {w for w in self.value if self.window(w, number) > 0.005
                and channel in (None, self.customers[w]["channel"])}

    def churn12(self, text, channel=None):
        """(sum of lost, sum of openings, mean a month of new or returned)"""
        lost = there = gained = 0
        for number in range(month(text) - 11, month(text) + 1):
            before, after = self.active(number - 1, channel), self.active(number, channel)
            lost += len(before - after)
            there += len(before)
            gained += len(after - before)
        return lost, there, gained / 12

    def arpa(self, text, channel=None):
        here = self.active(month(text), channel)
        return sum(self.window(w, month(text)) for w in here) / 3 / len(here)

    def joined(self, start, end, channel=None):
        return sum(month(start) <= month_of(day) <= month(end)
                   and channel in (None, self.customers[who]["channel"])
                   for who, day in self.first.items())

    def clv(self, text, margin, channel=None):
        lost, there, _ = self.churn12(text, channel)
        return self.arpa(text, channel) * margin * min(there / lost, 60)

    def uptake(self, start, end, product):
        """(took it, asked) of customers of more than a year, and of others."""
        counts = {True: [0, 0], False: [0, 0]}
        day = opening(start)
        took = {w for d, w, a, p in self.rows if p == product and a > 0
                and month(start) <= month_of(d) <= month(end)}
        for who in self.active(month_of(day)):
            old = (day - day_of(self.customers[who]["signup_date"])).days > 365
            counts[old][0] += who in took
            counts[old][1] += 1
        return counts[True], counts[False]


def response(folder, start, end, as_of):
    """(answered within 30 days, invitations whose 30 days are over)"""
    given = {}
    for row in read(folder / "surveys.csv"):
        if row["survey"] == "nps" and day_of(row["date"]):
            given.setdefault(row["customer_id"], []).append(day_of(row["date"]))
    answered = due = 0
    for row in read(folder / "invitations.csv"):
        day = day_of(row["date"])
        if month(start) <= month_of(day) <= month(end) and day + DAY * 30 <= as_of:
            due += 1
            answered += any(day <= d <= day + DAY * 30
                            for d in given.get(row["customer_id"], ()))
    return answered, due

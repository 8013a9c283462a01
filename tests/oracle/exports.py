"""Reads the CSV exports: typed rows, with what formats.md and metrics.md ("Used", "Duplicate") say of bad and double ones."""
import csv
import re
from collections import namedtuple
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from spans import month_of

# annual: minor units of its own currency; pays and renews: months of a payment and of a term; paid, listed: of one payment
Term = namedtuple("Term", "customer start end annual currency sub plan pays renews notice paid listed", defaults=(1, 1, None, 0, None))
Order = namedtuple("Order", "customer day amount refund product", defaults=(False, ""))  # amount: minor units
Answer = namedtuple("Answer", "response customer day survey score low high touchpoint weight comment", defaults=("",))
Invitation = namedtuple("Invitation", "customer day survey")
Contact = namedtuple("Contact", "customer opened answered solved reopened by_us channel", defaults=("",))  # moments without a zone
Work = namedtuple("Work", "customer day hours cost in_scope")                            # cost: minor units; either None where blank
Cost = namedtuple("Cost", "day amount channel purpose category", defaults=("",))         # amount: reporting minor units

NUMBER = re.compile(r"-?\d+(\.\d+)?")
PER_YEAR = {"month": 12, "quarter": 4, "year": 1}
MONTHS = {"month": 1, "quarter": 3, "year": 12}
SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}


class Bad(ValueError):
    """A row that is refused."""


def rows_of(path):
    if not path.exists():
        return []
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    if not NUMBER.fullmatch(text):
        raise Bad(text)
    return Fraction(text)


def day_of(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Bad(text) from error


def minor(text):
    value = number(text) * 100
    if value.denominator != 1:
        raise Bad(text)
    return value.numerator


def half_even(value):
    return round(Fraction(value))  # Python rounds a Fraction half to even, exactly


class Rates:
    """Reporting-currency units for one unit of the currency at a month's close."""

    def __init__(self, path, own):
        self.own = own
        self.table = {(r["month"], r["currency"]): number(r["rate"]) for r in rows_of(path)}

    def at(self, currency, day):
        if currency in ("", self.own):
            return Fraction(1)
        key = (month_of(day), currency)
        if key not in self.table:
            raise Bad(f"no rate for {key}")
        return self.table[key]

    def lacks(self, currency, day):
        return currency not in ("", self.own) and (month_of(day), currency) not in self.table

    def told(self, currency, day):
        """The rate, or 0 where it lacks: what needs it is MISSING then."""
        return 0 if self.lacks(currency, day) else self.at(currency, day)


def _typed(path, make, log):
    """Rows made by `make`, which answers (key, typed row) or raises Bad. The same key with the same typed row is a duplicate."""
    seen, out = set(), []
    for line, row in enumerate(rows_of(path), 2):
        try:
            key, typed = make(row)
        except (Bad, KeyError) as error:
            log.append(f"{path.name} row {line} refused: {error}")
            continue
        if key is not None and (key, typed) in seen:
            log.append(f"{path.name} row {line} duplicate of {key}")
            continue
        seen.add((key, typed))
        out.append(typed)
    return out


def read_customers(folder):
    return {row["customer_id"]: row for row in rows_of(folder / "customers.csv")}


def read_terms(folder, as_of, log):
    def make(row):
        start = day_of(row["start_date"])
        end = day_of(row["end_date"]) if row["end_date"] else None
        if end and end < start:
            raise Bad("end before start")
        annual = minor(row["amount"]) * PER_YEAR[row["interval"]]
        typed = Term(row["customer_id"], start, end, annual, row.get("currency", ""), row["subscription_id"], row.get("plan", ""),
                     MONTHS[row["interval"]], MONTHS[row.get("term") or row["interval"]],
                     day_of(row["notice_date"]) if row.get("notice_date") else None, minor(row["amount"]),
                     minor(row["list_amount"]) if row.get("list_amount") else None)
        trial = row.get("trial", "no") == "yes"
        return (row["subscription_id"], trial), None if trial else typed

    terms = [t for t in _typed(folder / "subscriptions.csv", make, log) if t]
    return [t for t in terms if t.start <= as_of and (t.end is None or t.end > t.start)]


def read_orders(folder, as_of, log):
    def make(row):
        return row["invoice_id"], Order(row["customer_id"], day_of(row["date"]), minor(row["amount"]), row.get("kind") == "refund",
                                        row.get("product") or "")

    return [o for o in _typed(folder / "orders.csv", make, log) if o.day <= as_of and o.amount != 0]


def _scale(row):
    text = row.get("scale") or ""
    found = re.fullmatch(r"(\d+)-(\d+)", text)
    return (int(found[1]), int(found[2])) if found else SCALES.get(row["survey"], (0, 10))


def scored(answer):
    return answer.score is not None and answer.low <= answer.score <= answer.high


def read_answers(folder, as_of, reversed_surveys, log):
    """Every used row, also those without a score that counts (blank, text, out of the declared scale): see scored()."""
    def make(row):
        low, high = _scale(row)
        try:
            score = number(row["score"].strip())
        except Bad:
            score = None
        if row["survey"] in reversed_surveys and score is not None:
            score = low + high - score
        weight = number(row["weight"]) if row.get("weight") else Fraction(1)
        return row["response_id"], Answer(row["response_id"], row["customer_id"], day_of(row["date"]), row["survey"], score, low, high,
                                          row.get("touchpoint") or "", weight, row.get("comment") or "")

    kept, keys = [], set()
    for answer in _typed(folder / "surveys.csv", make, log):
        if answer.response in keys:  # same key, other values: the later row is refused
            log.append(f"surveys.csv {answer.response}: second row with other values refused")
            continue
        keys.add(answer.response)
        if answer.day <= as_of:
            kept.append(answer)
    return sorted(kept, key=lambda a: (a.day, a.response.encode()))


def read_invitations(folder, as_of, log):
    def make(row):
        return None, Invitation(row["customer_id"], day_of(row["date"]), row["survey"])

    return [i for i in _typed(folder / "invitations.csv", make, log) if i.day <= as_of]


def moment(text):
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise Bad(text) from error


def read_contacts(folder, as_of, log):
    def make(row):
        return row["ticket_id"], Contact(row["customer_id"], moment(row["opened_at"]), moment(row["first_response_at"]),
                                         moment(row["solved_at"]), row["reopened"] == "yes", row["opened_by"] == "us",
                                         row.get("channel") or "")

    return [c for c in _typed(folder / "contacts.csv", make, log) if c.opened.date() <= as_of]


def read_work(folder, as_of, log):
    def make(row):
        return None, Work(row["customer_id"], day_of(row["date"]), number(row["hours"]), minor(row["cost"]) if row.get("cost") else None,
                          row["in_scope"] == "yes" if row.get("in_scope") else None)

    return [w for w in _typed(folder / "work.csv", make, log) if w.day <= as_of]


def read_spend(folder, rates, as_of, log):
    """A dated flow goes at its own month's rate, rounded half-even once; a row with a month counts on its first day."""
    def make(row):
        day = day_of(row["date"]) if row.get("date") else day_of(row["month"] + "-01")
        amount = half_even(minor(row["amount"]) * rates.at(row.get("currency", ""), day))
        return None, Cost(day, amount, row.get("channel") or "", row["purpose"], row.get("category") or "")

    return [c for c in _typed(folder / "spend.csv", make, log) if c.day <= as_of]


def folder_of(data, name):
    return Path(data) / name

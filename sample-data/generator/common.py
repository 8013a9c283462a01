"""What every client's generator shares: random streams, dates, money, CSV.

Every story and every customer draws from a stream of its own, named by
strings, so that taking one story out leaves all other draws as they were.
"""

import csv
import datetime
import hashlib
import math
import random

HISTORY_START = datetime.date(2024, 5, 1)
FIRST_SIGN_UP = 2020 * 12 + 10          # November 2020, as a month number
DAY = datetime.timedelta(days=1)


def stream(*names):
    """A random stream that depends on its names alone."""
    text = "/".join(str(name) for name in names)
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))


class Plan:
    """Seed and the stories to plant."""

    def __init__(self, seed, known, without=()):
        self.seed = seed
        self.removed = set(known) if "all" in without else set(without)
        unknown = self.removed - set(known)
        if unknown:
            raise ValueError("no such story: " + ", ".join(sorted(unknown)))

    def on(self, story):
        return story not in self.removed

    def stream(self, *names):
        return stream(self.seed, *names)


# --- dates ---------------------------------------------------------------

def month_of(day):
    """Month number: year * 12 + month - 1."""
    return day.year * 12 + day.month - 1


def month(text):
    year, number = text.split("-")
    return int(year) * 12 + int(number) - 1


def month_text(number):
    return "%04d-%02d" % (number // 12, number % 12 + 1)


def first_day(number):
    return datetime.date(number // 12, number % 12 + 1, 1)


def last_day(number):
    return first_day(number + 1) - DAY


def days_in(number):
    return last_day(number).day


def add_months(day, count):
    """The same day of a later month, or that month's last day."""
    number = month_of(day) + count
    return datetime.date(number // 12, number % 12 + 1,
                         min(day.day, days_in(number)))


def day_text(day):
    return day.isoformat() if day else ""


# --- draws ---------------------------------------------------------------

def poisson(rng, mean):
    """Knuth's method: the means here are small."""
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count


def pick(rng, weighted):
    """One value of [(value, weight), ...]."""
    left = rng.random() * sum(weight for _, weight in weighted)
    for value, weight in weighted:
        left -= weight
        if left < 0:
            return value
    return weighted[-1][0]


def normal_share(x):
    return 0.5 * math.erfc(-x / math.sqrt(2))


def score_from(weights, x):
    """The score whose share of the distribution holds the normal quantile x.

    weights: [(score, weight), ...] from worst to best."""
    left = normal_share(x) * sum(weight for _, weight in weights)
    for score, weight in weights:
        left -= weight
        if left < 0:
            return score
    return weights[-1][0]


def lowest(plan, story, ids, count):
    """The count ids with the lowest draws of this story, in order of id."""
    ranked = sorted(ids, key=lambda i: (plan.stream(story, i).random(), i))
    return sorted(ranked[:count])


# --- files ---------------------------------------------------------------

def money(value):
    return "%.2f" % value


def write_csv(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)

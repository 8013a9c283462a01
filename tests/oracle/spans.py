"""Days, months and the periods a report has (metrics.md, Symbols and conventions: Spans, as_of, Periods)."""
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


def month_end(year, month):
    return date(year, month, monthrange(year, month)[1])


def add_months(day, count):
    """The same day `count` months on; a last day of a month stays one, a day the month lacks becomes its last."""
    index = day.year * 12 + day.month - 1 + count
    year, month = index // 12, index % 12 + 1
    last = monthrange(year, month)[1]
    if day.day == monthrange(day.year, day.month)[1]:
        return date(year, month, last)
    return date(year, month, min(day.day, last))


def step(day, count):
    """The same day of the month `count` months on; a day the month lacks becomes its last."""
    index = day.year * 12 + day.month - 1 + count
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def month_of(day):
    return f"{day.year:04d}-{day.month:02d}"


@dataclass(frozen=True)
class Span:
    key: str
    kind: str      # month, quarter, year, ttm
    first: date    # its first day
    end: date      # its last day by the calendar
    close: date    # the earlier of end and as_of
    missing: bool  # a longer span that opens before history_start

    @property
    def opening(self):
        return self.first - DAY

    @property
    def cut(self):
        return self.close < self.end

    def holds(self, day):
        return self.first <= day <= self.close


def _span(key, kind, first, end, history, as_of):
    return Span(key, kind, first, end, min(end, as_of), kind != "month" and first < history)


def periods(history, as_of):
    """Every month from history_start's to as_of's, every quarter and year touching them, and a trailing year for every
    finished month; in the order months, quarters, years, trailing years."""
    months, quarters, years, trailing = [], [], [], []
    first = date(history.year, history.month, 1)
    while first <= as_of:
        end = month_end(first.year, first.month)
        months.append(_span(month_of(first), "month", first, end, history, as_of))
        quarter = (first.month - 1) // 3
        begin = date(first.year, quarter * 3 + 1, 1)
        if not quarters or quarters[-1].first != begin:
            stop = month_end(first.year, quarter * 3 + 3)
            quarters.append(_span(f"{first.year:04d}-Q{quarter + 1}", "quarter", begin, stop, history, as_of))
        if not years or years[-1].first.year != first.year:
            years.append(_span(f"{first.year:04d}", "year", date(first.year, 1, 1), date(first.year, 12, 31), history, as_of))
        if end <= as_of:
            begin = add_months(end, -12) + DAY
            trailing.append(_span(month_of(first) + "-ttm", "ttm", begin, end, history, as_of))
        first = end + DAY
    return months + quarters + years + trailing

"""The list of what is planted, and of what only looks like news."""

import json

from . import seen
from .seen import YEAR

# id, plant (what --without takes), metric, slice, period, against, direction,
# size, unit, kind, from, tells
SOFTWARE = [
    ("sw-usd-rate", "sw-usd-rate", "fx", None, "2025-09", "the month before",
     "down", 8, "% of dollar MRR", "value", 2,
     "The dollar loses 8 % in September 2025: MRR falls by fx, though no price or plan changed."),
    ("sw-usd-rate-nrr", "sw-usd-rate", "nrr", None, "2025-09", "the month before",
     "level", 0, "points", "none", 2,
     "NRR is at constant rates, so the move of the dollar must not show in it."),
    ("sw-price-rise", "sw-price-rise", "contraction", None, "2026-02", "the month before",
     "up", 2, "% of opening MRR, at least", "value", 2,
     "New prices in February 2026 bring expansion and, because 18 % of larger plans step down, contraction."),
    ("sw-price-rise-grr", "sw-price-rise", "grr", None, "2026-02", "the month before",
     "down", 3, "points, at least", "signal", 2,
     "The price rise costs gross retention in the month it takes effect."),
    ("sw-new-offer", "sw-new-offer", "discount_gap", None, YEAR, "existing customers",
     "above", 20, "points, at least", "value", 3,
     "From March 2026 new customers, and only they, pay 40 % less."),
    ("sw-deals-cac", "sw-deals-cac", "cac_media", ("channel", "deals"), YEAR, "search",
     "below", 0.25, "of the CAC of search, at most", "value", 3,
     "By paid media alone the deals channel looks cheapest."),
    ("sw-deals-early-churn", "sw-deals-early-churn", "early_churn", ("channel", "deals"),
     YEAR, "other channels", "above", 3, "times", "signal", 3,
     "Customers from deals leave within 90 days three times as often."),
    ("sw-deals-nps", "sw-deals-nps", "nps", ("channel", "deals"), YEAR, "other channels",
     "below", 50, "points, at least", "signal", 2,
     "Customers from deals are detractors on balance."),
    ("sw-referral-cac", "sw-referral-cac", "cac", ("channel", "referral"), YEAR, "search",
     "below", 0.25, "of the CAC of search, at most", "value", 2,
     "A referred customer costs a small reward."),
    ("sw-referral-stays", "sw-referral-stays", "retention_rate", ("channel", "referral"),
     YEAR, "other channels", "above", 12, "points", "signal", 2,
     "Referred customers stay."),
    ("sw-promoters-leave", "sw-promoters-leave", "satisfied_but_left", None,
     ("2026-07", "2026-09"), "the quarter before", "up", 24, "promoters who left", "value", 3,
     "Eight promoters a month leave for one reason, no single sign-on; churn rises with them."),
    ("sw-card-expiry", "sw-card-expiry", "churn_rate", None, "2025-03", "the month before",
     "up", 45, "customers lost to expired cards", "signal", 2,
     "Cards expire in March 2025 and 45 customers with them."),
    ("sw-returned", "sw-returned", "reactivation", None, "2025-04", "the month before",
     "up", 20, "customers returned", "value", 2,
     "Twenty of the 45 come back in April under a new subscription."),
    ("sw-joined-and-left", "sw-joined-and-left", "churn_rate", None, "2025-06", "rule start",
     "level", 4, "customers joined and gone at the close (J0)", "value", 2,
     "Four customers of June 2025 are gone before June closes: J0, in no opening and no close."),
    ("sw-nps-scale", "sw-nps-scale", "nps", None, "2025-05", "the month before",
     "level", 12, "months asked on 1-10", "none", 2,
     "The question was 1-10 until April 2025 and 0-10 since: not comparable, so not news."),
]
AGENCY = [
    ("ag-backlog", "ag-backlog", "first_response_sla", None, ("2026-04", "2026-06"),
     "the quarter before", "down", 40, "points, at least", "signal", 3,
     "From April to June 2026 replies within 24 hours fall by half."),
    ("ag-backlog-csat", "ag-backlog-csat", "csat", None, ("2026-04", "2026-06"),
     "the quarter before", "down", 20, "points, at least", "signal", 2,
     "Late replies are scored low."),
    ("ag-backlog-churn", "ag-backlog-churn", "churn_rate", None, ("2026-06", "2026-08"),
     "the three months before", "up", 9, "clients lost", "value", 2,
     "Two months after the backlog nine clients leave where three is usual; at 30 clients no test can prove it."),
    ("ag-month-seven", "ag-month-seven", "reactive", None, ("2024-05", "2026-10"), None,
     "level", 15, "leavers in month 7 of tenure", "value", 3,
     "Fifteen of 35 leavers go when 7 months are complete, none in months 6 and 8."),
    ("ag-blame", "ag-blame", "blame", None, YEAR, None, "level", 60,
     "% of reasons put on the customer", "value", 3,
     "Nine of fifteen recorded reasons put it on the customer."),
    ("ag-thin-margin", "ag-thin-margin", "profitability", None, YEAR, "a floor of 25 %",
     "below", 2, "clients under 25 % margin", "value", 3,
     "Two of the 24 earn under 25 %; all others over 50 %."),
    ("ag-off-plan", "ag-off-plan", "scope", None, YEAR, None, "level", 35,
     "% of hours off plan", "value", 3,
     "Seven of twenty hours are off plan, in every month of the last twelve."),
    ("ag-reversed-effort", "ag-reversed-effort", "ces", None, YEAR, None, "level", 5.8,
     "mean after turning the scale, about", "value", 3,
     "The effort question says 1 is very easy: unturned it would read as hard work."),
    ("ag-top-client", "ag-top-client", "concentration", None, "2026-10", None, "level", 30,
     "% of MRR with the largest client", "value", 3,
     "30,000 of 100,000 pounds a month come from one client."),
    ("ag-no-leavers", "ag-no-leavers", "churn_rate", None, "2025-08", None, "level", 0,
     "clients lost", "value", 2, "The one month without leavers: 0 %, which is a value."),
    ("ag-no-joiners", "ag-no-joiners", "cac", None, "2026-02", None, "level", 0,
     "new clients", "value", 2,
     "The one month without new clients: CAC is UNDEFINED, not zero and not infinite."),
    ("ag-recovered-refer", "ag-recovered-refer", "recovery", None, ("2025-05", "2025-12"),
     None, "level", 4, "clients won back who each referred one", "value", 3,
     "Four clients scored 3 in May 2025, were called within a week, scored 9 in August and sent a new client each."),
]
GROCERY = [
    ("gr-douyin-cac", "gr-douyin-cac", "cac", ("channel", "抖音"), YEAR, "the year before",
     "up", 1.75, "times", "signal", 2,
     "Spend on 抖音 doubles from October 2025 to May 2026 and brings no more customers."),
    ("gr-douyin-doubled", "gr-douyin-cac", "cac", ("channel", "抖音"), ("2026-07", "2026-09"),
     "the same quarter a year before", "up", 2, "times", "value", 2,
     "By the third quarter of 2026 a customer from 抖音 costs twice what it did."),
    ("gr-douyin-loses", "gr-douyin-cac", "clv_cac", ("channel", "抖音"), YEAR, "1",
     "below", 1, "times, below", "value", 3,
     "At a gross margin of 0.20 a customer from 抖音 now costs more than it is worth."),
    ("gr-ceiling", "gr-ceiling", "growth_ceiling", None, YEAR, "active customers",
     "level", 10, "% between active customers and the ceiling, at most", "value", 3,
     "As many stop as begin: the growth ceiling is reached."),
    ("gr-spring-festival-2025", "gr-spring-festival", "arpa", None, "2025-02",
     "the month before", "down", 8, "%", "none", 2,
     "Deliveries stop from 28 January to 11 February 2025; three-month windows hold it until April, and rise in May."),
    ("gr-spring-festival-2026", "gr-spring-festival", "arpa", None, "2026-02",
     "the month before", "down", 12, "%", "none", 2,
     "Deliveries stop from 16 February to 2 March 2026: below January, not below last February; up again in May, as the year before."),
    ("gr-refunds", "gr-refunds", "arpa", None, YEAR, None, "down", 1.5,
     "% of orders refunded, about", "value", 2,
     "Refunds are rows of their own with a negative amount and kind refund."),
    ("gr-zero-yuan", "gr-zero-yuan", "churn_rate", None, "2026-09", None, "level", 25,
     "people with a free box only, never active", "value", 2,
     "25 people order for 0 yuan in September 2026: with orders.zero = drop they are nobody's customers."),
    ("gr-loyal-premium", "gr-loyal-premium", "loyalty_premium", None, YEAR,
     "customers of the first year", "above", 30, "% more a month, at least", "value", 3,
     "Whoever has been there longer orders more often, and more."),
    ("gr-second-category", "gr-second-category", "new_product_uptake", ("product", "乳品"),
     ("2026-04", "2026-06"), "customers of the first year", "above", 60, "%, at least",
     "value", 3, "Existing customers try the new dairy shelf far more readily than newer ones."),
    ("gr-birthdays", "gr-birthdays", "dates", None, "2026-11-10", None, "level", 12,
     "customers with that birthday", "value", 5,
     "Twelve active customers have their birthday ten days after the report's last day."),
    ("gr-weighted", "gr-weighted", "nps", None, YEAR, "the unweighted figure", "below", 5,
     "points, at least", "value", 3,
     "Heavy buyers are asked more often and are happier: without weights NPS is too high."),
    ("gr-response-rate", "gr-response-rate", "response_rate", None, ("2025-10", "2026-09"),
     "the year before", "down", 10, "points", "signal", 3,
     "Fewer answer every month: 46 % at the start, 18 % at the end."),
    ("gr-no-retention-spend", "gr-no-retention-spend", "spend_share_acquisition", None, YEAR,
     None, "level", 0, "rows of retention or service spend", "value", 3,
     "No spend on keeping is exported: the share is MISSING and names the export, it is not 100 %."),
]
STORIES = {"lumen": SOFTWARE, "harrow": AGENCY, "qinghe": GROCERY}

# id, client, what, metric, slice, period, why_not; those with a plant of their
# own can be left out by id
DECOYS = [
    ("decoy-nps-40", "lumen", "NPS of education falls from 30.0 to 22.5 on 40 answers each",
     "nps", ("segment", "education"), "2026-10",
     "at n = 40 a fall of 7.5 points, printed as 8, cannot be told from chance"),
    ("decoy-slice-4", "lumen", "two of the four public offices leave",
     "churn_rate", ("segment", "public sector"), "2026-08",
     "a slice of 4 is below min_n and is suppressed, with whatever would give it away"),
    ("decoy-partial-month", "lumen", "November 2026 has twelve days",
     "mrr", None, "2026-11", "the month is cut by as_of: PARTIAL, compared with nothing"),
    ("decoy-late-file", "harrow", "spend.csv ends in September 2026",
     "cac", None, "2026-10", "the file is late: MISSING, neither zero nor UNDEFINED"),
]
NOT_REMOVABLE = ("decoy-partial-month",)
CLIENTS = {
    "lumen": {"folder": "software", "name": "Lumen Software", "currency": "EUR",
              "as_of": "2026-11-12", "history_start": "2024-05-01"},
    "harrow": {"folder": "agency", "name": "Harrow & Vale", "currency": "GBP",
               "as_of": "2026-10-31", "history_start": "2024-05-01"},
    "qinghe": {"folder": "grocery", "name": "清禾生鲜", "currency": "CNY",
               "as_of": "2026-10-31", "history_start": "2024-05-01"},
}


def removable():
    """Every name that --without takes."""
    names = {row[1] for rows in STORIES.values() for row in rows}
    return sorted(names | {d[0] for d in DECOYS if d[0] not in NOT_REMOVABLE})


def lines():
    """One line a story or decoy, for --list."""
    for client, rows in STORIES.items():
        for row in rows:
            more = "" if row[0] == row[1] else " (--without %s)" % row[1]
            yield "%s %s%s: %s" % (client, row[0], more, row[11])
    for row in DECOYS:
        fixed = " (always there)" if row[0] in NOT_REMOVABLE else ""
        yield "%s %s%s: %s" % (row[1], row[0], fixed, row[2])


def slice_json(pair):
    return {"dimension": pair[0], "value": pair[1]} if pair else None


def period_json(period):
    if isinstance(period, str):
        return period
    return {"from": period[0], "to": period[1]}


def write(plan, out):
    """stories.json: only what these files hold."""
    found = seen.figures(out)
    listed = []
    for client, rows in STORIES.items():
        for (key, plant, metric, part, period, against, direction, size, unit,
             kind, origin, tells) in rows:
            if plan.on(plant):
                listed.append({
                    "id": key, "plant": plant, "client": client,
                    "metric": metric, "slice": slice_json(part),
                    "period": period_json(period), "against": against,
                    "direction": direction, "size": size, "unit": unit,
                    "seen": found.get(key), "kind": kind, "from": origin,
                    "tells": tells})
    decoys = [{"id": key, "client": client, "what": what, "metric": metric,
               "slice": slice_json(part), "period": period_json(period),
               "seen": found.get(key), "why_not": why}
              for key, client, what, metric, part, period, why in DECOYS
              if plan.on(key)]
    text = json.dumps({"seed": plan.seed, "clients": CLIENTS, "stories": listed,
                       "decoys": decoys}, ensure_ascii=False, indent=1)
    with open(out / "stories.json", "w", encoding="utf-8", newline="\n") as file:
        file.write(text + "\n")

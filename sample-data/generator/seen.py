"""The figure behind each story, as the written files show it.

Each is a small dict of plain numbers: what was counted, so that a test can
compare a report with it and a reader can check it by hand."""

from . import measure as m
from .common import first_day, last_day, month, month_of, month_text

YEAR = ("2025-11", "2026-10")             # the trailing year of the last month
YEAR_BEFORE = ("2024-11", "2025-10")

MARGIN = 0.20                             # gross margin of the grocery


def rounded(value, places=4):
    return round(value, places)


def share(pair):
    return {"count": pair[0], "of": pair[1],
            "share": rounded(pair[0] / pair[1]) if pair[1] else None}


def rest(whole, part):
    return whole[0] - part[0], whole[1] - part[1]


def software(folder):
    book = m.Contracts(folder, m.read(folder / "rates.csv"))
    found = {}
    change, old = book.fx("2025-09")
    found["sw-usd-rate"] = {"fx": rounded(change, 2), "dollar_mrr": rounded(old, 2),
                            "share": rounded(change / old)}
    for key, text in (("sw-usd-rate-nrr", "2025-09"), ("sw-price-rise", "2026-02"),
                      ("sw-price-rise-grr", "2026-02"), ):
        found[key] = movements(book, text)
    found.update(software_channels(book, folder))
    new, old = book.discounts(*YEAR, True), book.discounts(*YEAR, False)
    found["sw-new-offer"] = {"new": rounded(new[0] / new[1]),
                             "existing": rounded(old[0] / old[1])}
    found["sw-promoters-leave"] = dict(
        share(m.satisfied_leavers(book, folder, "2026-07", "2026-09")),
        before=share(m.satisfied_leavers(book, folder, "2026-04", "2026-06")),
        no_single_sign_on=sum(c["cancel_reason"] == "no single sign-on"
                              for c in book.customers.values()))
    found["sw-card-expiry"] = dict(share(book.churn("2025-03", "2025-03")),
                                   before=share(book.churn("2025-02", "2025-02")))
    found["sw-returned"] = {"returned": len(book.returned("2025-04")),
                            "before": len(book.returned("2025-03"))}
    close = book.active(m.close("2025-06"))
    june = book.joined("2025-06", "2025-06")
    found["sw-joined-and-left"] = {"J": len(june),
                                   "J0": sum(w not in close for w in june)}
    found["sw-nps-scale"] = {
        text: rounded(m.nps(m.nps_counts(m.answers(folder, "nps", text, text))), 2)
        for text in ("2025-04", "2025-05")}
    found.update(software_decoys(book, folder))
    return found


def movements(book, text):
    """Movements of a month at its opening rate, and the two retentions."""
    pairs = book.pairs(text, text)
    start = sum(x for x, _ in pairs)
    kept = [(x, y) for x, y in pairs if x > 0]
    lower = sum(min(x, y) for x, y in kept)
    before = book.pairs(month_text(month(text) - 1), month_text(month(text) - 1))
    return {"opening": rounded(start, 2),
            "contraction": rounded(sum(x - y for x, y in kept if 0 < y < x), 2),
            "expansion": rounded(sum(y - x for x, y in kept if y > x), 2),
            "churned": rounded(sum(x for x, y in kept if y == 0), 2),
            "nrr": rounded(sum(y for _, y in kept) / start),
            "grr": rounded(lower / start),
            "grr_before": rounded(sum(min(p) for p in before)
                                  / sum(x for x, _ in before))}


def software_channels(book, folder):
    found = {}

    def each(channel, category=None):
        return rounded(m.spend(folder, *YEAR, channel, category)
                       / len(book.joined(*YEAR, "channel", channel)), 2)
    found["sw-deals-cac"] = {"deals": each("deals", "media"),
                             "search": each("search", "media")}
    found["sw-referral-cac"] = {"referral": each("referral"), "search": each("search")}
    early = book.early(*YEAR, "channel", "deals")
    found["sw-deals-early-churn"] = dict(
        share(early), others=share(rest(book.early(*YEAR), early)))
    deals = {w for w in book.customers if book.belongs(w, "channel", "deals")}
    given = m.answers(folder, "nps", *YEAR)
    here, there = (m.nps_counts(given, deals),
                   m.nps_counts(given, set(book.customers) - deals))
    found["sw-deals-nps"] = {"counts": here, "nps": rounded(m.nps(here), 2),
                             "others": rounded(m.nps(there), 2)}
    lost = book.churn(*YEAR, "channel", "referral")
    found["sw-referral-stays"] = {
        "lost": share(lost), "others_lost": share(rest(book.churn(*YEAR), lost))}
    return found


def software_decoys(book, folder):
    schools = {w for w in book.customers if book.belongs(w, "segment", "education")}
    counts = {text: m.nps_counts(m.answers(folder, "nps", text, text), schools)
              for text in ("2026-09", "2026-10")}
    found = {"decoy-slice-4": share(book.churn("2026-08", "2026-08", "segment",
                                               "public sector")),
             "decoy-partial-month": {"last_day": "2026-11-12"}}
    if all(sum(c) for c in counts.values()):
        found["decoy-nps-40"] = {text: {"counts": c, "nps": m.nps(c)}
                                 for text, c in counts.items()}
    return found


def agency(folder):
    book, found = m.Contracts(folder), {}
    span, before = ("2026-04", "2026-06"), ("2026-01", "2026-03")
    found["ag-backlog"] = dict(share(m.sla(folder, *span)),
                               before=share(m.sla(folder, *before)))
    found["ag-backlog-csat"] = dict(
        share(m.top_box(m.answers(folder, "csat", *span))),
        before=share(m.top_box(m.answers(folder, "csat", *before))))
    found["ag-backlog-churn"] = dict(
        share(book.churn("2026-06", "2026-08")),
        before=share(book.churn("2026-03", "2026-05")))
    effort = [a[2] for a in m.answers(folder, "ces", *YEAR)]
    raw = sum(effort) / len(effort)
    found["ag-reversed-effort"] = {"answers": len(effort), "raw_mean": rounded(raw),
                                   "turned_mean": rounded(8 - raw)}
    values = sorted(book.mrr(w, m.close("2026-10"), "") for w in
                    book.active(m.close("2026-10")))
    found["ag-top-client"] = {"clients": len(values), "largest": values[-1],
                              "total": sum(values),
                              "share": rounded(values[-1] / sum(values))}
    found["ag-no-leavers"] = share(book.churn("2025-08", "2025-08"))
    found["ag-no-joiners"] = {"J": len(book.joined("2026-02", "2026-02"))}
    found["decoy-late-file"] = {"last_row": max(
        r["date"] for r in m.read(folder / "spend.csv"))}
    found.update(agency_signs(book, folder))
    return found


def agency_signs(book, folder):
    """The figures of the five signs of a bad relationship."""
    gone = [c for c in book.customers.values()
            if c["cancel_date"] >= "2024-05-01"]
    months = {}
    for c in gone:
        days = (m.day_of(c["cancel_date"]) - m.day_of(c["signup_date"])).days
        months[int(days / 30.4375)] = months.get(int(days / 30.4375), 0) + 1
    owners = [c["reason_owner"] for c in gone
              if c["cancel_date"] >= "2025-11-01" and c["reason_owner"]]
    work = [r for r in m.read(folder / "work.csv") if r["date"] >= "2025-11-01"]
    hours = sum(float(r["hours"]) for r in work)
    off = sum(float(r["hours"]) for r in work if r["in_scope"] == "no")
    margins = {}
    for who in book.active(m.close("2026-10")):
        cost = sum(float(r["cost"]) for r in work if r["customer_id"] == who)
        paid = sum(book.mrr(who, last_day(n), "") for n in
                   range(month(YEAR[0]), month(YEAR[1]) + 1))
        margins[who] = rounded(1 - cost / paid)
    thin = {k: v for k, v in sorted(margins.items()) if v < 0.25}
    helpers = {a[0] for a in m.answers(folder, "nps", "2025-05", "2025-05") if a[2] == 3}
    return {"ag-month-seven": {"leavers": len(gone), "in_month_6": months.get(6, 0),
                               "in_month_7": months.get(7, 0),
                               "in_month_8": months.get(8, 0)},
            "ag-blame": share((owners.count("customer"), len(owners))),
            "ag-off-plan": {"off_plan": off, "hours": hours,
                            "share": rounded(off / hours)},
            "ag-thin-margin": {"clients": thin, "next": min(
                (v for v in margins.values() if v >= 0.25), default=None)},
            "ag-recovered-refer": {"referred": sum(
                c["referred_by"] in helpers and "2025-09" <= c["signup_date"] < "2026-01"
                for c in book.customers.values())}}


def grocery(folder):
    book, found = m.Orders(folder), {}
    douyin = "抖音"

    def cac(span):
        return m.spend(folder, *span, douyin) / book.joined(*span, douyin)
    spans = ("2026-07", "2026-09"), ("2025-07", "2025-09")
    for key, now, then in (("gr-douyin-cac", YEAR, YEAR_BEFORE),
                           ("gr-douyin-doubled", *spans)):
        found[key] = {"cac": rounded(cac(now), 2), "before": rounded(cac(then), 2),
                      "J": book.joined(*now, douyin),
                      "J_before": book.joined(*then, douyin),
                      "times": rounded(cac(now) / cac(then), 2)}
    value = book.clv("2026-10", MARGIN, douyin)
    found["gr-douyin-loses"] = {"gross_margin": MARGIN, "clv": rounded(value, 2),
                                "clv_cac": rounded(value / cac(YEAR), 3),
                                "year_before": rounded(
                                    book.clv("2025-10", MARGIN, douyin)
                                    / cac(YEAR_BEFORE), 3)}
    lost, there, gained = book.churn12("2026-10")
    found["gr-ceiling"] = {"ceiling": rounded(gained * there / lost, 1),
                           "active": len(book.active(month("2026-10")))}
    for year in ("2025", "2026"):
        found["gr-spring-festival-" + year] = {
            text: rounded(book.arpa(text), 2) for text in
            ("%d-02" % (int(year) - 1), year + "-01", year + "-02", year + "-04")
            if text >= "2024-07"}
    found.update(grocery_orders(book))
    found.update(grocery_asked(book, folder))
    return found


def grocery_orders(book):
    recent = [r for r in book.rows if r[0] >= first_day(month(YEAR[0]))]
    free = {w for d, w, a, _ in book.rows if a == 0 and w not in book.first
            and month_of(d) == month("2026-09")}
    here = book.active(month("2026-10"))
    old, young = [], []
    for who in here:
        start = m.day_of(book.customers[who]["signup_date"])
        months = min(12, month("2026-10") - month_of(start))
        if months:                            # whole months after the first
            value = sum(book.value[who].get(month("2026-10") - n, 0)
                        for n in range(months)) / months
            (old if months == 12 else young).append(value)
    taken, others = book.uptake("2026-04", "2026-06", "乳品")
    ratio = (taken[0] / taken[1]) / (others[0] / others[1])
    born = [w for w in here if book.customers[w]["birthday"].endswith("-11-10")]
    return {"gr-refunds": share((sum(r[2] < 0 for r in recent),
                                 sum(r[2] > 0 for r in recent))),
            "gr-zero-yuan": {"free_box_only": len(free),
                             "active": len(free & book.active(month("2026-09")))},
            "gr-loyal-premium": {"a_month_over_a_year": rounded(sum(old) / len(old), 2),
                                 "a_month_first_year": rounded(sum(young) / len(young), 2),
                                 "premium": rounded(sum(old) / len(old) * len(young)
                                                    / sum(young) - 1)},
            "gr-second-category": {"existing": share(taken), "newer": share(others),
                                   "uptake": rounded(ratio - 1)},
            "gr-birthdays": {"active_customers": len(born)}}


def grocery_asked(book, folder):
    given = m.answers(folder, "nps", *YEAR)
    plain = 100 * sum((a[2] >= 9) - (a[2] <= 6) for a in given) / len(given)
    as_of = last_day(month("2026-10"))
    kept = [r for r in m.read(folder / "spend.csv") if r["purpose"] != "acquisition"]
    return {"gr-weighted": {"answers": len(given),
                            "weighted": rounded(m.weighted_nps(given), 2),
                            "unweighted": rounded(plain, 2)},
            "gr-response-rate": dict(
                share(m.response(folder, "2025-10", "2026-09", as_of)),
                before=share(m.response(folder, "2024-10", "2025-09", as_of))),
            "gr-no-retention-spend": {"rows": len(kept)}}


def figures(out):
    """{story id: figures} of the files under out."""
    found = software(out / "software")
    found.update(agency(out / "agency"))
    found.update(grocery(out / "grocery"))
    return found

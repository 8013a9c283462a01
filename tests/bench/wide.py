#!/usr/bin/env python3
"""Writes the exports of one client with many slices: wide.py DIR [--customers N] [--seed S]. The same seed and size give the same bytes.

Eight years to 2026-10-31, four dimensions of 50 values each, all of them shown; subscriptions, nps and csat answers, spend by channel."""
import argparse, datetime, os, random

VALUES = 50
DAY0, DAYS = datetime.date(2018, 11, 1), 2922  # the last day is 2026-10-31
CONF = '''currency = "EUR";
as_of = "2026-10-31";
gross_margin = 0.8;
slices = { by = [ "plan", "channel", "segment", "region" ]; max = 50; };
clients = (
  { id = "wide"; name = "Wide"; exports = (
    { record = "customers"; file = "customers.csv"; },
    { record = "subscriptions"; file = "subscriptions.csv"; },
    { record = "surveys"; file = "surveys.csv"; },
    { record = "spend"; file = "spend.csv"; }
  ); }
);
'''
DATES = [(DAY0 + datetime.timedelta(d)).isoformat() for d in range(DAYS)]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("folder")
    p.add_argument("--customers", type=int, default=10000)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    os.makedirs(a.folder, exist_ok=True)
    rng = random.Random(a.seed)
    customers, subscriptions, surveys = [], [], []
    for i in range(1, a.customers + 1):
        start = rng.randrange(DAYS)
        end = start + 20 + int(rng.expovariate(1 / 1200))
        plan, channel, segment, region = (rng.randrange(VALUES) for _ in range(4))
        customers.append(f"C{i},Customer {i},channel {channel:02},segment {segment:02},region {region:02},{DATES[start]}\n")
        subscriptions.append(f"S{i},C{i},{DATES[start]},{DATES[end] if end < DAYS else ''},{20 + plan}.00,month,plan {plan:02}\n")
        for k, day in enumerate(range(start + 30, min(end, DAYS), 150)):
            score = min(10, max(0, int(rng.gauss(8, 2.2))))
            surveys.append((day, f"R{i}-{k},C{i},{DATES[day]},nps,{score},\n" if k % 2 == 0 else f"R{i}-{k},C{i},{DATES[day]},csat,{max(1, score // 2)},1-5\n"))
    surveys.sort()
    months = sorted({d[:7] for d in DATES})
    spend = [f"{m},{100 + rng.randrange(100)}.00,channel {c:02},acquisition,media\n" for m in months for c in range(VALUES)]
    for name, head, rows in (("customers", "customer_id,name,channel,segment,region,signup_date", customers),
                             ("subscriptions", "subscription_id,customer_id,start_date,end_date,amount,interval,plan", subscriptions),
                             ("surveys", "response_id,customer_id,date,survey,score,scale", [r for _, r in surveys]),
                             ("spend", "month,amount,channel,purpose,category", spend)):
        with open(os.path.join(a.folder, name + ".csv"), "w", encoding="utf-8", newline="\n") as f:
            f.write(head + "\n")
            f.writelines(rows)
    with open(os.path.join(a.folder, "site.conf"), "w", encoding="utf-8") as f:
        f.write(CONF)


main()

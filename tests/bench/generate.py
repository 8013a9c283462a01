#!/usr/bin/env python3
"""Writes canonical exports of any size: generate.py DIR [--customers N] [--seed S]. The same seed and size give the same bytes.

Three years to 2026-10-31; about 1.3 subscription rows and 4 answers a customer, spend by month and channel."""
import argparse, datetime, os, random

PLANS = (("Starter", 2900), ("Team", 7900), ("Business", 24900))
CHANNELS = ("search", "referral", "content", "events", "partner", "deals")
REGIONS = ("North", "South", "East", "West")
DAY0, DAYS = datetime.date(2023, 11, 1), 1096  # the last day is 2026-10-31
CONF = '''currency = "EUR";
as_of = "2026-10-31";
gross_margin = 0.8;
slices = {{ by = [ "plan", "channel", "segment", "region" ]; }};
clients = (
  {{ id = "bench"; name = "Bench {n}"; exports = (
    {{ record = "customers"; file = "customers.csv"; }},
    {{ record = "subscriptions"; file = "subscriptions.csv"; }},
    {{ record = "surveys"; file = "surveys.csv"; }},
    {{ record = "spend"; file = "spend.csv"; }}
  ); }}
);
'''
DATES = [(DAY0 + datetime.timedelta(d)).isoformat() for d in range(DAYS + 400)]


def customer(i, rng, customers, subscriptions, surveys):
    start = rng.randrange(DAYS)
    life = int(rng.expovariate(1 / 900)) + 20
    end = start + life
    plan = 0 if (u := rng.random()) < .5 else 1 if u < .85 else 2
    name, price = PLANS[plan]
    customers.append(f"C{i},Customer {i},{CHANNELS[rng.randrange(6)]},{'SML'[plan]},{REGIONS[i % 4]},{DATES[start]}\n")
    change = start + life // 2 if rng.random() < .3 else end
    terms = [(start, change, name, price)]
    if change < min(end, DAYS):
        name, price = PLANS[(plan + 1) % 3]
        terms.append((change, end, name, price))
    for a, b, plan_name, amount in terms:
        if a < DAYS:
            subscriptions.append(f"S{i},C{i},{DATES[a]},{DATES[b] if b < DAYS else ''},{amount // 100}.{amount % 100:02},EUR,month,{plan_name},no\n")
    for k in range(4):
        day = start + 30 + k * 120 + rng.randrange(60)
        if day < min(end, DAYS):
            score = min(10, max(0, int(rng.gauss(8, 2.2))))
            surveys.append((day, f"R{i}-{k},C{i},{DATES[day]},nps,{score},\n" if k % 2 == 0 else f"R{i}-{k},C{i},{DATES[day]},csat,{max(1, score // 2)},1-5\n"))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("folder")
    p.add_argument("--customers", type=int, default=100000)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    os.makedirs(a.folder, exist_ok=True)
    rng = random.Random(a.seed)
    customers, subscriptions, surveys = [], [], []
    for i in range(1, a.customers + 1):
        customer(i, rng, customers, subscriptions, surveys)
    surveys.sort()  # exports come by date, not by customer
    spend = [f"{2023 + (10 + m) // 12}-{(10 + m) % 12 + 1:02},{a.customers * (50 + rng.randrange(50)) // 100}.00,EUR,{c},acquisition,media\n"
             for m in range(36) for c in CHANNELS]
    for name, head, rows in (("customers", "customer_id,name,channel,segment,region,signup_date", customers),
                             ("subscriptions", "subscription_id,customer_id,start_date,end_date,amount,currency,interval,plan,trial", subscriptions),
                             ("surveys", "response_id,customer_id,date,survey,score,scale", [r for _, r in surveys]),
                             ("spend", "month,amount,currency,channel,purpose,category", spend)):
        with open(os.path.join(a.folder, name + ".csv"), "w", encoding="utf-8", newline="\n") as f:
            f.write(head + "\n")
            f.writelines(rows)
    with open(os.path.join(a.folder, "site.conf"), "w", encoding="utf-8") as f:
        f.write(CONF.format(n=a.customers))


main()

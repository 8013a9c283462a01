"""Made clients for the walk over all metrics: rich ones with every export and column, and nasty ones. A client is its settings and its
exports: record → list of rows, the header first."""
import calendar, datetime, os, random

START, AS_OF = datetime.date(2024, 11, 1), datetime.date(2026, 10, 31)
BASE = ('as_of = "2026-10-31"; history_start = "2024-11-01"; gross_margin = 0.7; min_n = 1; earned_channels = ["referral"]; '
        'target = { customers = 150; mrr = 9000.0; }; csat = { top = 4; }; ')
COMMON = BASE + 'slices = { by = ["channel", "region"]; }; '
CHANNELS, REGIONS = ["search", "referral", "deals", ""], ["North", "South"]
MONTHS = [f"{y}-{m:02d}" for y in (2024, 2025, 2026) for m in range(1, 13) if "2024-11" <= f"{y}-{m:02d}" <= "2026-10"]


def day(r, first=START, last=AS_OF):
    return first + datetime.timedelta(r.randint(0, max(0, (last - first).days)))


def lives(r, n):
    """Customers: when they begin, when they go, whether they come back; a third was here before the history."""
    out = []
    for i in range(n):
        start = day(r, datetime.date(2023, 1, 1), datetime.date(2024, 10, 31)) if i % 3 == 0 else day(r)
        end = day(r, max(start, START), AS_OF) if r.random() < .45 else None
        back = day(r, end, AS_OF) if end and r.random() < .3 else None
        out.append((f"c{i}", start, end if end != start else None, back if back and end and back > end else None))
    return out


def customers(r, people):
    rows = ["customer_id,name,channel,region,signup_date,cancel_date,cancel_reason,reason_owner,referred_by,birthday"]
    for i, (c, start, end, back) in enumerate(people):
        gone = end if end and not back else None
        reason, owner = r.choice([("card expired", "us"), ("moved away", "customer"), ("price", "market")]) if gone else ("", "")
        by = f"c{r.randrange(len(people))}" if i % 4 == 0 else ""
        rows.append(f"{c},Name {i},{CHANNELS[i % 4]},{REGIONS[i % 2]},{start},{gone or ''},{reason},{owner},{by if by != c else ''},1980-{i % 12 + 1:02d}-03")
    return rows


def subscriptions(r, people):
    rows = ["subscription_id,customer_id,start_date,end_date,amount,currency,interval,term,notice_date,list_amount,product"]
    for i, (c, start, end, back) in enumerate(people):
        amount, money = r.randint(20, 200), ("EUR", "USD")[i % 2]
        notice = end - datetime.timedelta(20) if end and i % 2 and end - datetime.timedelta(20) >= start else ""
        rows.append(f"s{i},{c},{start},{end or ''},{amount},{money},month,{('month', 'quarter', 'year')[i % 3]},{notice},{amount + i % 3 * 10},A")
        if i % 5 == 0 and not end:
            more = day(r, max(start, START))
            rows.append(f"t{i},{c},{more},,{r.randint(5, 60)},{money},month,month,,{70},B")
        if back:
            rows.append(f"b{i},{c},{back},,{r.randint(20, 200)},{money},month,year,,250,C")
    return rows


def orders(r, people):
    rows = ["invoice_id,customer_id,date,amount,kind,list_amount,product"]
    n = 0
    for c, start, end, back in people:
        at = max(start, datetime.date(2023, 6, 1))
        while at <= (end or AS_OF):
            n += 1
            amount = r.randint(5, 90)
            rows.append(f"o{n},{c},{at},{amount},,{amount + n % 3},P{n % 4}")
            if n % 17 == 0:
                rows.append(f"r{n},{c},{at + datetime.timedelta(3)},-{amount // 2},refund,,")
            at += datetime.timedelta(r.randint(5, 60))
        if back:
            rows.append(f"x{c},{c},{back},{r.randint(5, 90)},,,P1")
    return rows


def surveys(r, people):
    rows = ["response_id,customer_id,date,survey,score,scale,touchpoint,comment,weight"]
    for i, (c, start, end, back) in enumerate(people):
        for k, (survey, scale, low, high) in enumerate([("nps", "0-10", 0, 10), ("csat", "1-5", 1, 5), ("ces", "1-7", 1, 7)]):
            for touch in ("", "support", "delivery")[:3 if survey != "ces" else 1]:
                for n in range(8 if survey == "nps" and touch == "" else 3):
                    at = day(r, max(start, START), end or AS_OF)
                    rows.append(f"{i}-{k}-{n}{touch},{c},{at},{survey},{r.randint(low, high)},{scale},{touch},{'words' if n % 2 else ''},{1 + i % 2 * .5}")
    return rows


def rest(r, people):
    asked, calls, hours = ["customer_id,date,survey"], ["ticket_id,customer_id,opened_at,first_response_at,solved_at,reopened,opened_by,channel"], ["customer_id,date,hours,cost,in_scope"]
    for i, (c, start, end, back) in enumerate(people):
        for n in range(6):
            asked.append(f"{c},{day(r, max(start, START), end or AS_OF)},nps")
            at = day(r, max(start, START), end or AS_OF)
            first, solved = at + datetime.timedelta(n % 3), at + datetime.timedelta(n)
            calls.append(f"t{i}-{n},{c},{at} 09:1{n},{f'{first} 15:00' if n != 4 else ''},{f'{solved} 16:00' if n < 4 else ''},{('no', 'yes')[n % 4 == 1]},{('customer', 'us')[n % 3 == 2]},{('mail', 'phone')[i % 2]}")
            hours.append(f"{c},{day(r, max(start, START), end or AS_OF)},{n + 1}.5,{r.randint(1, 40)},{('yes', 'no')[n % 3 == 0]}")
    return {"invitations": asked, "contacts": calls, "work": hours}


def spend(r):
    rows = ["month,amount,currency,channel,purpose,category"]
    for m in MONTHS:
        for channel in CHANNELS[:2] + [""]:
            rows += [f"{m},{r.randint(50, 900)}.37,EUR,{channel},acquisition,{('media', 'people')[channel == '']}"]
        rows += [f"{m},{r.randint(5, 90)},EUR,,retention,", f"{m},{r.randint(5, 90)},EUR,,service,tools"]
    return rows


def rates():
    return ["month,currency,rate"] + [f"{y}-{m:02d},USD,0.9{m % 10}37" for y in range(2022, 2027) for m in range(1, 13)]


def contracts(seed=1, n=120):
    r = random.Random(seed)
    people = lives(r, n)
    return {"settings": COMMON, "customers": customers(r, people), "subscriptions": subscriptions(r, people), "surveys": surveys(r, people), "spend": spend(r),
            "rates": rates(), **rest(r, people)}


def shop(seed=2, n=120):
    r = random.Random(seed)
    people = lives(r, n)
    return {"settings": COMMON + "inactive_after = 3; ", "customers": customers(r, people), "orders": orders(r, people), "surveys": surveys(r, people), "spend": spend(r),
            **rest(r, people)}


def without(client, *records):
    return {k: v for k, v in client.items() if k not in records}


def emptied(client, *records):
    """Those exports, or all of them, with their header alone."""
    return {k: v[:1] if k != "settings" and (not records or k in records) else v for k, v in client.items()}


def changed(client, record, column, value):
    head, *rows = client[record]
    at = head.split(",").index(column)
    put = lambda row, i: ",".join(row[:at] + [value(row, i)] + row[at + 1:])
    return {**client, record: [head] + [put(row.split(","), i) for i, row in enumerate(rows)]}


def thirteen_months(client):
    return {**client, "settings": client["settings"].replace("2024-11-01", "2025-10-01")}


def one_day(client):
    return {**client, "settings": client["settings"].replace("2025-10-01", "2026-10-01").replace("2026-10-31", "2026-10-01")}


def nasty():
    """Name → client: what a careless export may hold."""
    a, o, one = (thirteen_months(c) for c in (contracts(3, 30), shop(4, 30), contracts(5, 1)))
    return {
        "one customer": one,
        "one customer of a shop": thirteen_months(shop(6, 1)),
        "amounts of nothing": changed(changed(a, "subscriptions", "amount", lambda row, i: "0"), "spend", "amount", lambda row, i: "0"),
        "orders of nothing": {**changed(o, "orders", "amount", lambda row, i: "0"), "settings": o["settings"] + 'orders = { zero = "count"; }; '},
        "negative amounts": changed(changed(a, "subscriptions", "amount", lambda row, i: "-" + row[4]), "spend", "amount", lambda row, i: "-" + row[1]),
        "some negative amounts": changed(a, "subscriptions", "amount", lambda row, i: ("-" if i % 2 else "") + row[4]),
        "negative orders": changed(o, "orders", "amount", lambda row, i: "-" + row[3].lstrip("-")),
        "everybody leaves": changed(a, "subscriptions", "end_date", lambda row, i: row[3] or "2026-10-31"),
        "everybody leaves at once": changed(a, "subscriptions", "end_date", lambda row, i: "2026-05-04" if row[2] < "2026-05-04" else row[2]),
        "nobody leaves": changed(changed(a, "subscriptions", "end_date", lambda row, i: ""), "customers", "cancel_date", lambda row, i: ""),
        "one day of history": one_day(a),
        "one day of a shop": one_day(o),
        "headers alone beside subscriptions": emptied(a, "surveys", "spend", "invitations", "contacts", "work"),
        "headers alone beside orders": emptied(o, "surveys", "spend", "invitations", "contacts", "work"),
        "a margin of nothing": {**a, "settings": a["settings"].replace("gross_margin = 0.7", "gross_margin = 0.0")},
        "weights of almost nothing": changed(a, "surveys", "weight", lambda row, i: "0.000001" if i % 3 else "1000000"),
        "huge amounts": changed(a, "subscriptions", "amount", lambda row, i: "90000000000"),
        "no discount of money": {**a, "settings": a["settings"] + "clv = { discount_rate = 0.0; }; "},
        "nobody answered": changed(changed(a, "contacts", "first_response_at", lambda row, i: ""), "contacts", "solved_at", lambda row, i: ""),
        "customers' dates alone": {"settings": a["settings"], "customers": a["customers"]},
        "a snapshot": {"settings": 'as_of = "2026-10-31"; gross_margin = 0.5; ', "customers": ["customer_id,name,tenure_months,churned,amount"] +
                       [f"c{i},N,{i % 7},{('no', 'yes')[i % 3 == 0]},{i}" for i in range(20)]},
    }


def write(client, folder):
    """site.conf and exports in that folder; returns the path of site.conf."""
    os.makedirs(folder, exist_ok=True)
    records = [k for k in client if k != "settings"]
    for k in records:
        with open(os.path.join(folder, k + ".csv"), "w", encoding="utf-8", newline="\n") as f:
            f.write("\n".join(client[k]) + "\n")
    exports = ",\n".join(f'{{ record = "{k}"; file = "{k}.csv"; }}' for k in records)
    path = os.path.join(folder, "site.conf")
    with open(path, "w", encoding="utf-8") as f:
        f.write(f'max_rejected = 1.0;\nclients = ( {{ id = "c"; name = "Client"; {client["settings"]} exports = ({exports}); }} );\n')
    return path

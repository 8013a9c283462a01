"""清禾生鲜 (Qinghe Fresh): who orders, how often, and for how much."""

import datetime

from .common import (DAY, FIRST_SIGN_UP, day_text, days_in, first_day, lowest,
                     money, month, month_of, month_text, pick, poisson,
                     write_csv)
from .grocery_surveys import survey_file

AS_OF = datetime.date(2026, 10, 31)
HISTORY = month("2024-05")
LAST = month("2026-10")
MAIN, SECOND = "蔬菜水果", "乳品"
SECOND_LAUNCH = datetime.date(2026, 4, 1)
# no deliveries: from the eve of Spring Festival (29 January, 17 February)
CLOSED = ((datetime.date(2025, 1, 28), datetime.date(2025, 2, 11)),
          (datetime.date(2026, 2, 16), datetime.date(2026, 3, 2)))
CHANNELS = [("微信小程序", 28), ("抖音", 36), ("老客推荐", 16), ("门店扫码", 20)]
REGIONS = [("浦东", 34), ("徐汇", 24), ("闵行", 26), ("静安", 16)]
SEGMENTS = [("家庭", 58), ("单身", 34), ("企业", 8)]
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许"
GIVEN = ("伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "军",
         "杰", "娟", "涛", "明", "超", "秀英", "霞", "平", "刚", "桂英", "文博",
         "子涵", "雨桐", "梓萱", "浩然", "欣怡", "宇轩", "佳琪")
MONTHLY_LOSS = 0.055                      # share of customers who stop, a month
DOUYIN_SPEND = 3900                       # yuan a month before it rises
RISE_FROM, RISE_TO = month("2025-10"), month("2026-05")


def new_customer(plan, number, index):
    key = "Q%02d%02d%03d" % (number // 12 % 100, number % 12 + 1, index)
    rng = plan.stream("qinghe", "customer", key)
    birthday = datetime.date(1955, 1, 1) + DAY * rng.randrange(365 * 48)
    channel = pick(rng, CHANNELS)
    return {
        "id": key, "channel": channel,
        "name": SURNAMES[rng.randrange(26)] + GIVEN[rng.randrange(30)],
        "region": pick(rng, REGIONS), "segment": pick(rng, SEGMENTS),
        "start": first_day(number) + DAY * rng.randrange(days_in(number)),
        "birthday": birthday if rng.random() < 0.35 else None,
        "life": rng.expovariate(1 / 30.4375) / loss_of(channel),
        "rate": 1.22 * 2.718281828 ** (0.35 * rng.gauss(0, 1) - 0.06),
        "trait": rng.gauss(0, 1), "referred_by": "", "orders": [],
        "keen": rng.random(),
    }


def loss_of(channel):
    """抖音 customers stay shorter, recommended ones longer."""
    return MONTHLY_LOSS * {"抖音": 1.35, "老客推荐": 0.7}.get(channel, 0.95)


def make_customers(plan):
    """Sign-ups have been level since May 2023, so that the number of
    customers has met its ceiling by the last year."""
    customers = []
    for number in range(FIRST_SIGN_UP, LAST + 1):
        mean = 44 if number < month("2023-05") else 66
        if number >= HISTORY and not plan.on("gr-ceiling"):
            mean = 110
        earlier = [c["id"] for c in customers[-400:]]
        rng = plan.stream("qinghe", "arrivals", number)
        for index in range(poisson(rng, mean)):
            customer = new_customer(plan, number, index + 1)
            draw = plan.stream("qinghe", "referrer", customer["id"])
            if customer["channel"] == "老客推荐" and earlier:
                if draw.random() < 0.85:
                    customer["referred_by"] = earlier[draw.randrange(len(earlier))]
            customers.append(customer)
    customers[0]["birthday"] = datetime.date(1984, 2, 29)
    return customers


def tenure_factor(plan, tenure):
    """The longer a customer has been there, the more often an order comes."""
    if not plan.on("gr-loyal-premium"):
        return 1.1
    return 0.85 + 0.55 * min(tenure, 720) / 720


def closed(plan, day, draw):
    """Four in five orders of the holiday weeks are not placed."""
    if not plan.on("gr-spring-festival"):
        return False
    return any(a <= day <= b for a, b in CLOSED) and draw < 0.8


def order_days(plan, customer):
    """[(place, day, amount, draw)] of a life, from two months before the
    export on (the first invitations look back that far). Orders lost to a
    holiday keep their place, so that the others keep their ids."""
    rng = plan.stream("qinghe", "orders", customer["id"])
    found, at, place = [], 0.0, 0
    while at <= customer["life"]:
        day = customer["start"] + DAY * int(at)
        basket = 60 * 2.718281828 ** (0.45 * rng.gauss(0, 1))
        if plan.on("gr-loyal-premium"):
            basket *= 0.92 + 0.25 * min(at, 720) / 720
        draw, other = rng.random(), rng.random()
        if day > AS_OF:
            break
        # the first order is never lost: a customer begins with it
        if day >= first_day(HISTORY - 2) and (at == 0 or not closed(plan, day, draw)):
            found.append((place, day, round(basket, 1), other))
        place += day >= first_day(HISTORY - 2)
        rate = customer["rate"] * tenure_factor(plan, at)
        at += 0.5 + rng.expovariate(1.0) * 30.4375 / rate
    return found


def product_of(plan, customer, day, place_after_launch, other):
    """The second category: wanted by old customers more than by new ones."""
    if day < SECOND_LAUNCH:
        return MAIN
    old = (SECOND_LAUNCH - customer["start"]).days > 365
    share = 0.42 if old and plan.on("gr-second-category") else 0.21
    if customer["keen"] >= share:
        return MAIN
    return SECOND if place_after_launch < 1 or other < 0.2 else MAIN


def order_rows(plan, customers):
    """[day, order id, customer, amount, kind, product], refunds included."""
    rows = []
    for customer in customers:
        after = 0
        for place, day, amount, other in order_days(plan, customer):
            rng = plan.stream("qinghe", "refund", customer["id"], place)
            product = product_of(plan, customer, day, after, other)
            after += day >= SECOND_LAUNCH
            key = "%s-%d" % (customer["id"][1:], place + 1)
            special, part, wait = rng.random(), rng.random(), rng.randrange(5)
            if special < 0.010 and place and plan.on("gr-refunds"):
                amount = 0.0                  # paid with points
            rows.append([day, key, customer["id"], amount, "", product])
            back = day + DAY * (1 + wait)
            if 0.010 <= special < 0.025 and back <= AS_OF and plan.on("gr-refunds"):
                share = 1 if part < 0.6 else 0.5
                rows.append([back, key + "R", customer["id"],
                             -round(amount * share, 2), "refund", product])
    return rows


def gift_customers(plan):
    """25 people take a free box in September 2026 and never pay."""
    if not plan.on("gr-zero-yuan"):
        return [], []
    customers, rows = [], []
    for index in range(25):
        customer = new_customer(plan, month("2026-09"), 901 + index)
        customer["channel"], customer["life"] = "门店扫码", 0
        customer["start"] = first_day(month("2026-09")) + DAY * (index % 28)
        customers.append(customer)
        rows.append([customer["start"], customer["id"][1:] + "-1",
                     customer["id"], 0.0, "", MAIN])
    return customers, rows


def order_file(folder, rows):
    rows.sort(key=lambda r: (r[0], r[1]))
    lines = [[key, who, day_text(day), money(amount), kind, product]
             for day, key, who, amount, kind, product in rows
             if day >= first_day(HISTORY)]
    lines.insert(2500, ["dirty-1", lines[2500][1], lines[2500][2], "12,3.4",
                        "", MAIN])
    write_csv(folder / "orders.csv", ["invoice_id", "customer_id", "date",
                                      "amount", "kind", "product"], lines)


def customer_file(folder, customers):
    rows = [[c["id"], c["name"], c["segment"], c["region"], c["channel"],
             day_text(c["start"]), c["referred_by"], day_text(c["birthday"])]
            for c in customers]
    write_csv(folder / "customers.csv",
              ["customer_id", "name", "segment", "region", "channel",
               "signup_date", "referred_by", "birthday"], sorted(rows))


def douyin_media(plan, number):
    """Doubles between October 2025 and May 2026 for the same customers."""
    if not plan.on("gr-douyin-cac"):
        return DOUYIN_SPEND
    way = (number - RISE_FROM) / (RISE_TO - RISE_FROM)
    return DOUYIN_SPEND * (1 + min(1, max(0, way)))


def spend_file(plan, folder):
    """Acquisition only, unless the story of its absence is taken out."""
    rows = []
    for number in range(HISTORY, LAST + 1):
        lines = [("抖音", "acquisition", "media", douyin_media(plan, number)),
                 ("微信小程序", "acquisition", "media", 950),
                 ("门店扫码", "acquisition", "people", 700),
                 ("老客推荐", "acquisition", "discount", 320),
                 ("", "acquisition", "tools", 260)]
        if not plan.on("gr-no-retention-spend"):
            lines += [("", "retention", "people", 1500),
                      ("", "service", "people", 2600)]
        for channel, purpose, category, amount in lines:
            rng = plan.stream("qinghe", "spend", number, channel, category, purpose)
            value = amount * (0.97 + 0.06 * rng.random())
            rows.append([month_text(number), money(value), channel, purpose,
                         category])
    write_csv(folder / "spend.csv", ["month", "amount", "channel", "purpose",
                                     "category"], rows)


def add_birthdays(plan, customers, rows):
    """Twelve customers who still order turn a year older in ten days."""
    if not plan.on("gr-birthdays"):
        return
    recent = {r[2] for r in rows if r[3] > 0
              and r[0] >= datetime.date(2026, 9, 1)}
    chosen = set(lowest(plan, "gr-birthdays", recent, 12))
    for customer in customers:
        if customer["id"] in chosen:
            customer["birthday"] = datetime.date(1988, 11, 10)
        elif customer["birthday"] and (customer["birthday"].month,
                                       customer["birthday"].day) == (11, 10):
            customer["birthday"] = None


def generate(plan, folder):
    """Write every file of this client."""
    customers = make_customers(plan)
    rows = order_rows(plan, customers)
    gifted, gifts = gift_customers(plan)
    add_birthdays(plan, customers, rows)
    order_file(folder, rows + gifts)
    customer_file(folder, customers + gifted)
    spend_file(plan, folder)
    survey_file(plan, folder, customers, rows)

#!/usr/bin/env python3
"""Tests of the oracle itself: published vectors, worked examples of metrics.md, and small clients worked out by hand.

    python3 tests/oracle/test_oracle.py
"""
import copy
import sys
import tempfile
import unittest
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).resolve().parent))

from activity import Contracts, Orders, Tally, tallies  # noqa: E402
from compare import Comparison  # noqa: E402
from fits import hypergeometric  # noqa: E402
from keeping import due_days  # noqa: E402
from linking import odds, trend  # noqa: E402
from lists import falling  # noqa: E402
from exports import Order, Rates, Term, half_even  # noqa: E402
from limits import effective, grouped_mean, kish, mean_limits, newcombe, nps_limits, poisson_limits, ratio_limits, t_quantile, wilson  # noqa: E402
from catalogue import unit_of  # noqa: E402
from hiding import Flow, withheld, withheld_months  # noqa: E402
from measures import Client, movements, revenue, money  # noqa: E402
from oracle import plain  # noqa: E402
from renewing import fit  # noqa: E402
from satisfaction import spearman  # noqa: E402
from service import tenure_months  # noqa: E402
from spans import add_months, periods, step  # noqa: E402
from survival import Curve  # noqa: E402

D = date.fromisoformat


class Limits(unittest.TestCase):
    def near(self, found, wanted, places=9):
        for a, b in zip(found, wanted):
            self.assertAlmostEqual(a, b, places=places)

    def test_wilson(self):  # vectors/wilson_vectors.csv
        for x, n, lo, hi in ((81, 263, 0.2552885199, 0.3662095770), (15, 148, 0.0623863995, 0.1604872417),
                             (0, 20, 0.0, 0.1611251581), (20, 20, 0.8388748419, 1.0), (1, 29, 0.0061132143, 0.1717552188)):
            self.near(wilson(Fraction(x, n), n), (lo, hi))

    def test_newcombe(self):  # Newcombe 1998, table II, contrast (a), method 10
        self.near(newcombe(56, 70, 48, 80), (0.0524314724, 0.3338726540))

    def test_trend(self):  # vectors/linkage_stats.csv: chi-square of promoters, passives, detractors
        self.assertAlmostEqual(trend("OK", [(25, 500), (30, 300), (44, 200)])["value"] ** 2, 43.5881163852, places=9)

    def test_nps(self):  # vectors/nps_intervals.csv, aw_lo and aw_hi
        for counts, lo, hi in (((1, 2, 3), -0.2674325879, 0.7118770324), ((1, 0, 1), -0.7333513721, 0.7333513721),
                               ((10, 0, 0), -1.0, -0.4750355154), ((20, 30, 50), 0.1405113018, 0.4420129701),
                               ((1719, 972, 2309), 0.0932767469, 0.1425817381)):
            self.near(nps_limits(*counts), (100 * lo, 100 * hi), 7)

    def test_poisson(self):  # R: poisson.test(n)$conf.int
        self.near(poisson_limits(10), (4.795389, 18.390356), 6)
        self.near(poisson_limits(5), (1.623486, 11.668332), 6)
        self.near(poisson_limits(0), (0.0, 3.688879), 6)

    def test_ratio(self):
        # by hand: x = 10, 10, 20; y = 10, 0, 25; R = 35/40; residuals 1.25, -8.75, 7.5; Var = 3/2 * 134.375 / 1600
        half = 1.959963984540054 * (1.5 * 134.375 / 1600) ** 0.5
        self.near(ratio_limits(3, 40, 35, 600, 725, 600), (0.875 - half, 0.875 + half))
        self.assertIsNone(ratio_limits(1, 10, 10, 100, 100, 100))

    def test_t(self):
        # tables of Student's t; vectors/nps_intervals.csv, tmean_lo and tmean_hi of rocks_1_2_3
        self.near([t_quantile(f) for f in (3, 5, 10, 29, 1000)], (3.1824463, 2.5705818, 2.2281389, 2.0452296, 1.9623391), 7)
        self.near(mean_limits(6, 2, 4), (-0.5235272785, 1.1901939452))
        self.near(mean_limits(20, 9, 15), (0.0947046850, 0.8052953150))  # n20_p12_d3
        self.assertIsNone(mean_limits(1, 1, 1))

    def test_kish(self):
        self.assertEqual(kish([1, 1, 1]), 3)
        self.assertEqual(kish([2, 5]), Fraction(49, 29))

    def test_half_even(self):
        self.assertEqual([half_even(Fraction(n, 2)) for n in (1, 3, 5, -1)], [0, 2, 2, 0])


class Calendar(unittest.TestCase):
    def test_add_months(self):
        self.assertEqual(add_months(D("2026-10-31"), -8), D("2026-02-28"))
        self.assertEqual(add_months(D("2026-02-28"), -1), D("2026-01-31"))
        self.assertEqual(add_months(D("2026-03-30"), -1), D("2026-02-28"))
        self.assertEqual(add_months(D("2026-11-12"), -3), D("2026-08-12"))

    def test_periods(self):
        spans = {s.key: s for s in periods(D("2024-05-01"), D("2026-11-12"))}
        self.assertEqual(len([s for s in spans.values() if s.kind == "month"]), 31)
        self.assertTrue(spans["2024-Q2"].missing and spans["2024"].missing and spans["2025-03-ttm"].missing)
        self.assertFalse(spans["2025-04-ttm"].missing or spans["2024-Q3"].missing)
        self.assertTrue(spans["2026-11"].cut and spans["2026-Q4"].cut and spans["2026"].cut)
        self.assertNotIn("2026-11-ttm", spans)
        self.assertEqual(spans["2025-04-ttm"].opening, D("2024-04-30"))


def term(customer, start, end, pounds, currency="", plan="A", sub=None):
    return Term(customer, D(start), end and D(end), pounds * 1200, currency, sub or customer, plan)


def book(*terms, rates=None):
    return Contracts(terms, {t.customer: {"customer_id": t.customer} for t in terms}, rates or Rates(Path("/nonexistent"), "EUR"), ("plan",))


def span(key, history="2024-01-01", as_of="2024-12-31"):
    return next(s for s in periods(D(history), D(as_of)) if s.key == key)


class Money(unittest.TestCase):
    def test_worked_example(self):
        """metrics.md §3: start 100, new 20, reactivated 10, expansion 5, contraction 5, churned 15: nrr .85."""
        made = book(term("old", "2023-01-01", "2023-06-01", 10), term("old", "2024-01-10", None, 10, sub="old2"),
                    term("new", "2024-01-05", None, 20), term("gone", "2023-01-01", "2024-01-31", 15),
                    term("less", "2023-01-01", "2024-01-09", 25), term("less", "2024-01-09", None, 20),
                    term("more", "2023-01-01", "2024-01-31", 60), term("more", "2024-01-31", None, 65))
        t = tallies(made, span("2024-01"))["all", ""]
        found = {k[4:]: v["value"] for k, v in movements("OK", t).items()}
        self.assertEqual(found, {"opening": 100, "new": 20, "reactivation": 10, "expansion": 5, "contraction": 5, "churned": 15,
                                 "fx": 0, "closing": 115})
        rates = revenue("OK", t, money)
        self.assertEqual(rates["nrr"]["value"], Fraction(85, 100))
        self.assertEqual(rates["dollar_retention"]["num"], 85)
        self.assertEqual(rates["grr"]["value"], Fraction(80, 100))
        self.assertEqual(rates["revenue_churn"]["value"], Fraction(15, 100))
        self.assertEqual((t.S, t.kept, t.J, t.J0, t.R, t.L, t.E), (3, 2, 1, 0, 1, 1, 4))

    def test_chartmogul_month(self):
        """vectors/simple_vectors.csv: start 100, churn 10, contraction 10, expansion 10: GRR .8, NRR .9."""
        t = Tally()
        t.S, t.x_all, t.y_kept, t.min_kept, t.xx, t.yy, t.xy, t.mm, t.xm = 4, 100, 90, 80, 1, 1, 1, 1, 1
        self.assertEqual(revenue("OK", t, Fraction)["grr"]["value"], Fraction(4, 5))
        self.assertEqual(revenue("OK", t, Fraction)["nrr"]["value"], Fraction(9, 10))

    def test_currency(self):
        """A customer of 10.01 dollars a month; 0.9 at the opening, 0.8 at the close; a year's amount is rounded once, half-even."""
        rates = Rates(Path("/nonexistent"), "EUR")
        rates.table = {("2023-12", "USD"): Fraction("0.9"), ("2024-01", "USD"): Fraction("0.8")}
        t = tallies(book(Term("a", D("2023-05-01"), None, 1001 * 12, "USD", "a", "A"), rates=rates), span("2024-01"))["all", ""]
        self.assertEqual((t.x_all, t.y_kept, t.z), (10811, 10811, 9610))  # 10810.8 and 9609.6
        found = movements("OK", t)
        self.assertEqual(found["mrr_fx"]["value"], Fraction(-1201, 1200))
        self.assertEqual(found["mrr_contraction"]["value"], 0)

    def test_without_a_rate(self):
        """By hand: 100 dollars and 50 euros; .60 in February, none for March, .80 in April."""
        rates = Rates(Path("/nonexistent"), "EUR")
        rates.table = {("2024-01", "USD"): Fraction("0.5"), ("2024-02", "USD"): Fraction("0.6"), ("2024-04", "USD"): Fraction("0.8")}
        made = book(term("a", "2024-01-01", None, 100, "USD"), term("b", "2024-01-01", None, 50), rates=rates)
        march, april = (tallies(made, span(key))["all", ""] for key in ("2024-03", "2024-04"))
        self.assertEqual((money(march.x_all), march.lacks), (110, {"CLOSE"}))
        self.assertEqual((money(april.z), april.lacks), (130, {"OPEN", "KEPT"}))

    def test_joined_and_left(self):
        made = book(term("a", "2024-01-01", None, 1), term("b", "2024-02-03", "2024-02-20", 1), term("c", "2024-02-29", None, 1),
                    term("d", "2023-01-01", "2024-01-31", 1))
        t = tallies(made, span("2024-02"))["all", ""]
        self.assertEqual((t.S, t.kept, t.J, t.J0, t.R, t.E), (1, 1, 2, 1, 0, 2))

    def test_plan_of_the_opening(self):
        """The plan is that of the largest subscription at the opening; a move to another plan is not a loss."""
        made = book(term("a", "2023-01-01", "2024-01-10", 5, plan="A"), term("a", "2024-01-10", None, 9, plan="B"),
                    term("b", "2023-01-01", None, 3, plan="A", sub="1"), term("b", "2023-01-01", None, 4, plan="B", sub="2"))
        found = tallies(made, span("2024-01"))
        self.assertEqual((found["plan", "A"].S, found["plan", "A"].kept, found["plan", "A"].E), (1, 1, 0))
        self.assertEqual((found["plan", "B"].S, found["plan", "B"].kept, found["plan", "B"].E), (1, 1, 2))


class Statistics(unittest.TestCase):
    """The statistics of issue 3 against published vectors and small cases by hand."""

    def near(self, found, wanted, places=9):
        for a, b in zip(found, wanted):
            self.assertAlmostEqual(float(a), b, places=places)

    def test_curve(self):
        """vectors/published_km.csv, aml_Maintained: 9, 13, 13+, 18, 23, 28+, 31, 34, 45+, 48, 161+."""
        times = [(9, 1), (13, 1), (13, 0), (18, 1), (23, 1), (28, 0), (31, 1), (34, 1), (45, 0), (48, 1), (161, 0)]
        curve = Curve([(0, t, bool(event)) for t, event in times])
        self.near([curve.at(t)[0] for t in (8, 9, 13, 18, 23)], (1, 0.9090909091, 0.8181818182, 0.7159090909, 0.6136363636))
        self.near([(s[3] ** 2 * s[4]) ** 0.5 for s in curve.steps[:4]], (0.0866784172, 0.1162912998, 0.1396649706, 0.1526323310))
        self.assertEqual(curve.median()[0], 31)

    def test_several_answers(self):
        """By hand: c1 5, 5, 1, c2 5, c3 1, 1, c4 5 of csat; all alike; and two of unlike weight."""
        rows = [("c1", 1, 1), ("c1", 1, 1), ("c1", 1, 0), ("c2", 1, 1), ("c3", 1, 0), ("c3", 1, 0), ("c4", 1, 1)]
        n = effective(rows)
        self.near((n, *wilson(Fraction(4, 7), n)), (5.1279070, 0.2155332, 0.8661402), 7)
        n = effective([("a", 1, 1)] * 3 + [("b", 1, 1)])
        self.near((n, wilson(Fraction(1), n)[0]), (1.6, 0.2940388), 7)
        self.near(grouped_mean([("a", 3, 5), ("b", 1, 2)]), (-10.0444803, 18.5444803), 7)

    def test_late_entry(self):
        """By hand: one enters at 5 and leaves at 6, one seen from 0 leaves at 2, one seen from 0 to 10: S(2) = 1/2, S(6) = 1/4;
        the mean to 8 is 2 + 4/2 + 2/4."""
        curve = Curve([(5, 6, True), (0, 2, True), (0, 10, False)])
        self.near([curve.at(2)[0], curve.at(6)[0], curve.mean(8.0)[0]], (0.5, 0.25, 4.5))
        self.assertEqual(Curve([(0, 2, True), (0, 10, False)]).median()[0], 6)  # flat on one half to the last time

    def test_odds(self):  # vectors/linkage_odds.csv
        found = odds("OK", (44, 200), (25, 500))
        self.near((found["value"], found["lo"], found["hi"]), (5.3589743590, 3.1760295505, 9.0422981662))
        found = odds("OK", (0, 20), (5, 20))
        self.near((found["value"], found["lo"], found["hi"]), (0.0687361419, 0.0035289522, 1.3388272131))

    def test_falling(self):
        """vectors/mk_exact_table.csv; with ties by hand: of the three orders of 1, 1, 2 one falls throughout."""
        self.assertEqual(falling([3, 2, 1]), Fraction(1, 6))
        self.assertEqual(falling([4, 3, 1, 2]), Fraction(4, 24))
        self.assertEqual(falling([2, 1, 3, 4]), Fraction(23, 24))
        self.assertEqual(falling([2, 1, 1]), Fraction(1, 3))
        self.assertEqual(falling([5, 5, 5, 5]), 1)

    def test_spearman(self):
        self.near([spearman([(1, 1), (2, 3), (3, 2), (4, 4)]), spearman([(1, 2), (1, 2), (2, 1)])], (0.8, -1.0))

    def test_shifted_beta_geometric(self):
        """vectors/sbg_fits.csv: of 1,000 high-end customers 869, 743, 653, 593, 551, 517, 491 are left after 1 to 7 years."""
        left = [1000, 869, 743, 653, 593, 551, 517, 491]
        lives = [(0, n, True) for n in range(1, 8) for _ in range(left[n - 1] - left[n])] + [(0, 7, False)] * 491
        self.near(fit(lives), (0.66808831, 3.80609467), 3)
        residual = lambda a, b, n, d: (b + n - 1) / (a + b + n - 1) * hypergeometric(1, b + n, a + b + n, 1 / (1 + d))
        self.near([residual(0.668, 3.806, n, 0.1) for n in (1, 5)], (5.4148560484, 6.8970573977))

    def test_step(self):
        self.assertEqual(step(D("2024-06-30"), 9), D("2025-03-30"))  # who pays on the 30th does so in a month of 31 days too
        self.assertEqual(step(D("2024-01-31"), 1), D("2024-02-29"))
        self.assertEqual(tenure_months(D("2024-01-31"), D("2024-02-29")), 1)
        self.assertEqual(tenure_months(D("2024-01-15"), D("2024-08-14")), 6)

    def test_due_days(self):
        made = term("a", "2024-06-30", "2025-03-30", 1)
        self.assertEqual(due_days(made, D("2025-01-31"), D("2025-03-31")), [D("2025-02-28"), D("2025-03-30")])


class OrderBook(unittest.TestCase):
    def test_window(self):
        """k = 3. a: 30 in January, 60 in May. b: 50 in March, 50 refunded in April. c: 12 a month."""
        orders = [Order("a", D("2024-01-31"), 3000), Order("a", D("2024-05-02"), 6000), Order("b", D("2024-03-05"), 5000),
                  Order("b", D("2024-04-01"), -5000)]
        orders += [Order("c", date(2024, m, 15), 1200) for m in range(1, 7)]
        made = Orders(orders, {}, 3, ())
        get = lambda key: tallies(made, span(key))["all", ""]
        t = get("2024-04")  # opening 31 March: a (30), b (50), c (36); at the close only c
        self.assertEqual((t.S, t.kept, t.J, t.R, t.L, t.E), (3, 1, 0, 0, 2, 1))
        self.assertEqual((money(t.x_all), money(t.z)), (Fraction(116, 3), 12))
        t = get("2024-05")  # a returns with 60
        self.assertEqual((t.S, t.kept, t.J, t.R, t.E), (1, 1, 0, 1, 2))
        self.assertEqual(movements("OK", t)["mrr_reactivation"]["value"], 20)
        t = get("2024-Q1")
        self.assertEqual((t.S, t.J, t.J0, t.E), (0, 3, 0, 3))

    def test_first_day(self):
        """By hand: 50 and its refund on 5 January start nobody, 40 on 10 February does; refunded a day later it is new and gone in January."""
        rows = [Order("a", D("2024-01-05"), 5000), Order("a", D("2024-01-05"), -5000, True), Order("a", D("2024-02-10"), 4000)]
        self.assertEqual(Orders(rows, {}, 3, ()).first, {"a": D("2024-02-10")})
        rows[1] = Order("a", D("2024-01-06"), -5000, True)
        made = Orders(rows, {}, 3, ())
        t = tallies(made, span("2024-01"))["all", ""]
        self.assertEqual((made.first["a"], t.J, t.J0, t.E), (D("2024-01-05"), 1, 1, 0))


CUSTOMERS = """customer_id,channel
c1,web
c2,web
c3,shop
"""
SUBSCRIPTIONS = """subscription_id,customer_id,start_date,end_date,amount,currency,interval,plan,trial
s1,c1,2023-01-01,,100.00,EUR,month,A,no
s2,c2,2024-01-15,2024-04-01,1200.00,EUR,year,A,no
s3,c3,2024-02-10,,50.00,EUR,month,B,no
s4,c4,2024-03-01,,10.00,EUR,month,B,yes
"""
SURVEYS = """response_id,customer_id,date,survey,score,scale,touchpoint
1,c1,2024-02-03,nps,3,0-10,
2,c1,2024-02-03,nps,9,0-10,
3,c2,2024-02-05,nps,n/a,0-10,
4,c2,2024-02-05,nps,11,0-10,
5,c3,2024-02-11,nps,6,1-10,
6,c3,2024-02-12,nps,10,0-10,help
7,c1,2024-03-01,csat,4,1-5,help
"""
SPEND = """month,amount,channel,purpose
2024-01,300.00,web,acquisition
2024-02,100.00,,acquisition
2024-02,100.00,shop,acquisition
2024-02,50.00,,service
"""


class Small(unittest.TestCase):
    """A client of three customers; history from January 2024, as_of 2024-04-30."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as name:
            for file, text in (("customers", CUSTOMERS), ("subscriptions", SUBSCRIPTIONS), ("surveys", SURVEYS), ("spend", SPEND)):
                (Path(name) / f"{file}.csv").write_text(text, encoding="utf-8")
            conf = {"folder": "", "currency": "EUR", "as_of": D("2024-04-30"), "history_start": D("2024-01-01"), "min_n": 1,
                    "clv_cap": 60, "gross_margin": Fraction(1, 2), "slices": ("channel", "plan"), "reversed": (), "csat_all": False,
                    "earned": ()}
            cls.report = Client("small", conf, name).report()
        cls.at = staticmethod(lambda period, metric: cls.report["periods"][period][metric])

    def test_customers(self):
        self.assertEqual(self.at("2024-01", "customers_opening")["value"], 1)
        self.assertEqual(self.at("2024-04", "churn_rate")["value"], Fraction(1, 3))
        self.assertEqual(self.at("2024-04", "customers_closing")["value"], 2)
        self.assertEqual(self.at("2024-03", "customers_new")["value"], 0)  # a trial is no customer
        self.assertEqual(self.at("2024-03", "mrr_closing")["value"], 250)

    def test_satisfaction(self):
        found = self.at("2024-02", "nps")  # the greater response_id of the day; 11 and n/a are no scores; a touchpoint is apart
        self.assertEqual((found["value"], found["n"], found["num"]), (0, 2, 0))
        self.assertEqual(found["slices"]["channel"]["shop"]["value"], -100)
        self.assertEqual(found["slices"]["plan"]["B"]["value"], -100)
        self.assertEqual(self.at("2024-01", "nps")["state"], "UNDEFINED")
        self.assertEqual(self.at("2024-03", "nps")["state"], "UNDEFINED")  # csat answers cover March: the export is not late
        self.assertEqual(self.at("2024-03", "csat")["value"], 1)

    def test_acquisition(self):
        self.assertEqual(self.at("2024-02", "cac")["value"], 200)
        self.assertEqual(self.at("2024-02", "cac")["slices"]["channel"]["shop"]["value"], 100)
        self.assertEqual(self.at("2024-02", "cac")["slices"]["channel"]["web"], {"state": "UNDEFINED", "num": 0, "den": 0})
        self.assertEqual(self.at("2024-03", "cac")["state"], "MISSING")
        self.assertEqual(self.at("2024-Q1", "cac")["state"], "MISSING")
        self.assertEqual(self.at("2024-01", "spend_share_acquisition")["state"], "MISSING")
        self.assertEqual(self.at("2024-02", "spend_share_acquisition")["value"], Fraction(4, 5))

    def test_value(self):
        self.assertEqual(self.at("2024-02", "clv")["state"], "MISSING")
        self.assertEqual(self.at("2024-03", "clv")["value"], Fraction(250, 3) / 2 * 60)  # no leaver in S = 1 + 2 + 3: the cap
        found = self.at("2024-04", "clv")  # 1 of 9
        self.assertEqual((found["value"], found["n"]), (Fraction(150, 2) / 2 * 9, 9))
        self.assertEqual(self.at("2024", "retention_rate")["state"], "PARTIAL")

    def test_comparison(self):
        theirs = plain(copy.deepcopy(self.report))
        for metrics in theirs["periods"].values():
            for name, entry in metrics.items():
                for each in [entry] + [e for d in entry.get("slices", {}).values() for e in d.values()]:
                    each.update(unit=unit_of(name, "EUR"), rule="r", **({"needs": "x"} if each["state"] == "MISSING" else {}))
        self.assertEqual(Comparison(self.report, theirs).run().differences, [])
        theirs["periods"]["2024-04"]["churn_rate"]["value"] += 1e-7
        theirs["periods"]["2024-02"]["nps"]["slices"]["plan"].pop("B")
        theirs["periods"]["2024-03"]["cac"]["state"] = "OK"
        self.assertEqual(len(Comparison(self.report, theirs).run().differences), 3)


class Suppression(unittest.TestCase):
    def hidden(self, counts, min_n=5):
        return sorted(withheld(counts, min_n))

    def test_rules(self):
        self.assertEqual(self.hidden({"a": 9, "b": 5, "c": 0}), [])
        self.assertEqual(self.hidden({"a": 4, "b": 9, "c": 9, "d": 0}), ["a", "b"])  # two at least; a tie goes by bytes
        self.assertEqual(self.hidden({"a": 1, "b": 1, "c": 9, "d": 20}), ["a", "b", "c"])  # together min_n
        self.assertEqual(self.hidden({"a": 3, "b": 4, "c": 9}), ["a", "b"])
        self.assertEqual(self.hidden({"a": 2}), ["a"])

    def test_through_time(self):
        """By hand: A is small in September, then in October, B in November. Q4 tells sums of three unknown months; the year less Q4,
        July and August would be September."""
        spans = periods(D("2026-01-01"), D("2026-12-31"))
        client = SimpleNamespace(spans=spans, conf={"min_n": 5}, finished=[s for s in spans if s.kind == "month"])
        months = {7: (6, 6, 10), 8: (6, 6, 10), 9: (3, 6, 10), 10: (2, 7, 10), 11: (6, 2, 10), 12: (6, 6, 10)}
        counts = {}
        for span in spans:
            rows = [n for month, n in months.items() if span.first <= date(2026, month, 1) <= span.close]
            counts[span.key] = {value: sum(row[i] for row in rows) for i, value in enumerate("ABC")}
        found = Flow(client, counts).run()
        hidden = {key: sorted(out) for key, out in found.items() if out}
        self.assertEqual(hidden, {key: ["A", "B"] for key in ("2026-09", "2026-10", "2026-11", "2026-12", "2026-Q3", "2026", "2026-12-ttm")})

    def test_first_months(self):
        """By hand: 10, 30 and 2 began: the third month withholds itself and the first."""
        began = {D("2026-01-31"): 10, D("2026-02-28"): 30, D("2026-03-31"): 2}
        self.assertEqual(withheld_months(began, D("2026-02-28"), 5), set())
        self.assertEqual(withheld_months(began, D("2026-04-30"), 5), {D("2026-01-31"), D("2026-03-31")})


if __name__ == "__main__":
    unittest.main()

"""Curves, tests and fits of real data against what R's survival package and the published papers give: ../shared/vectors. Numbers to 1e-9, the
surface of the purchase model is flat: there the log-likelihood to 1e-3 and four digits of the parameters."""
import csv, os
from math import sqrt

import harness

VECTORS = os.path.join(harness.TOP, "../shared/vectors")
Z = 1.959963984540054


def vector(name):
    with open(os.path.join(VECTORS, name), encoding="utf-8") as f:
        return list(csv.DictReader(f))


def data(folder, client, name):
    with open(os.path.join(folder, "site", client, "data", name), encoding="utf-8") as f:
        return list(csv.DictReader(f))


def number(text):
    return None if text in ("", "NA") else float(text)


def same(got, want, within=1e-9):
    return got == want if got is None or want is None else abs(got - want) <= within


def where(group, dimension="Contract"):
    return ("", "") if group == "ALL" else (dimension, group)


def curves(folder):
    ours = {((r["dimension"], r["slice"]), float(r["t"])): r for r in data(folder, "telco", "survival.csv")}
    wrong = []
    rows = vector("telco_km_full.csv")
    for v in rows:
        r = ours.get((where(v["group"]), float(v["t"])))
        counts = r and [int(r[k]) for k in ("at_risk", "events", "censored")] == [int(v[k]) for k in ("n_risk", "n_event", "n_censor")]
        numbers = r and all(same(number(r[a]), number(v[b])) for a, b in (("survival", "surv"), ("lo", "loglog_lo"), ("hi", "loglog_hi")))
        if not (counts and numbers):
            wrong.append(f"  {v['group']} {v['t']}: {r}")
    harness.say(not wrong, f"telco: survival.csv is telco_km_full.csv in all {len(rows)} steps", "\n".join(wrong[:5]))


def figures(metrics):
    wrong = []
    for v in vector("telco_km_full.csv"):
        if v["t"] not in ("6", "12", "24", "36", "48", "60", "72"):
            continue
        entry = harness.figure(metrics, "2026-10", f"survival_{v['t']}", *([] if v["group"] == "ALL" else where(v["group"]))) or {}
        if not all(same(entry.get(a), number(v[b])) for a, b in (("value", "surv"), ("lo", "loglog_lo"), ("hi", "loglog_hi"))):
            wrong.append(f"  {v['group']} {v['t']}: {entry}")
    for v in vector("telco_km_median_rmst.csv"):
        slice = [] if v["group"] == "ALL" else where(v["group"])
        median = harness.figure(metrics, "2026-10", "survival_median", *slice) or {}
        mean = harness.figure(metrics, "2026-10", "survival_mean", *slice) or {}
        rmst, se = float(v["rmst72"]), float(v["rmst72_se"])
        if not same(median.get("value"), number(v["median"])) or (median.get("state") != "UNDEFINED") != (v["median"] != "NA"):
            wrong.append(f"  {v['group']} median: {median}")
        if v["median"] != "NA" and not (same(median.get("lo"), number(v["med_lo_loglog"])) and same(median.get("hi"), number(v["med_hi_loglog"]))):
            wrong.append(f"  {v['group']} limits of the median: {median}")
        if not (same(mean.get("value"), rmst) and same(mean.get("lo"), rmst - Z * se) and same(mean.get("hi"), rmst + Z * se) and mean.get("n") == int(v["n"])):
            wrong.append(f"  {v['group']} mean: {mean}")
    harness.say(not wrong, "telco: survival at 6 to 72 months, medians and means with their limits, overall and by Contract", "\n".join(wrong[:5]))


def tests(folder):
    ours = {r["dimension"]: r for r in data(folder, "telco", "survival_tests.csv")}
    for dimension in ("Contract", "PaymentMethod"):
        v = next(v for v in vector("telco_logrank.csv") if v["test"] == "logrank_" + dimension)
        r = ours.get(dimension, {})
        p = r.get("p") == "< 1e-300" if float(v["log10_p"]) < -300 else same(float(r.get("p", "nan")) / float(v["p"]), 1, 1e-8)
        good = p and same(number(r["chi2"]), float(v["chisq"]), 1e-8) and r["df"] == v["df"] and same(number(r["log10_p"]), float(v["log10_p"]), 1e-6)
        harness.say(good, f"telco: log-rank by {dimension}: {v['chisq']}, p {r.get('p')}", f"  {r}")


def wilson(some, n):
    p, scale = some / n, 1 + Z * Z / n
    middle, half = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return (middle - half) / scale, (middle + half) / scale


def t_point(freedom):
    """The 97.5 % point of Student's t of a thousand degrees and more: its series about the normal one, good to 1e-8 there."""
    return Z + (Z**3 + Z) / (4 * freedom) + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * freedom**2)


def churned(metrics):
    """Who began in the month (tenure 0) is not at risk in it: the counts are published with them, the site's without."""
    wrong = []
    for v in vector("telco_churn_counts.csv"):
        n, lost, new = (int(v[k]) for k in ("n", "churned", "tenure0"))
        entry = harness.figure(metrics, "2026-10", "churn_rate", *([] if v["group"] == "ALL" else where(v["group"]))) or {}
        published = all(same(a, float(v[b])) for a, b in zip(wilson(lost, n), ("wilson_lo", "wilson_hi")))
        lo, hi = wilson(lost, n - new)
        limits = same(entry.get("lo"), lo) and same(entry.get("hi"), hi)
        if not (published and limits and (entry.get("num"), entry.get("den")) == (lost, n - new)):
            wrong.append(f"  {v['group']}: {entry}")
    harness.say(not wrong, "telco: leavers, customers at risk and Wilson limits, overall and by Contract, as telco_churn_counts.csv", "\n".join(wrong))


def money(metrics):
    view = next(v for v in vector("telco_mrr_view.csv") if v["group"] == "ALL")
    of = {k: (harness.figure(metrics, "2026-10", k) or {}).get("value", 0) for k in ("mrr_opening", "mrr_new", "mrr_churned", "customers_opening", "customers_new")}
    start, customers = of["mrr_opening"] + of["mrr_new"], of["customers_opening"] + of["customers_new"]
    good = same(start, float(view["start_mrr"]), 1e-6) and same(of["mrr_churned"], float(view["churned_mrr"]), 1e-6) \
        and same(of["mrr_churned"] / start, float(view["gross_mrr_churn"])) and same(start / customers, float(view["arpa"]), 1e-8)
    harness.say(good, "telco: money at the start, churned, its share and the mean charge as telco_mrr_view.csv", f"  {of}")


def charges(metrics):
    """Of the mean charge of who stayed, by what they are published as: sum, mean, and t limits from the standard deviation."""
    rows, wrong = {v["slice"]: v for v in vector("telco_charges.csv")}, []
    for group in ("ALL", "Month-to-month", "One year", "Two year"):
        v = rows["Churn=No" if group == "ALL" else f"Contract={group}|Churn=No"]
        n, mean = int(v["n"]), float(v["mean"])
        half = t_point(n - 1) * float(v["sd"]) / sqrt(n)
        entry = harness.figure(metrics, "2026-10", "arpa", *([] if group == "ALL" else where(group))) or {}
        exact = same(entry.get("num"), float(v["sum"]), 1e-6) and entry.get("den") == n
        if not (exact and all(same(entry.get(k), x, 1e-7) for k, x in (("value", mean), ("lo", mean - half), ("hi", mean + half)))):
            wrong.append(f"  {group}: {entry}")
    lost = (harness.figure(metrics, "2026-10", "mrr_churned") or {}).get("value")
    good = not wrong and same(lost, float(rows["Churn=Yes"]["sum"]), 1e-6)
    harness.say(good, "telco: sums and means of charges, overall and by Contract, as telco_charges.csv", "\n".join(wrong))


def telco(folder, metrics):
    churned(metrics)
    money(metrics)
    charges(metrics)
    curves(folder)
    figures(metrics)
    tests(folder)


def fits(folder):
    rows = {(r["model"], r["parameter"]): r for r in data(folder, "cdnow", "models.csv")}
    wanted = {"bgnbd": {"r": .2426, "alpha": 4.4136, "a": .7929, "b": 2.4259}, "gamma_gamma": {"p": 6.2496, "q": 3.7442, "gamma": 15.4435}}
    loglik = {"bgnbd": -9582.4292, "gamma_gamma": -4055.9177}
    for model, parameters in wanted.items():
        got = {k: rows[model, k] for k in list(parameters) + ["loglik"]}
        good = all(same(float(got[k]["value"]), v, 1.5e-4) and got[k]["state"] == "OK" for k, v in parameters.items())
        good = good and same(float(got["loglik"]["value"]), loglik[model], 1e-3)
        harness.say(good, f"cdnow: {model} as published, log-likelihood {loglik[model]}", f"  {got}")
    rfm = vector("cdnow_rfm.csv")
    sums = {"customers": len(rfm), "repeat_days": sum(int(v["x"]) for v in rfm), "recency_weeks": sum(float(v["t_x"]) for v in rfm),
            "observed_weeks": sum(float(v["T"]) for v in rfm), "repeat_spend": sum(int(v["x"]) * float(v["zbar"]) for v in rfm)}
    wrong = [f"  {k}: {rows['buyers', k]['value']}, not {v}" for k, v in sums.items() if not same(float(rows["buyers", k]["value"]), v, 1e-6 * v)]
    harness.say(not wrong, "cdnow: customers, repeat days, recency, time and spend add up to cdnow_rfm.csv", "\n".join(wrong))


def cohorts(folder, metrics):
    ours = {(r["first_month"], int(r["age"])): r for r in data(folder, "cdnow-all", "cohort.csv")}
    wrong = []
    rows = [v for v in vector("cohort_cdnow.csv") if (v["cohort"], int(v["k"])) in ours or int(v["active"])]
    for v in rows:
        r, start = ours.get((v["cohort"], int(v["k"]))), ours.get((v["cohort"], 0))
        withheld = r and r["state"] == "SUPPRESSED" and int(v["size"]) < 5
        if not withheld and not (r and (r["customers"], r["revenue"], start["customers"]) == (v["active"], v["revenue"], v["size"])):
            wrong.append(f"  {v['cohort']} {v['k']}: {r}")
    harness.say(len(rows) > 30 and not wrong, f"cdnow-all: cohort.csv is cohort_cdnow.csv in all {len(rows)} cells", "\n".join(wrong[:5]))
    for v in vector("cohort_cdnow_avg.csv"):
        if v["k"] in ("1", "3", "6", "12"):
            entry = harness.figure(metrics, "1998-06", f"cohort_{v['k']}") or {}
            good = same(entry.get("value"), float(v["weighted"])) and entry.get("num") == float(v["active"]) and entry.get("den") == float(v["size"])
            harness.say(good, f"cdnow-all: cohort_{v['k']} {v['weighted']}", f"  {entry}")


def check(client, folder, metrics):
    if not os.path.isdir(VECTORS):
        print(f"ok - {client}: curves and fits skipped, ../shared/vectors is not there")
    elif client == "telco":
        telco(folder, metrics)
    elif client == "cdnow":
        fits(folder)
    elif client == "cdnow-all":
        cohorts(folder, metrics)

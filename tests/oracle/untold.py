"""Amounts that lack their rate (metrics.md, §3, and NOTES.md): which figures of which slices are MISSING for it.

OPEN: the opening; KEPT, NEW, BACK: the closing of those at the opening's rate; CLOSE: the close; FIRST: the first day."""
from figures import ALL, missing

NAMES = {
    ("OPEN",): "mrr_opening mrr_churned",
    ("NEW",): "mrr_new mrr_new_earned mrr_new_bought mrr_new_unknown",
    ("BACK",): "mrr_reactivation",
    ("OPEN", "KEPT"): "mrr_expansion mrr_contraction lost_revenue_year grr gross_revenue_churn nrr dollar_retention revenue_churn",
    ("OPEN", "KEPT", "NEW"): "quick_ratio",
    ("KEPT", "NEW", "BACK", "CLOSE"): "mrr_fx",
    ("KEPT", "NEW"): "loyalty_premium loyalty_premium_year_1 loyalty_premium_year_2 loyalty_premium_year_3 loyalty_premium_later",
    ("CLOSE",): """mrr_closing arpa clv clv_cac clv_discounted clv_residual value_of_point concentration_1 concentration_10 mrr_at_risk
        mrr_at_risk_share turned_down_mrr nps_by_revenue expected_kept_mrr projected_mrr""",
    ("FIRST",): "payback_months payback_revenue payback_survival",
}
NEEDS = {name: set(flags) for flags, names in NAMES.items() for name in names.split()}


def withdraw(client, span, out):
    """Makes what lacks a rate MISSING, in "all" and in each slice by itself."""
    for name, flags in NEEDS.items():
        entry = out[name]
        for dim, slices in entry.get("slices", {}).items():
            for value in slices:
                if flags & client.pair(span, (dim, value)).lacks:
                    slices[value] = missing()
        if flags & client.pair(span, ALL).lacks:
            out[name] = {**missing(), **({"slices": entry["slices"]} if "slices" in entry else {})}

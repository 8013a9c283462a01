"""The metric ids the oracle knows, with the unit each must be printed in; and the ids it does not judge, with the reason."""
from fractions import Fraction

UNITS = {
    "ratio": """spend_share_acquisition needed_retention ces_easy ces_index cohort_1 cohort_3 cohort_6 cohort_12 csat consistency driver
        churn_promoters churn_passives churn_detractors churn_silent satisfied_but_left satisfied_left_share nps_promoter_share
        nps_passive_share nps_detractor_share discount_new discount_existing discount_rate discount_gap discounted_share loyalty_premium
        loyalty_premium_year_1 loyalty_premium_year_2 loyalty_premium_year_3 loyalty_premium_later response_consistency
        new_product_uptake expected_kept_share expected_kept_error projection_error referral_share earned_growth earned_growth_ratio
        promoters_referred response_rate survey_coverage comment_rate retention_rate churn_rate net_customer_loss churn_annualised
        churn_payment churn_chosen renewal_rate winback_rate early_churn repeat_rate dollar_retention nrr grr revenue_churn
        gross_revenue_churn concentration_1 concentration_10 mrr_at_risk_share survival_6 survival_12 survival_24 survival_36 survival_48
        survival_60 survival_72 retention_leverage first_response_sla reopen_rate scope reactive leaving_6_8 blame profitability
        recovery_contacted recovery_better recovery_better_silent recovery_stayed recovery_stayed_silent recovery_referred
        recovery_referred_silent csat_late_gap""",
    "points": "nps nps_by_revenue nps_touchpoint",
    "score": "ces csat_mean churn_trend",
    "months": """payback_months payback_revenue payback_survival payback_measured ceiling_half_life survival_median survival_mean lifetime
        leaving_month""",
    "days": "first_response_median solved_median",
    "times": "clv_cac acquisition_multiple churn_odds churn_odds_passives purchase_frequency quick_ratio contacts_per_customer",
    "count": """needed_new nps_promoters nps_passives nps_detractors expected_kept projected_customers customers_opening customers_new
        customers_new_lost customers_returned customers_lost customers_closing renewals_due growth_ceiling alive orders_expected backlog
        clients_below_floor turned_down proven_fall list_welcome list_dates list_recover list_review list_refer""",
    "money": """spend_acquisition spend_no_channel cac cac_media spend_keeping lost_revenue_year replacement_cost unrecovered_cost cost_to_keep
        cost_to_keep_retention needed_mrr expected_kept_mrr projected_mrr cac_referral mrr_new_earned mrr_new_bought mrr_new_unknown
        renewals_due_mrr order_average mrr_opening mrr_new mrr_reactivation mrr_expansion mrr_contraction mrr_churned mrr_fx mrr_closing
        mrr_at_risk arpa clv clv_discounted clv_residual value_of_point clv_orders turned_down_mrr""",
}
UNIT = {name: unit for unit, names in UNITS.items() for name in names.split()}
NOT_JUDGED = {}                       # id: why
FITTED = ("alive", "orders_expected", "clv_orders", "projected_customers", "projected_mrr", "projection_error", "clv_residual")
LOOSE = {name: Fraction(1, 10**4) for name in FITTED}  # id: relative tolerance
OVER_ONE = ("projection_error",)      # a fitted quotient less 1, told apart by the quotient
NO_LIMITS = ("projected_customers", "projected_mrr")  # by bootstrap


def unit_of(name, currency):
    return currency if UNIT[name] == "money" else UNIT[name]

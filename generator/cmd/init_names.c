/* cmd/init_names: names of columns and files that may mean a field or a record, but need not: reading never takes them by themselves. Names as text_fold
 * gives them, parted by blanks, the better ones first. */
#include "cmd/init.h"

#include <string.h>

#define CREATED "created created_at created_on created_date date_created create_date"
#define MONTHLY "mrr mrr_amount monthly_amount monthly_fee monthlyfee monthly_charge monthly_charges monthlycharges monthlycharge monthly_price monthly_revenue"
#define YEARLY "arr arr_amount annual_amount yearly_amount annual_fee annual_price annual_contract_value acv"

static const struct {
	enum record record; /* RECORD_COUNT: any */
	enum field field;
	const char *names;
} NAMES[] = {
	{RECORD_COUNT, FIELD_CUSTOMER_ID,
	 "user_id userid user member_id memberid buyer_id buyer shopper_id subscriber_id subscriberid company_id organisation_id organization_id contact_id "
	 "account household_key uid customer_email email email_address account_name company_name company customer_name client_name"},
	{RECORD_CUSTOMERS, FIELD_NAME, "full_name organisation organization"},
	{RECORD_CUSTOMERS, FIELD_SIGNUP_DATE, "start_date started_at first_order_date first_purchase_date registered first_seen customer_start activation_date " CREATED},
	{RECORD_CUSTOMERS, FIELD_CANCEL_DATE, "end_date ended_at termination_date"},
	{RECORD_CUSTOMERS, FIELD_TENURE_MONTHS, "tenure months_on_book tenure_month"},
	{RECORD_CUSTOMERS, FIELD_CHURNED, "churn churn_flag churned_flag churn_label churn_value attrition attrition_flag exited"},
	{RECORD_CUSTOMERS, FIELD_AMOUNT, MONTHLY " " YEARLY},
	{RECORD_CUSTOMERS, FIELD_CHANNEL, "referral_source original_source source utm_source marketing_source marketing_channel"},
	{RECORD_CUSTOMERS, FIELD_REGION, "country state territory market"},
	{RECORD_CUSTOMERS, FIELD_SEGMENT, "industry vertical customer_type account_type"},
	{RECORD_CUSTOMERS, FIELD_PLAN, "package plan_type"},
	{RECORD_SUBSCRIPTIONS, FIELD_SUBSCRIPTION_ID, "id subscription_no contract contract_no"},
	{RECORD_SUBSCRIPTIONS, FIELD_START_DATE, "activated_at activation_date begin_date valid_from " CREATED},
	{RECORD_SUBSCRIPTIONS, FIELD_FINISH_DATE, "cancelled_at canceled_at cancel_date churn_date churned_at terminated_at termination_date valid_to expired_at"},
	{RECORD_SUBSCRIPTIONS, FIELD_AMOUNT, MONTHLY " " YEARLY " fee plan_amount"},
	{RECORD_SUBSCRIPTIONS, FIELD_TERM, "billing_frequency billing_cycle term_length"},
	{RECORD_ORDERS, FIELD_DATE,
	 "transaction_date invoice_date invoicedate sale_date sold_at order_purchase_timestamp purchase_timestamp paid_at timestamp datetime day " CREATED},
	{RECORD_ORDERS, FIELD_AMOUNT,
	 "order_total order_value order_amount total_amount total total_price grand_total payment_value dollar_value revenue sales value price"},
	{RECORD_ORDERS, FIELD_INVOICE_ID, "transaction_id id"},
	{RECORD_INVOICES, FIELD_DATE, "billed_at billing_date paid_at " CREATED},
	{RECORD_INVOICES, FIELD_AMOUNT, "invoice_total invoice_amount amount_due amount_paid total_amount total"},
	{RECORD_INVOICES, FIELD_INVOICE_ID, "id"},
	{RECORD_SURVEYS, FIELD_DATE, "completed_at date_submitted survey_date timestamp " CREATED},
	{RECORD_SURVEYS, FIELD_NPS, "nps_score nps_rating likelihood_to_recommend how_likely_are_you_to_recommend*"},
	{RECORD_SURVEYS, FIELD_CSAT, "csat_score csat_rating satisfaction_score satisfaction_rating overall_satisfaction satisfaction"},
	{RECORD_SURVEYS, FIELD_CES, "ces_score effort_score customer_effort_score customer_effort"},
	{RECORD_SURVEYS, FIELD_COMMENT, "feedback_text comment_text reason"},
	{RECORD_INVITATIONS, FIELD_DATE, "sent sent_date " CREATED},
	{RECORD_SPEND, FIELD_DATE, "date_start reporting_starts week"},
	{RECORD_SPEND, FIELD_MONTH, "period"},
	{RECORD_SPEND, FIELD_AMOUNT, "ad_spend media_spend marketing_spend total_spent total_spend total_cost"},
	{RECORD_SPEND, FIELD_CHANNEL, "platform network source medium"},
	{RECORD_CONTACTS, FIELD_OPENED_AT, "submitted_at opened_date open_date ticket_created date " CREATED},
	{RECORD_CONTACTS, FIELD_SOLVED_AT, "closed_at closed closed_on resolved resolution_date close_date date_closed solved"},
	{RECORD_CONTACTS, FIELD_FIRST_RESPONSE_AT, "first_response first_reply"},
	{RECORD_WORK, FIELD_DATE, "day worked date_worked spent_at entry_date"},
	{RECORD_WORK, FIELD_HOURS, "duration_hours billable_hours time_spent"},
	{RECORD_RATES, FIELD_MONTH, "date period"},
	{RECORD_RATES, FIELD_RATE, "fx_rate"},
};

const char *init_names(enum record r, enum field f) {
	for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++)
		if (NAMES[i].field == f && NAMES[i].record == r)
			return NAMES[i].names;
	return f == FIELD_CUSTOMER_ID ? NAMES[0].names : NULL;
}

const char *init_interval(const char *folded) {
	return format_is_name(MONTHLY, folded) ? "month" : format_is_name(YEARLY, folded) ? "year" : NULL;
}

static const struct {
	const char *files; /* parts of names of files */
	const char *adds;
} RECORDS[RECORD_COUNT] = {
	[RECORD_CUSTOMERS] = {"customer account client compan member", "names, slices by plan, channel, region and segment, reasons for leaving, referrals"},
	[RECORD_SUBSCRIPTIONS] = {"subscription contract", "who is a customer when: retention, churn, recurring revenue and its movements, cohorts, survival, renewals"},
	[RECORD_INVOICES] = {"invoice bill", "the same as subscriptions, from the periods that were billed, when there is no export of subscriptions"},
	[RECORD_ORDERS] = {"order transaction purchase sale", "for businesses without contracts: who buys again, revenue, cohorts, customer value"},
	[RECORD_SURVEYS] = {"survey nps csat ces response feedback", "satisfaction: NPS, CSAT and CES with their intervals, touchpoints, the link from answers to leaving"},
	[RECORD_INVITATIONS] = {"invit sent", "response rates: how many of those asked have answered, beside each survey"},
	[RECORD_SPEND] = {"spend marketing ads cost campaign", "the cost of acquisition and of keeping, customer value against it, payback"},
	[RECORD_CONTACTS] = {"ticket support contact case zendesk", "service: times to the first response and to the solution, reopened ones, contacts a customer"},
	[RECORD_WORK] = {"work hour timesheet time", "profit a customer: what the work for it cost, and work outside the agreement"},
	[RECORD_RATES] = {"rate fx exchange", "amounts in other currencies than the reporting one; needed only when there are some"},
};

bool init_file_names(enum record r, const char *file) {
	g_autofree char *base = g_path_get_basename(file), *lower = g_ascii_strdown(base, -1);
	g_auto(GStrv) parts = g_strsplit(RECORDS[r].files, " ", -1);
	for (size_t i = 0; parts[i] != NULL; i++)
		if (strstr(lower, parts[i]) != NULL)
			return true;
	return false;
}

const char *init_adds(enum record r) {
	return RECORDS[r].adds;
}

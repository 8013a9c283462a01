/* sources/canonical: the columns Holdfast itself proposes, and the names tools and people commonly give them.
 * A name stands here only when it can mean one thing: "tenure" may be days, "mrr" says nothing of the interval, so they are left to
 * the columns block of site.conf. */
#include "ingest/format.h"

#define CUSTOMER_NAMES "customerid customer client_id clientid client account_id accountid customer_number customer_no cust_id external_customer_id"
#define UPDATED {FIELD_UPDATED, NEED_NONE, "updated updated_on last_updated last_modified modified_at last_modified_date"}
#define SLICE_FIELDS \
	{FIELD_SEGMENT, NEED_NONE, "customer_segment"}, {FIELD_REGION, NEED_NONE, "sales_region"}, \
	{FIELD_PLAN, NEED_NONE, "plan_name plan_tier plan_id subscription_plan"}

static const struct format_field CUSTOMERS[] = {
	{FIELD_CUSTOMER_ID, NEED_CELL, CUSTOMER_NAMES " id"},
	{FIELD_NAME, NEED_NONE, "customer_name client_name account_name company company_name"},
	{FIELD_EMAIL, NEED_NONE, "e_mail email_address customer_email contact_email mail"},
	SLICE_FIELDS,
	{FIELD_CHANNEL, NEED_NONE, "acquisition_channel acquisition_source lead_source signup_source"},
	{FIELD_SIGNUP_DATE, NEED_NONE,
	 "signupdate sign_up_date signed_up signed_up_at signup customer_since registration_date registered_at joined joined_at join_date"},
	{FIELD_CANCEL_DATE, NEED_NONE, "cancellation_date cancelled_at canceled_at cancelled_on canceled_on churn_date churned_at churned_on"},
	{FIELD_CANCEL_REASON, NEED_NONE, "cancellation_reason churn_reason reason_for_leaving"},
	{FIELD_REASON_OWNER, NEED_NONE, NULL},
	{FIELD_REFERRED_BY, NEED_NONE, "referrer referrer_id referred_by_id"},
	{FIELD_BIRTHDAY, NEED_NONE, "birth_date birthdate date_of_birth"},
	{FIELD_TENURE_MONTHS, NEED_NONE, "tenure_in_months months_as_customer"},
	{FIELD_CHURNED, NEED_NONE, "has_churned is_churned"},
	{FIELD_AMOUNT, NEED_NONE, NULL},
	{FIELD_CURRENCY, NEED_NONE, "currency_code"},
	{FIELD_INTERVAL, NEED_NONE, "billing_interval billing_period"},
	UPDATED,
};

static const struct format_field SUBSCRIPTIONS[] = {
	{FIELD_SUBSCRIPTION_ID, NEED_NONE, "subscriptionid subscription contract_id contract_number"},
	{FIELD_CUSTOMER_ID, NEED_CELL, CUSTOMER_NAMES},
	{FIELD_START_DATE, NEED_CELL, "startdate start started_at started_on start_at subscription_start contract_start"},
	{FIELD_FINISH_DATE, NEED_NONE, "enddate end ended_at ended_on end_at subscription_end contract_end"},
	{FIELD_AMOUNT, NEED_CELL, "price unit_amount recurring_amount"},
	{FIELD_CURRENCY, NEED_NONE, "currency_code"},
	{FIELD_INTERVAL, NEED_NONE, "billing_interval billing_period"},
	{FIELD_TERM, NEED_NONE, "renewal_interval contract_term"},
	{FIELD_NOTICE_DATE, NEED_NONE, "notice_given notice_given_at cancellation_notice_date"},
	SLICE_FIELDS,
	{FIELD_PRODUCT, NEED_NONE, "product_name"},
	{FIELD_STATUS, NEED_NONE, "subscription_status state"},
	{FIELD_LIST_AMOUNT, NEED_NONE, "list_price"},
	{FIELD_DISCOUNT, NEED_NONE, "discount_amount"},
	{FIELD_DISCOUNT_PCT, NEED_NONE, "discount_share"},
	{FIELD_DISCOUNT_END, NEED_NONE, "discount_ends discount_end_date"},
	{FIELD_TRIAL, NEED_NONE, "is_trial"},
	UPDATED,
};

#define SALES_FIELDS(dates) \
	{FIELD_INVOICE_ID, NEED_NONE, "invoiceid invoice invoice_no invoice_number order_id orderid order_no order_number"}, \
	{FIELD_CUSTOMER_ID, NEED_CELL, CUSTOMER_NAMES}, {FIELD_DATE, NEED_CELL, dates}, \
	{FIELD_AMOUNT, NEED_CELL, "net_amount amount_net"}, {FIELD_CURRENCY, NEED_NONE, "currency_code"}, \
	{FIELD_KIND, NEED_NONE, "line_kind"}, {FIELD_PRODUCT, NEED_NONE, "product_name"}, \
	{FIELD_PERIOD_START, NEED_NONE, "service_start service_period_start"}, {FIELD_PERIOD_END, NEED_NONE, "service_end service_period_end"}, \
	{FIELD_LIST_AMOUNT, NEED_NONE, "list_price"}, SLICE_FIELDS, UPDATED

static const struct format_field INVOICES[] = {SALES_FIELDS("invoice_date invoicedate issued_at issued_on issue_date")};
static const struct format_field ORDERS[] = {SALES_FIELDS("order_date orderdate ordered_at ordered_on purchase_date purchased_at")};

static const struct format_field SURVEYS[] = {
	{FIELD_RESPONSE_ID, NEED_NONE, "responseid answer_id"},
	{FIELD_CUSTOMER_ID, NEED_CELL, CUSTOMER_NAMES},
	{FIELD_DATE, NEED_CELL, "response_date responded_at answered_at answer_date submitted_at"},
	{FIELD_SURVEY, NEED_CELL, "survey_type"},
	{FIELD_SCORE, NEED_COLUMN, "rating"},
	{FIELD_SCALE, NEED_NONE, NULL},
	{FIELD_NPS, NEED_NONE, NULL},
	{FIELD_CSAT, NEED_NONE, NULL},
	{FIELD_CES, NEED_NONE, NULL},
	{FIELD_COMMENT, NEED_NONE, "comments feedback verbatim"},
	{FIELD_TOUCHPOINT, NEED_NONE, NULL},
	{FIELD_WEIGHT, NEED_NONE, NULL},
	SLICE_FIELDS,
	{FIELD_CHANNEL, NEED_NONE, NULL},
	UPDATED,
};

static const struct format_field SPEND[] = {
	{FIELD_DATE, NEED_ONE_OF, "spend_date day"},
	{FIELD_MONTH, NEED_ONE_OF, NULL},
	{FIELD_AMOUNT, NEED_CELL, "cost spend amount_spent"},
	{FIELD_CURRENCY, NEED_NONE, "currency_code"},
	{FIELD_CHANNEL, NEED_NONE, "marketing_channel"},
	{FIELD_PURPOSE, NEED_CELL, NULL},
	{FIELD_CATEGORY, NEED_NONE, "cost_category"},
	{FIELD_SEGMENT, NEED_NONE, NULL},
	{FIELD_REGION, NEED_NONE, NULL},
};

static const struct format_field RATES[] = {
	{FIELD_MONTH, NEED_CELL, NULL},
	{FIELD_CURRENCY, NEED_CELL, "currency_code"},
	{FIELD_RATE, NEED_CELL, "exchange_rate"},
};

static const struct format_field INVITATIONS[] = {
	{FIELD_CUSTOMER_ID, NEED_CELL, CUSTOMER_NAMES},
	{FIELD_DATE, NEED_CELL, "invitation_date invited_at invited_on sent_at sent_on"},
	{FIELD_SURVEY, NEED_CELL, "survey_type"},
};

static const struct format_field CONTACTS[] = {
	{FIELD_TICKET_ID, NEED_NONE, "ticketid ticket ticket_number ticket_no case_id case_number"},
	{FIELD_CUSTOMER_ID, NEED_CELL, CUSTOMER_NAMES},
	{FIELD_OPENED_AT, NEED_CELL, "opened opened_on created_at"},
	{FIELD_FIRST_RESPONSE_AT, NEED_NONE, "first_reply_at first_responded_at"},
	{FIELD_SOLVED_AT, NEED_NONE, "resolved_at solved_on"},
	{FIELD_REOPENED, NEED_NONE, "was_reopened is_reopened"},
	{FIELD_OPENED_BY, NEED_NONE, NULL},
	{FIELD_CHANNEL, NEED_NONE, "contact_channel ticket_channel"},
	{FIELD_TOUCHPOINT, NEED_NONE, NULL},
	UPDATED,
};

static const struct format_field WORK[] = {
	{FIELD_CUSTOMER_ID, NEED_CELL, CUSTOMER_NAMES},
	{FIELD_DATE, NEED_CELL, "work_date worked_on"},
	{FIELD_HOURS, NEED_CELL, "hours_worked"},
	{FIELD_COST, NEED_NONE, "cost_of_work"},
	{FIELD_CURRENCY, NEED_NONE, "currency_code"},
	{FIELD_IN_SCOPE, NEED_NONE, "is_in_scope on_plan"},
};

const struct format format_canonical = {
	.name = "canonical",
	.records = {
		[RECORD_CUSTOMERS] = FORMAT_TABLE(CUSTOMERS),
		[RECORD_SUBSCRIPTIONS] = FORMAT_TABLE(SUBSCRIPTIONS),
		[RECORD_INVOICES] = FORMAT_TABLE(INVOICES),
		[RECORD_ORDERS] = FORMAT_TABLE(ORDERS),
		[RECORD_SURVEYS] = FORMAT_TABLE(SURVEYS),
		[RECORD_SPEND] = FORMAT_TABLE(SPEND),
		[RECORD_RATES] = FORMAT_TABLE(RATES),
		[RECORD_INVITATIONS] = FORMAT_TABLE(INVITATIONS),
		[RECORD_CONTACTS] = FORMAT_TABLE(CONTACTS),
		[RECORD_WORK] = FORMAT_TABLE(WORK),
	},
};

/* sources/stripe_payments: the payments export of Stripe's dashboard, as orders. What was given back is taken off the amount; a payment that
 * was not made is none. The channel of a customer is the source of the campaign that led to the payment. */
#include "ingest/format.h"
#include "ingest/field.h"

#include <string.h>

static const char *const SIGNATURE[] = {"created_date_(utc) created_(utc)", "amount", "amount_refunded", "captured", "status", NULL};

static const struct format_field ORDERS[] = {
	{FIELD_INVOICE_ID, NEED_NONE, "id"},
	{FIELD_CUSTOMER_ID, NEED_CELL, "customer_email"},
	{FIELD_DATE, NEED_CELL, "created_date_(utc) created_(utc)"},
	{FIELD_AMOUNT, NEED_CELL, NULL},
	{FIELD_CURRENCY, NEED_NONE, NULL},
	{FIELD_PRODUCT, NEED_NONE, NULL},
	{FIELD_STATUS, NEED_NONE, NULL},
};
static const struct format_field CUSTOMERS[] = {
	{FIELD_CUSTOMER_ID, NEED_CELL, "customer_email"},
	{FIELD_NAME, NEED_NONE, "customer_description"},
	{FIELD_EMAIL, NEED_NONE, "customer_email"},
	{FIELD_CHANNEL, NEED_NONE, "utm_source utm_source_(metadata) utm_medium utm_medium_(metadata)"},
};
static const char *const EXTRAS[] = {"amount_refunded", NULL};

/* A refund that cannot be read, or not be taken off, is left for the amount's reader to refuse, with both. */
static void take_off_refund(struct format_row *r) {
	struct number paid, back;
	int64_t micro, returned, rest;
	const char *amount = r->texts[FIELD_AMOUNT], *refund = r->extras[0];
	if (amount == NULL || refund == NULL || refund[0] == '\0')
		return;
	char decimal = r->decimal == DECIMAL_AUTO ? '.' : r->decimal;
	bool read = number_read(decimal, refund, &back) == NUMBER_FINE && number_scale(&back, 6, &returned, NULL);
	if (read && returned == 0)
		return;
	/* The amount asks for the sign; then the row is looked at once more. */
	enum decimal_tells tells = decimal_tells(amount);
	if (r->decimal == DECIMAL_AUTO && (tells == DECIMAL_TELLS_COMMA || tells == DECIMAL_TELLS_EITHER))
		return;
	read = read && number_read(decimal, amount, &paid) == NUMBER_FINE && number_scale(&paid, 6, &micro, NULL) &&
	       !__builtin_sub_overflow(micro, returned, &rest);
	g_autofree char *text = NULL;
	if (read) {
		uint64_t size = rest < 0 ? -(uint64_t)rest : (uint64_t)rest;
		text = g_strdup_printf("%s%" G_GUINT64_FORMAT "%c%06" G_GUINT64_FORMAT, rest < 0 ? "-" : "", size / 1000000, decimal, size % 1000000);
	} else {
		text = g_strconcat(amount, " less ", refund, NULL);
	}
	r->changed[FIELD_AMOUNT] = g_string_chunk_insert(r->scratch, text);
}

static enum format_fate row(struct format_row *r) {
	static const char *const UNPAID[] = {"failed", "canceled", "requires_payment_method", "blocked", "incomplete"};
	const char *status = r->texts[FIELD_STATUS];
	for (size_t i = 0; status != NULL && i < G_N_ELEMENTS(UNPAID); i++)
		if (g_ascii_strcasecmp(status, UNPAID[i]) == 0)
			return FORMAT_VOID;
	take_off_refund(r);
	return FORMAT_ROW;
}

const struct format format_stripe_payments = {
	.name = "stripe_payments",
	.title = "Stripe, payments",
	.signature = SIGNATURE,
	.extras = EXTRAS,
	.row = row,
	.records = {[RECORD_ORDERS] = FORMAT_TABLE(ORDERS), [RECORD_CUSTOMERS] = FORMAT_TABLE(CUSTOMERS)},
};

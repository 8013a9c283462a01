/* ingest/source: which column of a file is which field, and what is said when one is missing or claimed twice. */
#include "unit/ingest_fixture.h"

#include "base/text.h"
#include "ingest/source.h"

static void synonyms_are_compared_folded(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", "Net Amount,Order-Date,CustomerID,Order No\n5,2026-10-31,A1,77\n");
	assert_true(f.ok);
	assert_counts(&f, 1, 1, 0);
	const struct row *r = row_at(&f, 0);
	assert_int_equal(r->columns[FIELD_AMOUNT], 1);
	assert_int_equal(r->columns[FIELD_DATE], 2);
	assert_int_equal(r->columns[FIELD_CUSTOMER_ID], 3);
	assert_string_equal(r->cells[FIELD_INVOICE_ID].text, "77");
	fixture_clear(&f);
}

static void a_fields_own_name_comes_before_its_synonyms(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", "account_id,customer_id,date,amount\nX,A1,2026-10-31,5\n");
	assert_true(f.ok);
	assert_string_equal(text_at(&f, 0, FIELD_CUSTOMER_ID), "A1");
	fixture_clear(&f);
}

static void the_columns_block_comes_before_everything(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "columns = { customer_id = \"Buyer\"; amount = \"net of tax\"; };",
	             "customer_id,Buyer,date,amount,Net-of-Tax\nX,A1,2026-10-31,5,4\n");
	assert_true(f.ok);
	assert_string_equal(text_at(&f, 0, FIELD_CUSTOMER_ID), "A1");
	assert_int_equal(row_at(&f, 0)->cells[FIELD_AMOUNT].i, 400);
	fixture_clear(&f);
}

static void a_column_given_to_one_field_is_not_taken_by_another(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "columns = { amount = \"list_amount\"; };", "customer_id,date,list_amount\nA1,2026-10-31,5\n");
	assert_true(f.ok);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_AMOUNT].i, 500);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_LIST_AMOUNT].state, CELL_ABSENT);
	fixture_clear(&f);
}

static void two_columns_for_one_field_are_an_error_that_asks(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "", "client_id,account_id,date,amount\nA,B,2026-10-31,5\n");
	assert_false(f.ok);
	assert_int_equal(f.a->rows, 0);
	assert_said(&f, 0, "data.csv:1: error: columns \"client_id\" and \"account_id\" both look like customer_id; nothing of this file was read. Say "
	                   "which one it is: columns = { customer_id = \"…\"; }.");
	fixture_clear(&f);
	fixture_read(&f, "orders", "", "columns = { customer_id = \"account_id\"; };", "client_id,account_id,date,amount\nA,B,2026-10-31,5\n");
	assert_true(f.ok);
	assert_string_equal(text_at(&f, 0, FIELD_CUSTOMER_ID), "B");
	fixture_clear(&f);
}

static void every_missing_column_is_named_with_the_nearest(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "subscriptions", "", "", "customer_id,strat_date,end_date\nA,2026-10-31,\n");
	assert_false(f.ok);
	assert_int_equal(diag_total(f.d), 2);
	assert_said(&f, 0, "data.csv:1: error: no column of this file is start_date, which subscriptions need; the nearest is \"strat_date\". Nothing of it "
	                   "was read. Name the column: columns = { start_date = \"…\"; }, or give a constant.");
	assert_said(&f, 1, "data.csv:1: error: no column of this file is amount, which subscriptions need; the nearest is none of them. Nothing of it "
	                   "was read. Name the column: columns = { amount = \"…\"; }, or give a constant.");
	fixture_clear(&f);
	fixture_read(&f, "spend", "", "constants = { purpose = \"acquisition\"; };", "when,amount\n2026-10,1\n");
	assert_false(f.ok);
	assert_int_equal(diag_total(f.d), 1);
	assert_int_equal(diag_get(f.d, 0)->code, DIAG_COLUMN_MISSING);
	assert_non_null(strstr(diag_get(f.d, 0)->text, "is date or month, which spend need"));
	fixture_clear(&f);
}

static void blocks_that_name_what_is_not_there_are_errors_of_their_place(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "orders", "", "columns = { amuont = \"amount\"; date = \"dat\"; };", "customer_id,date,amount\n");
	assert_false(f.ok);
	assert_int_equal(diag_get(f.d, 0)->code, DIAG_FIELD_UNKNOWN);
	assert_int_equal(diag_get(f.d, 0)->line, 1);
	assert_non_null(strstr(diag_get(f.d, 0)->file, "site.conf"));
	assert_string_equal(diag_get(f.d, 0)->text,
	                    "the block of orders (data.csv) names a field \"amuont\" that orders do not have; the nearest is \"amount\". The export was "
	                    "not read.");
	assert_said(&f, 1, "data.csv:1: error: site.conf reads date from a column \"dat\" that this file does not have; the nearest is \"date\". Nothing of it "
	                   "was read. Correct the columns block.");
	fixture_clear(&f);
	/* score is a field, but none of orders. */
	fixture_read(&f, "orders", "", "constants = { score = \"3\"; };", "customer_id,date,amount\n");
	assert_false(f.ok);
	assert_int_equal(diag_get(f.d, 0)->code, DIAG_FIELD_UNKNOWN);
	fixture_clear(&f);
}

static void constants_stand_in_every_row_and_before_columns(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "subscriptions", "", "constants = { interval = \"quarter\"; currency = \"JPY\"; };",
	             "customer_id,start_date,amount,interval\nA,2026-10-31,12,month\nB,2026-10-31,\xc2\xa5" "13,month\n");
	assert_true(f.ok);
	assert_counts(&f, 2, 2, 0);
	assert_int_equal(row_at(&f, 1)->cells[FIELD_INTERVAL].i, 3);
	assert_int_equal(row_at(&f, 1)->columns[FIELD_INTERVAL], 0);
	assert_int_equal(row_at(&f, 1)->cells[FIELD_AMOUNT].i, 13);
	fixture_clear(&f);
	fixture_read(&f, "subscriptions", "", "constants = { interval = \"week\"; };", "customer_id,start_date,amount\nA,2026-10-31,12\n");
	assert_false(f.ok);
	assert_int_equal(diag_total(f.d), 1);
	assert_int_equal(diag_get(f.d, 0)->code, DIAG_CONSTANT_VALUE);
	fixture_clear(&f);
}

static void customers_are_told_by_dates_or_as_a_snapshot(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "customers", "", "", "customer_id,signup_date\nA,2026-10-31\nB,\n");
	assert_true(f.ok);
	assert_counts(&f, 2, 2, 0); /* whether a customer needs a date is the book's to say */
	fixture_clear(&f);
	fixture_read(&f, "customers", "", "", "customer_id,segment\nA,large\n");
	assert_true(f.ok);
	assert_counts(&f, 1, 1, 0);
	assert_int_equal(diag_get(f.d, 0)->code, DIAG_NO_SIGNUP);
	fixture_clear(&f);
	fixture_read(&f, "customers", "", "columns = { tenure_months = \"tenure\"; amount = \"MonthlyCharges\"; churned = \"Churn\"; };",
	             "customerID,tenure,Churn,MonthlyCharges\nA,72,No,29.85\nB,1,Yes,\n");
	assert_true(f.ok);
	assert_counts(&f, 2, 1, 1);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_TENURE_MONTHS].i, 72);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_CHURNED].i, 0);
	assert_int_equal(row_at(&f, 0)->cells[FIELD_AMOUNT].i, 2985);
	assert_reject(&f, 0, DIAG_REQUIRED_EMPTY, 3, 4);
	fixture_clear(&f);
	fixture_read(&f, "customers", "", "columns = { tenure_months = \"tenure\"; };", "customerID,tenure,Churned\nA,72,No\n");
	assert_false(f.ok);
	assert_non_null(strstr(diag_get(f.d, 0)->text, "no column of this file is amount"));
	fixture_clear(&f);
}

static void slices_come_from_columns_and_fields(void **state) {
	(void)state;
	struct fixture f;
	fixture_read(&f, "customers", "slices = { by = [\"plan\", \"Contract\", \"payment method\", \"channel\", \"region\", \"nowhere\"]; };",
	             "columns = { plan = \"tier\"; }; constants = { channel = \"web\"; };",
	             "customer_id,signup_date,plan,tier,Contract,Payment_Method,Sales Region\nA,2026-10-31,x,Basic,Two year, card ,--\n");
	assert_true(f.ok);
	const struct row *r = row_at(&f, 0);
	assert_int_equal(r->n_slices, 6);
	assert_string_equal(r->slices[0].text, "Basic");
	assert_string_equal(r->slices[1].text, "Two year");
	assert_string_equal(r->slices[2].text, "card");
	assert_int_equal(r->slices[2].length, 4);
	assert_string_equal(r->slices[3].text, "web");
	assert_int_equal(r->slices[4].state, CELL_EMPTY);
	assert_int_equal(r->slices[5].state, CELL_ABSENT);
	assert_null(r->slices[5].text);
	fixture_clear(&f);
}

/* The tables of a format: a name that is not folded could never be found, nor one that two fields of a record share; a vendor's column may be two
 * fields, but stands once in each. */
static void every_header_name_belongs_to_one_field(void **state) {
	(void)state;
	for (const struct format *const *f = formats; *f != NULL; f++)
		for (int r = 0; r < RECORD_COUNT; r++) {
			g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
			for (size_t i = 0; i < (*f)->records[r].n; i++) {
				const struct format_field *field = &(*f)->records[r].fields[i];
				if ((*f)->signature != NULL)
					g_hash_table_remove_all(seen);
				g_autofree char *all = g_strdup_printf("%s%s%s", field_name(field->field), field->names == NULL ? "" : " ",
				                                       field->names == NULL ? "" : field->names);
				g_auto(GStrv) names = g_strsplit(all, " ", -1);
				for (size_t k = 0; names[k] != NULL; k++) {
					g_autofree char *folded = text_fold(names[k]);
					assert_string_equal(folded, names[k]);
					if (!g_hash_table_add(seen, g_strdup(names[k])))
						fail_msg("%s: %s stands twice", record_name((enum record)r), names[k]);
				}
			}
		}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(synonyms_are_compared_folded),
		cmocka_unit_test(a_fields_own_name_comes_before_its_synonyms),
		cmocka_unit_test(the_columns_block_comes_before_everything),
		cmocka_unit_test(a_column_given_to_one_field_is_not_taken_by_another),
		cmocka_unit_test(two_columns_for_one_field_are_an_error_that_asks),
		cmocka_unit_test(every_missing_column_is_named_with_the_nearest),
		cmocka_unit_test(blocks_that_name_what_is_not_there_are_errors_of_their_place),
		cmocka_unit_test(constants_stand_in_every_row_and_before_columns),
		cmocka_unit_test(customers_are_told_by_dates_or_as_a_snapshot),
		cmocka_unit_test(slices_come_from_columns_and_fields),
		cmocka_unit_test(every_header_name_belongs_to_one_field),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

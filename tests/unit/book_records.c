/* What the book keeps beside activity: answers with their touchpoints, invitations, contacts, work, reasons, products and referrals. */
#include "book_fixture.h"
#include "base/date.h"

#define AS_OF "as_of = \"2025-12-31\"; "
#define CUSTOMERS "customer_id,signup_date\na,2025-01-01\nb,2025-01-01\n"
#define SUBSCRIPTIONS "subscription_id,customer_id,start_date,amount\ns1,a,2025-01-05,10\ns2,b,2025-02-05,10\n"

static const struct account *account_of(const struct client *c, enum record r) {
	for (guint i = 0; i < c->book->accounts->len; i++) {
		const struct account *a = g_ptr_array_index(c->book->accounts, i);
		if (a->record == r)
			return a;
	}
	return NULL;
}

static void assert_account(const struct client *c, enum record r, int64_t used, int64_t refused, int64_t duplicate) {
	const struct account *a = account_of(c, r);
	assert_int_equal(a->used, used);
	assert_int_equal(a->refused, refused);
	assert_int_equal(a->duplicate, duplicate);
	assert_int_equal(a->rows, used + refused + duplicate);
}

static const char *name_of(const struct client *c, uint32_t name) {
	return name == INTERN_NONE ? "" : intern_text(&c->book->names, name);
}

static uint32_t number_of(const struct client *c, const char *id) {
	return intern_find(&c->book->ids, id, strlen(id));
}

#define ANSWERS "response_id,customer_id,date,survey,score,scale,comment,touchpoint\n" \
                "r1,a,2025-03-01,nps,10,,,\n"           \
                "r2,a,2025-03-05,nps,0,,too slow,phone\n" /* about one contact: not the relationship */ \
                "r3,a,2025-03-02,csat,5,,,phone\n"      \
                "r4,a,2025-03-03,ces,2,1-7,,\n"         \
                "r5,a,2025-03-04,csat,,,no time,shop\n"

static void answers_keep_touchpoint_comment_and_what_they_answer(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF, .customers = CUSTOMERS, .subscriptions = SUBSCRIPTIONS, .surveys = ANSWERS});
	assert_account(&c, RECORD_SURVEYS, 5, 0, 0);
	const struct answer *a = &g_array_index(c.book->answers, struct answer, 0);
	assert_true(a[0].survey == SURVEY_NPS && a[0].touchpoint == INTERN_NONE && !a[0].comment);
	assert_true(a[1].survey == SURVEY_NPS && a[1].comment);
	assert_string_equal(name_of(&c, a[1].touchpoint), "phone");
	assert_true(a[2].survey == SURVEY_CSAT && a[2].touchpoint == a[1].touchpoint);
	assert_true(a[3].survey == SURVEY_CES && a[3].score == 2);
	assert_true(a[4].survey == SURVEY_UNSCORED && a[4].of == SURVEY_CSAT && a[4].comment);
	assert_string_equal(name_of(&c, a[4].touchpoint), "shop");
	assert_true(c.book->nps && c.book->csat && c.book->ces);
	assert_true(c.book->fields[RECORD_SURVEYS][FIELD_COMMENT] && !c.book->fields[RECORD_SURVEYS][FIELD_WEIGHT]);
	client_clear(&c);
}

/* The 0 of r2 is later than the 10 of r1 and would take its place: NPS of March is that of one promoter, by last answers and by all. */
static void an_answer_about_one_contact_is_no_nps(void **state) {
	(void)state;
	static const char *const RULES[] = {"last", "all"};
	for (size_t i = 0; i < G_N_ELEMENTS(RULES); i++) {
		g_autofree char *settings = g_strdup_printf(AS_OF "survey = { per_customer = \"%s\"; };", RULES[i]);
		struct client c = client_read(&(struct client_text){.settings = settings, .customers = CUSTOMERS, .subscriptions = SUBSCRIPTIONS, .surveys = ANSWERS});
		g_autoptr(facts) f = client_facts(&c);
		assert_int_equal(fact_named(f, "2025-03", NULL, NULL, FACT_NPS_N), 1);
		assert_int_equal(fact_named(f, "2025-03", NULL, NULL, FACT_NPS_PROMOTERS), 1);
		client_clear(&c);
	}
}

/* 1-7 turned: 2 is 8 − 2 = 6; 0-10 turned: 3 is 7. What is out of the scale stays no score. */
static void a_reversed_survey_is_turned_when_read(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF "survey = { reversed = [\"ces\", \"nps\"]; };", .customers = CUSTOMERS, .subscriptions = SUBSCRIPTIONS,
	                                                    .surveys = "customer_id,date,survey,score,scale\na,2025-03-01,nps,3,\na,2025-03-01,csat,4,\n"
	                                                               "a,2025-03-01,ces,2,1-7\na,2025-03-02,ces,8,1-7\n"});
	const struct answer *a = &g_array_index(c.book->answers, struct answer, 0);
	assert_true(a[0].survey == SURVEY_NPS && a[0].score == 7);
	assert_true(a[1].survey == SURVEY_CSAT && a[1].score == 4);
	assert_true(a[2].survey == SURVEY_CES && a[2].score == 6);
	assert_true(a[3].survey == SURVEY_UNSCORED && a[3].of == SURVEY_CES);
	client_clear(&c);
}

static void invitations_are_kept_by_customer_survey_and_day(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF, .customers = CUSTOMERS, .subscriptions = SUBSCRIPTIONS,
	                                                    .invitations = "customer_id,sent_at,survey\nb,2025-05-01,nps\nzz,2025-05-02,nps\na,2025-06-01 10:00,nps\n"
	                                                                   "a,2025-05-01,csat\na,2026-01-01,nps\na,2025-05-01,phone\n,2025-05-01,nps\n"});
	assert_account(&c, RECORD_INVITATIONS, 5, 2, 0);
	assert_int_equal(account_of(&c, RECORD_INVITATIONS)->orphans, 1);
	assert_int_equal(account_of(&c, RECORD_INVITATIONS)->rule[RULE_AFTER_AS_OF], 1);
	uint32_t a = number_of(&c, "a");
	assert_int_equal(c.book->first_invitation[a + 1] - c.book->first_invitation[a], 3);
	const struct invitation *i = &g_array_index(c.book->invitations, struct invitation, c.book->first_invitation[a]);
	assert_true(i[0].survey == SURVEY_NPS && i[0].day == day_of(2025, 6, 1));
	assert_true(i[1].survey == SURVEY_NPS && i[1].day == day_of(2026, 1, 1));
	assert_true(i[2].survey == SURVEY_CSAT);
	assert_int_equal(c.book->last_invitation, day_of(2025, 6, 1));
	client_clear(&c);
}

#define CONTACTS "ticket_id,customer_id,opened_at,first_response_at,solved_at,reopened,opened_by,channel,touchpoint\n"
#define AT(month, day, hour, minute) (((int64_t)day_of(2025, month, day) * 24 + (hour)) * 60 + (minute))

static void contacts_keep_their_minutes_and_who_opened_them(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF, .customers = CUSTOMERS, .subscriptions = SUBSCRIPTIONS,
	                                                    .contacts = CONTACTS "t1,a,2025-05-02 09:30,2025-05-02 11:00,,no,us,phone,billing\n"
	                                                                         "t2,a,2025-05-01,,n/a,yes,,,\n"
	                                                                         "t3,zz,2025-05-03 10:00,2025-05-03 10:00,2025-05-03 10:00,,customer,,\n"
	                                                                         "t3,zz,2025-05-03 10:00,2025-05-03T10:00,2025-05-03 10:00:30,,customer,,\n"});
	assert_account(&c, RECORD_CONTACTS, 3, 0, 1);
	assert_int_equal(account_of(&c, RECORD_CONTACTS)->orphans, 1);
	assert_int_equal(account_of(&c, RECORD_CONTACTS)->last_day, day_of(2025, 5, 3));
	const struct contact *x = &g_array_index(c.book->contacts, struct contact, c.book->first_contact[number_of(&c, "a")]);
	assert_true(x[0].opened == AT(5, 1, 0, 0) && x[0].responded == MINUTES_NONE && x[0].solved == MINUTES_NONE && x[0].reopened && !x[0].by_us);
	assert_true(x[1].opened == AT(5, 2, 9, 30) && x[1].responded == AT(5, 2, 11, 0) && x[1].solved == MINUTES_NONE && !x[1].reopened && x[1].by_us);
	assert_string_equal(name_of(&c, x[1].channel), "phone");
	assert_string_equal(name_of(&c, x[1].touchpoint), "billing");
	assert_string_equal(name_of(&c, x[0].channel), "");
	assert_int_equal(c.book->last_contact, day_of(2025, 5, 3));
	client_clear(&c);
}

static void a_contact_cannot_be_answered_or_solved_before_it_is_opened(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF, .customers = CUSTOMERS, .subscriptions = SUBSCRIPTIONS,
	                                                    .contacts = CONTACTS "t1,a,2025-05-02 09:30,2025-05-02 09:29,,no,customer,,\n"
	                                                                         "t2,a,2025-05-02 09:30,,2025-05-01,no,customer,,\n"
	                                                                         "t3,a,2025-05-02 09:30,,,no,robot,,\n"
	                                                                         "t4,a,,,,no,customer,,\n"
	                                                                         "t5,a,2025-05-02 09:30,soon,,no,customer,,\n"
	                                                                         "t6,a,2025-05-02 09:30,,,no,customer,,\n"
	                                                                         "t6,a,2025-05-02 09:31,,,no,customer,,\n"});
	assert_account(&c, RECORD_CONTACTS, 1, 6, 0);
	static const enum diag_code codes[] = {DIAG_CONTACT_ORDER, DIAG_CONTACT_ORDER, DIAG_FIELD_CHOICE, DIAG_REQUIRED_EMPTY, DIAG_FIELD_DATE, DIAG_KEY_CONFLICT};
	const GPtrArray *rejects = account_of(&c, RECORD_CONTACTS)->rejects;
	for (guint i = 0; i < G_N_ELEMENTS(codes); i++)
		assert_int_equal(((const struct reject *)g_ptr_array_index(rejects, i))->code, codes[i]);
	const struct reject *first = g_ptr_array_index(rejects, 0), *second = g_ptr_array_index(rejects, 1);
	assert_string_equal(first->reason, "first_response_at 2025-05-02 09:29 is before opened_at 2025-05-02 09:30; the row is refused. Correct the times, or leave the "
	                                   "earlier one empty.");
	assert_int_equal(first->column, 4);
	assert_non_null(strstr(second->reason, "solved_at 2025-05-01 is before opened_at 2025-05-02 09:30"));
	client_clear(&c);
}

/* 1.5 hours are 1,500,000 millionths. 30 dollars at 0.9 are 27 euros. What is not said is on plan and costs nothing. */
static void work_has_hours_and_a_cost_in_the_reporting_currency(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF, .customers = CUSTOMERS, .subscriptions = SUBSCRIPTIONS,
	                                                    .rates = "month,currency,rate\n2025-05,USD,0.9\n",
	                                                    .work = "customer_id,date,hours,cost,currency,in_scope\na,2025-05-02,1.5,30,USD,no\na,2025-05-01,2,,,\n"
	                                                            "zz,2025-05-03,0,5,,yes\na,2025-05-02,-1,,,\na,2025-05-02,1000001,,,\na,2025-06-02,1,30,USD,\na,2025-05-02,,1,,\n"});
	assert_account(&c, RECORD_WORK, 3, 4, 0);
	assert_int_equal(account_of(&c, RECORD_WORK)->orphans, 1);
	assert_int_equal(times_reported(c.diag, DIAG_HOURS_RANGE), 2);
	assert_int_equal(times_reported(c.diag, DIAG_RATE_MISSING), 1);
	const struct work *w = &g_array_index(c.book->works, struct work, c.book->first_work[number_of(&c, "a")]);
	assert_true(w[0].day == day_of(2025, 5, 1) && w[0].hours == 2000000 && w[0].cost == 0 && !w[0].costed && !w[0].scoped);
	assert_true(w[1].hours == 1500000 && w[1].cost == 2700 && !w[1].in_scope);
	assert_int_equal(c.book->last_work, day_of(2025, 5, 3));
	client_clear(&c);
}

static void a_customer_has_a_reason_its_owner_and_a_birthday(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF, .subscriptions = SUBSCRIPTIONS,
	                                                    .customers = "customer_id,signup_date,cancel_reason,reason_owner,birthday\n"
	                                                                 "a,2025-01-01,too dear,market,1984-02-29\nb,2025-01-01,-,,\nc,2025-01-01,x,them,\n"});
	assert_account(&c, RECORD_CUSTOMERS, 2, 1, 0);
	const struct customer *x = &g_array_index(c.book->customers, struct customer, 0);
	assert_string_equal(name_of(&c, x[0].reason), "too dear");
	assert_int_equal(x[0].owner, 3);
	assert_int_equal(x[0].birthday, 229);
	assert_true(x[1].reason == INTERN_NONE && x[1].owner == 0 && x[1].birthday == 0);
	client_clear(&c);
}

/* a referred b (a customer since 5 February, its empty term of January is none), z (in no export) referred a, and c, never active, gives nothing. */
static void a_referral_begins_with_the_first_active_day(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF, .customers = "customer_id,signup_date,referred_by\nb,2025-01-01,a\na,2025-01-01,z\nc,2025-01-01,a\nd,2025-01-01,d\n",
	                                                    .subscriptions = "subscription_id,customer_id,start_date,end_date,amount\ns1,a,2025-01-05,,10\n"
	                                                                     "s2,b,2025-01-02,2025-01-02,10\ns3,b,2025-02-05,,10\ns4,d,2025-01-02,,10\n"});
	assert_account(&c, RECORD_CUSTOMERS, 4, 0, 0);
	assert_int_equal(times_reported(c.diag, DIAG_REFERRER_UNKNOWN), 1);
	assert_int_equal(times_reported(c.diag, DIAG_REFERRER_SELF), 1);
	uint32_t a = number_of(&c, "a"), z = number_of(&c, "z");
	const struct customer *x = &g_array_index(c.book->customers, struct customer, 0);
	assert_int_equal(x[number_of(&c, "b")].referred_by, a);
	assert_int_equal(x[number_of(&c, "c")].referred_by, a);
	assert_int_equal(x[a].referred_by, z);
	assert_false(x[z].exported);
	assert_int_equal(x[number_of(&c, "d")].referred_by, INTERN_NONE);
	assert_int_equal(c.book->referrals->len, 2);
	const struct referral *of_a = &g_array_index(c.book->referrals, struct referral, c.book->first_referral[a]);
	assert_true(of_a->referred == number_of(&c, "b") && of_a->day == day_of(2025, 2, 5));
	assert_int_equal(c.book->first_referral[a + 1] - c.book->first_referral[a], 1);
	assert_int_equal(g_array_index(c.book->referrals, struct referral, c.book->first_referral[z]).day, day_of(2025, 1, 5));
	client_clear(&c);
}

/* Of orders the first that counts: a free one counts only with orders.zero = count, a refund never. */
static void a_referral_of_an_order_business_begins_with_the_first_order(void **state) {
	(void)state;
	static const struct {
		const char *settings;
		int day;
	} WANT[] = {{AS_OF "inactive_after = 3;", 9}, {AS_OF "inactive_after = 3; orders = { zero = \"count\"; };", 5}};
	for (size_t i = 0; i < G_N_ELEMENTS(WANT); i++) {
		struct client c = client_read(&(struct client_text){.settings = WANT[i].settings, .customers = "customer_id,signup_date,referred_by\na,2025-01-01,\nb,2025-01-01,a\n",
		                                                    .orders = "customer_id,date,amount,product\nb,2025-03-01,-5,\nb,2025-03-05,0,box\nb,2025-03-09,10,milk\n"});
		assert_int_equal(c.book->referrals->len, 1);
		assert_int_equal(g_array_index(c.book->referrals, struct referral, 0).day, day_of(2025, 3, WANT[i].day));
		client_clear(&c);
	}
}

static void terms_and_orders_keep_product_and_intervals(void **state) {
	(void)state;
	struct client c = client_read(&(struct client_text){.settings = AS_OF, .subscriptions = "customer_id,start_date,amount,interval,term,product,plan\n"
	                                                                                       "a,2025-01-01,10,quarter,year,CRM,Team\nb,2025-01-01,10,quarter,,,Team\nc,2025-01-01,10,,,,\n"});
	const struct term *t = &g_array_index(c.book->terms, struct term, 0);
	assert_true(t[0].interval == 3 && t[0].renews == 12 && t[1].renews == 3 && t[2].interval == 1 && t[2].renews == 0);
	assert_string_equal(name_of(&c, t[0].product), "CRM");
	assert_string_equal(name_of(&c, t[1].product), "Team");
	assert_string_equal(name_of(&c, t[2].product), "");
	client_clear(&c);
	c = client_read(&(struct client_text){.settings = AS_OF "inactive_after = 3;", .orders = "customer_id,date,amount,product,list_amount\na,2025-03-01,8,milk,10\na,2025-03-02,8,,\na,2025-03-03,-8,,10\n"});
	const struct order *o = &g_array_index(c.book->orders, struct order, 0);
	assert_true(o[0].list == 1000 && o[1].list == -1 && o[2].list == -1);
	assert_string_equal(name_of(&c, o[0].product), "milk");
	client_clear(&c);
	c = client_read(&(struct client_text){.settings = AS_OF, .invoices = "customer_id,date,amount,period_start,period_end,list_amount\n"
	                                                                     "a,2025-01-01,30,2025-01-01,2025-04-01,40\na,2025-04-01,30,2025-04-01,2025-04-11,\n"});
	t = &g_array_index(c.book->terms, struct term, 0);
	assert_true(t[0].interval == 3 && t[0].renews == 3 && t[0].list == 16000 && t[1].interval == 0 && t[1].renews == 0 && t[1].list == -1);
	client_clear(&c);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_keep_touchpoint_comment_and_what_they_answer),
		cmocka_unit_test(an_answer_about_one_contact_is_no_nps),
		cmocka_unit_test(a_reversed_survey_is_turned_when_read),
		cmocka_unit_test(invitations_are_kept_by_customer_survey_and_day),
		cmocka_unit_test(contacts_keep_their_minutes_and_who_opened_them),
		cmocka_unit_test(a_contact_cannot_be_answered_or_solved_before_it_is_opened),
		cmocka_unit_test(work_has_hours_and_a_cost_in_the_reporting_currency),
		cmocka_unit_test(a_customer_has_a_reason_its_owner_and_a_birthday),
		cmocka_unit_test(a_referral_begins_with_the_first_active_day),
		cmocka_unit_test(a_referral_of_an_order_business_begins_with_the_first_order),
		cmocka_unit_test(terms_and_orders_keep_product_and_intervals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* report/spend: where a period's spend stands in the facts. Knows the order of purposes and categories there; sums, and nothing else. */
#include "report/spend.h"

static const char *const purposes[] = {"acquisition", "retention", "service"};
static const char *const categories[SPEND_CATEGORIES] = {"none", "media", "people", "tools", "overhead", "discount"};

G_STATIC_ASSERT(FACT_SPEND_RETENTION_NONE - FACT_SPEND_ACQUISITION_NONE == SPEND_CATEGORIES);
G_STATIC_ASSERT(FACT_SPEND_SERVICE_DISCOUNT - FACT_SPEND_ACQUISITION_NONE == SPEND_PURPOSES * SPEND_CATEGORIES - 1);

int64_t spend_of(const struct facts *f, size_t span, size_t slice, enum spend_purpose purpose, int category) {
	int first = FACT_SPEND_ACQUISITION_NONE + (int)purpose * SPEND_CATEGORIES;
	if (category != SPEND_ALL_CATEGORIES)
		return fact(f, span, slice, (enum fact)(first + category));
	int64_t sum = 0;
	for (int i = 0; i < SPEND_CATEGORIES; i++)
		sum += fact(f, span, slice, (enum fact)(first + i));
	return sum;
}

const char *spend_purpose_name(enum spend_purpose p) {
	return purposes[p];
}

const char *spend_category_name(int category) {
	return categories[category];
}

double major_units(const struct facts *f, int128 amount, int64_t per) {
	int128 unit = per;
	for (int i = 0; i < f->currency_digits; i++)
		unit *= 10;
	return quotient(amount, unit);
}

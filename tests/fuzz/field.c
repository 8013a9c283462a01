/* Fuzz target: the text of a cell. The first four bytes choose the field, the order of dates, the decimal sign and the currency. */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "config/config.h"
#include "ingest/field.h"

static const char SITE[] = "clients = ( { id = \"c\"; timezone = \"America/St_Johns\"; exports = ( { record = \"customers\"; file = \"c.csv\"; } ); } );\n";

/* Read once: the targets run many times in one process. */
static struct conf *site(void) {
	static struct conf *read;
	if (read == NULL) {
		g_autoptr(diag) d = diag_new();
		int fd = memory_file(SITE, strlen(SITE));
		g_autofree char *path = memory_path(fd);
		read = conf_read(path, d);
		g_assert(read != NULL);
		close(fd);
	}
	return read;
}

/* Each spelling alone; what can be read once can be read again and says the same. */
static void read_alone(const struct field_rules *x, const char *text, struct currency currency) {
	enum diag_code code;
	int32_t day[2] = {0, 0};
	int64_t n[2] = {0, 0};
	bool rounded;
	bool fine = date_read(x, text, &day[0], &code);
	g_assert(date_read(x, text, &day[1], &code) == fine && day[0] == day[1]);
	fine = stamp_read(x, text, &n[0], &code);
	g_assert(stamp_read(x, text, &n[1], &code) == fine && n[0] == n[1]);
	month_read(x, text, &n[0], &code);
	if (currency.code != CURRENCY_NONE.code)
		amount_read(x->decimal, text, currency, &n[0], &rounded, &code);
	date_tells(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
	static const int32_t CODES[] = {0, 'E' << 16 | 'U' << 8 | 'R', 'J' << 16 | 'P' << 8 | 'Y', 'K' << 16 | 'W' << 8 | 'D'};
	if (n < 4 || memchr(data + 4, '\0', n - 4) != NULL || !g_utf8_validate((const char *)data + 4, (gssize)n - 4, NULL))
		return 0;
	g_autofree char *held = g_strndup((const char *)data + 4, n - 4);
	char *text = text_trim(held);
	const struct client_conf *c = g_ptr_array_index(site()->clients, 0);
	struct field_rules rules;
	field_rules_init(&rules, c, g_ptr_array_index(c->exports, 0), (data[3] & 8) != 0 ? "Asia/Shanghai" : NULL);
	rules.dates = (enum date_order)(data[1] % 5);
	rules.decimal = data[2] % 2 == 0 ? '.' : ',';
	rules.utc = (data[3] & 16) != 0;
	struct currency currency = {CODES[data[3] % G_N_ELEMENTS(CODES)]};
	struct cell cell = {.text = text, .length = strlen(text)};
	struct field_fault fault;
	bool rounded = false;
	field_read(&rules, (enum field)(data[0] % FIELD_COUNT), currency, &cell, &rounded, &fault);
	read_alone(&rules, text, currency);
	field_rules_clear(&rules);
	return 0;
}

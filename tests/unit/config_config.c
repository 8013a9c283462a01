/* config/config: what site.conf gives to each client, and a table of broken ones with the exact lines they are told off with. */
#include "base/file.h"
#include "config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define EXPORTS "exports = ( { record = \"customers\"; file = \"c.csv\"; } );"
#define CLIENT "clients = ( { id = \"a\"; " EXPORTS " } );"

/* Reads a site.conf of these bytes; the messages, with the file's name cut to "site.conf", go into *said. */
static struct conf *read_bytes(const char *bytes, size_t length, char **said) {
	g_autofree char *folder = g_dir_make_tmp("holdfast-conf-XXXXXX", NULL);
	assert_non_null(folder);
	g_autofree char *path = g_build_filename(folder, "site.conf", NULL);
	assert_true(file_write(path, bytes, length, NULL));
	g_autoptr(diag) d = diag_new();
	struct conf *c = conf_read(path, d);
	GString *all = g_string_new(NULL);
	for (int64_t i = 0; i < diag_total(d); i++) {
		g_autofree char *line = diag_line(diag_get(d, i));
		assert_true(g_str_has_prefix(line, folder));
		g_string_append_printf(all, "%s\n", line + strlen(folder) + 1);
	}
	*said = g_string_free(all, FALSE);
	assert_true(file_remove_tree(folder, NULL));
	return c;
}

static void refused(const char *text, const char *expected) {
	g_autofree char *said = NULL;
	g_autoptr(conf) c = read_bytes(text, strlen(text), &said);
	assert_string_equal(said, expected);
	assert_null(c);
}

static struct conf *accepted(const char *text) {
	g_autofree char *said = NULL;
	struct conf *c = read_bytes(text, strlen(text), &said);
	assert_string_equal(said, "");
	assert_non_null(c);
	return c;
}

static const struct client_conf *client(const struct conf *c, guint i) {
	assert_true(i < c->clients->len);
	return g_ptr_array_index(c->clients, i);
}

static void a_client_starts_from_the_built_in_defaults(void **state) {
	(void)state;
	g_autoptr(conf) c = accepted(CLIENT);
	const struct client_conf *a = client(c, 0);
	assert_string_equal(a->id, "a");
	assert_string_equal(a->name, "a");
	assert_ptr_equal(a->conf, c);
	assert_int_equal(a->line, 1);
	assert_string_equal(conf_text(a, SETTING_LANGUAGE), "en");
	assert_true(conf_is(a, SETTING_CHURN_RULE, "start"));
	assert_int_equal(conf_int(a, SETTING_MIN_N), 5);
	assert_true(conf_number(a, SETTING_MAX_REJECTED) >= 0.05 && conf_number(a, SETTING_MAX_REJECTED) <= 0.05);
	assert_false(a->values[SETTING_MIN_N].set);
	assert_false(conf_has(a, SETTING_GROSS_MARGIN));
	assert_null(conf_text(a, SETTING_GROSS_MARGIN));
	assert_false(conf_has(a, SETTING_AS_OF));
	assert_null(conf_list(a, SETTING_SLICES_BY)[0]);
	struct currency eur;
	assert_true(currency_parse("EUR", &eur));
	assert_true(currency_equal(conf_currency(a), eur));
}

static void a_block_wins_over_the_top_and_the_top_over_the_table(void **state) {
	(void)state;
	g_autoptr(conf) c = accepted("# the site\n"
	                             "clients = (\n"
	                             "  { id = \"a\"; name = \"Ä & Co\"; min_n = 7; churn = { rule = \"all_leavers\"; }; " EXPORTS " },\n"
	                             "  { id = \"b\"; slices = { by = [ ]; }; " EXPORTS " }\n"
	                             ");\n"
	                             "out = \"public\"; min_n = 3; gross_margin = 1; slices = { by = [\"plan\", \"channel\"]; max = 9; };\n"
	                             "as_of = \"2026-10-31\"; history_start = \"2024-05-01\"; timezone = \"Europe/Berlin\"; currency = \"usd\";\n");
	const struct client_conf *a = client(c, 0);
	const struct client_conf *b = client(c, 1);
	assert_string_equal(a->name, "Ä & Co");
	assert_int_equal(conf_int(a, SETTING_MIN_N), 7);
	assert_int_equal(conf_int(b, SETTING_MIN_N), 3);
	assert_true(b->values[SETTING_MIN_N].set);
	assert_int_equal(a->values[SETTING_MIN_N].line, 3);
	assert_int_equal(b->values[SETTING_MIN_N].line, 6);
	assert_true(conf_is(a, SETTING_CHURN_RULE, "all_leavers"));
	assert_true(conf_is(b, SETTING_CHURN_RULE, "start"));
	assert_true(conf_number(a, SETTING_GROSS_MARGIN) >= 1 && conf_number(a, SETTING_GROSS_MARGIN) <= 1); /* a whole number is a number */
	assert_string_equal(conf_list(a, SETTING_SLICES_BY)[0], "plan");
	assert_string_equal(conf_list(a, SETTING_SLICES_BY)[1], "channel");
	assert_null(conf_list(a, SETTING_SLICES_BY)[2]);
	assert_string_equal(conf_text(a, SETTING_SLICES_BY), "plan, channel");
	assert_null(conf_list(b, SETTING_SLICES_BY)[0]);
	assert_int_equal(conf_int(a, SETTING_AS_OF), day_of(2026, 10, 31));
	assert_string_equal(c->values[SETTING_OUT].text, "public");
}

static void an_export_keeps_what_its_block_says(void **state) {
	(void)state;
	g_autoptr(conf) c = accepted("clients = ( { id = \"a\"; exports = (\n"
	                             "{ record = \"subscriptions\"; file = \"x/s.csv\"; columns = { customer_id = \"Kunden-Nr\"; };\n"
	                             "  constants = { interval = \"month\"; weight = 2; rate = 1.5; }; dates = \"dmy\"; decimal = \",\"; delimiter = \";\";\n"
	                             "  duplicates = \"whole_row\"; },\n"
	                             "{ record = \"spend\"; file = \"/data/s.csv\"; },\n"
	                             "{ record = \"orders\"; file = \"o\"; delimiter = \"blanks\"; header = [ \"customer_id\", \"-\", \"\", \" date\" ]; } ); } );");
	const struct client_conf *a = client(c, 0);
	assert_int_equal(a->exports->len, 3);
	const struct export *e = g_ptr_array_index(a->exports, 0);
	assert_string_equal(e->record, "subscriptions");
	assert_string_equal(e->file, "x/s.csv");
	g_autofree char *path = g_build_filename(c->folder, "x/s.csv", NULL);
	assert_string_equal(e->path, path);
	assert_int_equal(e->line, 2);
	assert_string_equal(g_hash_table_lookup(e->columns, "customer_id"), "Kunden-Nr");
	assert_string_equal(g_hash_table_lookup(e->constants, "interval"), "month");
	assert_string_equal(g_hash_table_lookup(e->constants, "weight"), "2");
	assert_string_equal(g_hash_table_lookup(e->constants, "rate"), "1.5");
	assert_string_equal(e->dates, "dmy");
	assert_string_equal(e->decimal, ",");
	assert_string_equal(e->delimiter, ";");
	assert_true(e->whole_row_duplicates);
	const struct export *plain = g_ptr_array_index(a->exports, 1);
	assert_string_equal(plain->path, "/data/s.csv");
	assert_int_equal(g_hash_table_size(plain->columns), 0);
	assert_string_equal(plain->dates, "auto");
	assert_string_equal(plain->decimal, "auto");
	assert_string_equal(plain->delimiter, "auto");
	assert_false(plain->whole_row_duplicates);
	assert_null(plain->header);
	const struct export *bare = g_ptr_array_index(a->exports, 2);
	assert_string_equal(bare->delimiter, "blanks");
	g_autofree char *names = g_strjoinv("|", bare->header);
	assert_string_equal(names, "customer_id|||date");
}

struct broken {
	const char *text;
	const char *said;
};

static void try_all(const struct broken *cases, size_t n) {
	for (size_t i = 0; i < n; i++)
		refused(cases[i].text, cases[i].said);
}

static void unknown_keys_are_told_with_the_nearest(void **state) {
	(void)state;
	static const struct broken CASES[] = {
		{"\nmin_nn = 3;\n" CLIENT, "site.conf:2: error: no setting is called min_nn here; the nearest is min_n.\n"},
		{"client = ( );\n" CLIENT, "site.conf:1: error: no setting is called client here; the nearest is clients.\n"},
		{"wallpaper = 3;\n" CLIENT, "site.conf:1: error: no setting is called wallpaper here; `holdfast list settings` prints all there are.\n"},
		{"churn = {\n rul = \"start\"; };\n" CLIENT, "site.conf:2: error: no setting is called rul here; the nearest is rule.\n"},
		{"churn = \"start\";\n" CLIENT, "site.conf:1: error: churn takes a block { }, not a text.\n"},
		{"rule = \"start\";\n" CLIENT, "site.conf:1: error: no setting is called rule here; `holdfast list settings` prints all there are.\n"},
		{"clients = ( { id = \"a\";\n nam = \"A\"; " EXPORTS " } );", "site.conf:2: error: no setting is called nam here; the nearest is name.\n"},
		{"clients = ( { id = \"a\";\n themes = \"x\"; " EXPORTS " } );", "site.conf:2: error: no setting is called themes here; the nearest is theme.\n"},
		{"clients = ( { id = \"a\"; " EXPORTS "\n out = \"x\"; } );",
		 "site.conf:2: error: out is of the whole site: it stands at the top of the file, not in a client's block.\n"},
		{"clients = ( { id = \"a\"; exports = ( { record = \"spend\"; file = \"x\";\n colums = { }; } ); } );",
		 "site.conf:2: error: no setting is called colums here; the nearest is columns.\n"},
	};
	try_all(CASES, G_N_ELEMENTS(CASES));
}

static void wrong_types_and_values_are_told(void **state) {
	(void)state;
	static const struct broken CASES[] = {
		{"min_n = \"5\";\n" CLIENT, "site.conf:1: error: min_n takes a whole number, not a text.\n"},
		{"min_n = 5.5;\n" CLIENT, "site.conf:1: error: min_n takes a whole number, not a number with a decimal point.\n"},
		{"min_n = 0;\n" CLIENT, "site.conf:1: error: min_n must be 1 to 1000, not 0.\n"},
		{"min_n = 99999999999L;\n" CLIENT, "site.conf:1: error: min_n must be 1 to 1000, not 99999999999.\n"},
		{"gross_margin = -1e999;\n" CLIENT, "site.conf:1: error: gross_margin must be 0 to 1, not infinite.\n"},
		{"gross_margin = 1.5;\n" CLIENT, "site.conf:1: error: gross_margin must be 0 to 1, not 1.5.\n"},
		{"gross_margin = true;\n" CLIENT, "site.conf:1: error: gross_margin takes a number, not true or false.\n"},
		{"theme = 3;\n" CLIENT, "site.conf:1: error: theme takes a text in quotes, not a whole number.\n"},
		{"theme = \"\";\n" CLIENT, "site.conf:1: error: theme is empty; leave the line out where there is nothing to say.\n"},
		{"theme = \"../../etc\";\n" CLIENT, "site.conf:1: error: theme must be the name of a folder of themes/, not ../../etc.\n"},
		{"churn = { rule = \"strat\"; };\n" CLIENT,
		 "site.conf:1: error: churn.rule cannot be strat; the nearest choice is start (choices: start, all_leavers, start_plus_new).\n"},
		{"survey = { reversed = [ \"cse\" ]; };\n" CLIENT,
		 "site.conf:1: error: survey.reversed cannot be cse; the nearest choice is ces (choices: nps, csat, ces).\n"},
		{"keep = { purposes = []; };\n" CLIENT, "site.conf:1: error: keep.purposes is empty; leave the line out where there is nothing to say.\n"},
		{"target = { mrr = 0; };\n" CLIENT, "site.conf:1: error: target.mrr must be 0.01 to 1000000000000, not 0.\n"},
		{"target = { mrr = -5.5; };\n" CLIENT, "site.conf:1: error: target.mrr must be 0.01 to 1000000000000, not -5.5.\n"},
		{"target = { customers = 0; };\n" CLIENT, "site.conf:1: error: target.customers must be 1 to 1000000000, not 0.\n"},
		{"keep = { purposes = [ \"service\", \"service\" ]; };\n" CLIENT, "site.conf:1: error: service stands twice in keep.purposes.\n"},
		{"churn = { rule = \"x\"; };\n" CLIENT, "site.conf:1: error: churn.rule cannot be x (choices: start, all_leavers, start_plus_new).\n"},
		{"as_of = \"2026-13-40\";\n" CLIENT, "site.conf:1: error: as_of must be a date of the calendar like 2026-10-31, not 2026-13-40.\n"},
		{"as_of = \"1899-12-31\";\n" CLIENT, "site.conf:1: error: as_of must be from 1900-01-01 to 2199-12-31, not 1899-12-31.\n"},
		{"history_start = \"2200-01-01\";\n" CLIENT, "site.conf:1: error: history_start must be from 1900-01-01 to 2199-12-31, not 2200-01-01.\n"},
		{"as_of = 20261031;\n" CLIENT, "site.conf:1: error: as_of takes a date in quotes, not a whole number.\n"},
		{"history_start = \"2026-10-31\";\n" CLIENT, "site.conf:1: error: history_start must be the first of a month, not 2026-10-31.\n"},
		{"currency = \"ZZZ\";\n" CLIENT, "site.conf:1: error: currency must be three letters of ISO 4217 like EUR, not ZZZ.\n"},
		{"timezone = \"Europe/Berln\";\n" CLIENT,
		 "site.conf:1: error: timezone must be a zone like Europe/Berlin, not Europe/Berln; the nearest is Europe/Berlin.\n"},
		{"timezone = \"Moon\";\n" CLIENT, "site.conf:1: error: timezone must be a zone like Europe/Berlin, not Moon.\n"},
		{"formats = \"not a locale\";\n" CLIENT, "site.conf:1: error: formats must be a locale like en-GB, not not a locale.\n"},
		{"formats = \"xx-GB\";\n" CLIENT, "site.conf:1: error: formats must be a locale like en-GB, not xx-GB.\n"},
		{"slices = { by = \"plan\"; };\n" CLIENT, "site.conf:1: error: slices.by takes a list of texts [ ], not a text.\n"},
		{"slices = { by = [1, 2]; };\n" CLIENT, "site.conf:1: error: slices.by takes a list of texts [ ], not a whole number.\n"
		                                        "site.conf:1: error: slices.by takes a list of texts [ ], not a whole number.\n"},
		{"slices = { by = [\"plan\", \"\", \"plan\"]; };\n" CLIENT,
		 "site.conf:1: error: slices.by is empty; leave the line out where there is nothing to say.\n"
		 "site.conf:1: error: plan stands twice in slices.by.\n"},
		{"slices = { by = [\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\",\"l\",\"m\",\"n\",\"o\",\"p\",\"q\"]; };\n" CLIENT,
		 "site.conf:1: error: slices.by has 17 entries; 16 are the most.\n"},
	};
	try_all(CASES, G_N_ELEMENTS(CASES));
}

static void clients_are_checked(void **state) {
	(void)state;
	static const struct broken CASES[] = {
		{"min_n = 5;", "site.conf: error: there is no client: clients is a list ( { id = \"…\"; exports = ( … ); } ) with one block for each.\n"},
		{"\nclients = ( );", "site.conf:2: error: there is no client: clients is a list ( { id = \"…\"; exports = ( … ); } ) with one block for each.\n"},
		{"clients = 3;", "site.conf:1: error: clients takes a list ( ) of blocks { }, not a whole number.\n"},
		{"clients = ( 3 );", "site.conf:1: error: clients takes a block { }, not a whole number.\n"},
		{"clients = ( { name = \"A\"; } );", "site.conf:1: error: this client has no id.\nsite.conf:1: error: this client has no exports.\n"},
		{"clients = ( { id = 7; " EXPORTS " } );", "site.conf:1: error: id takes a text in quotes, not a whole number.\n"},
		{"clients = ( { id = \"a/b\"; " EXPORTS " } );",
		 "site.conf:1: error: a/b cannot be an id: it is also the client's folder and takes 1 to 64 of a-z A-Z 0-9 . _ - and begins with none of . and -.\n"},
		{"clients = ( { id = \"Internal\"; " EXPORTS " } );",
		 "site.conf:1: error: Internal cannot be an id: the site has a part of its own by that name.\n"},
		{"clients = ( { id = \"a\"; " EXPORTS " },\n{ id = \"A\"; " EXPORTS " } );",
		 "site.conf:2: error: A is already the id of the client of line 1; ids that differ in case only are the same on some file systems.\n"},
	};
	try_all(CASES, G_N_ELEMENTS(CASES));
}

#define EXPORT(inside) "clients = ( { id = \"a\"; exports = ( {\n" inside " } ); } );"

static void exports_are_checked(void **state) {
	(void)state;
	static const struct broken CASES[] = {
		{"clients = ( { id = \"a\"; exports = 3; } );", "site.conf:1: error: exports takes a list ( ) of blocks { }, not a whole number.\n"},
		{"clients = ( { id = \"a\"; exports = ( \"c.csv\" ); } );", "site.conf:1: error: exports takes a block { }, not a text.\n"},
		{EXPORT("dates = \"dmy\";"), "site.conf:1: error: this export has no record.\nsite.conf:1: error: this export has no file.\n"},
		{EXPORT("record = \"custmers\"; file = \"x\";"),
		 "site.conf:2: error: record cannot be custmers; the nearest choice is customers (choices: customers, subscriptions, invoices, orders, surveys, invitations, spend, contacts, work, rates).\n"},
		{EXPORT("record = \"spend\"; file = \"x\"; dates = \"dym\";"),
		 "site.conf:2: error: dates cannot be dym; the nearest choice is dmy (choices: auto, iso, dmy, mdy, ymd, serial).\n"},
		{EXPORT("record = \"spend\"; file = \"x\"; decimal = \";\";"), "site.conf:2: error: decimal cannot be ; (choices: auto, ., ,).\n"},
		{EXPORT("record = \"spend\"; file = \"nothing-*.csv\";"),
		 "site.conf:1: error: no file fits nothing-*.csv. Nothing was read. Correct the pattern, or take the export out.\n"},
		{EXPORT("record = \"spend\"; file = \"x\"; files = [ \"y\" ];"), "site.conf:1: error: this export has both file and files; leave one of them out.\n"},
		{EXPORT("record = \"spend\"; file = \"x\"; delimiter = \"ab\";"),
		 "site.conf:2: error: delimiter must be auto, blanks or one character between cells, not ab.\n"},
		{EXPORT("record = \"spend\"; file = \"x\"; header = [ \"date\", \"\", \"-\", \" date \" ];"), "site.conf:2: error: date stands twice in header.\n"},
		{EXPORT("record = \"spend\"; file = \"x\"; header = [ \"-\", \"\" ];"),
		 "site.conf:2: error: header is empty; leave the line out where there is nothing to say.\n"},
		{EXPORT("record = \"spend\"; file = \"x\"; header = [ ];"),
		 "site.conf:2: error: header is empty; leave the line out where there is nothing to say.\n"},
		{EXPORT("record = \"spend\"; file = \"x\"; header = \"date\";"), "site.conf:2: error: header takes a list of texts [ ], not a text.\n"},
		{EXPORT("record = \"spend\"; file = \"x\"; delimiter = \"\\n\";"),
		 "site.conf:2: error: delimiter must be auto, blanks or one character between cells, not \\n.\n"},
		{EXPORT("record = \"spend\"; file = \"x\"; columns = { date = 3; };"), "site.conf:2: error: columns.date takes a text in quotes, not a whole number.\n"},
		{EXPORT("record = \"spend\"; file = \"x\"; columns = [ \"date\" ];"), "site.conf:2: error: columns takes a block { }, not an array [ ].\n"},
		{EXPORT("record = \"spend\"; file = \"x\"; constants = { purpose = { }; };"),
		 "site.conf:2: error: constants.purpose takes a text in quotes, not a block { }.\n"},
		{EXPORT("record = \"spend\"; file = \"x\"; columns = { date = \"D\"; };\n constants = { date = \"2026-01-01\"; };"),
		 "site.conf:3: error: date is both a column and a constant; leave one of them out.\n"},
	};
	try_all(CASES, G_N_ELEMENTS(CASES));
}

static void escapes_make_no_text_that_a_page_cannot_show(void **state) {
	(void)state;
#define ESCAPE "; an escape such as \\x1b can make one. Write the text as it is to be read. Nothing was read.\n"
	static const struct broken CASES[] = {
		{"clients = ( { id = \"a\"; name = \"A\\xff\"; " EXPORTS " } );", "site.conf:1: error: the text A\\xFF holds bytes that are not UTF-8" ESCAPE},
		{"clients = ( { id = \"a\";\nname = \"A\\x1b[2J\"; " EXPORTS " } );", "site.conf:2: error: the text A\\x1B[2J holds a control character" ESCAPE},
		{"slices = { by = [\"plan\",\n\"re\\tgion\"]; };\n" CLIENT, "site.conf:2: error: the text re\\tgion holds a control character" ESCAPE},
		{EXPORT("record = \"spend\"; file = \"x\"; columns = { date = \"D\\n\"; };"), "site.conf:2: error: the text D\\n holds a control character" ESCAPE},
		{EXPORT("record = \"spend\"; file = \"x\";\nconstants = { purpose = \"\\xc2\\x9b\"; };"), "site.conf:3: error: the text \\x9B holds a control character" ESCAPE},
		{EXPORT("record = \"spend\"; file = \"x\"; delimiter = \"\\xff\";"), "site.conf:2: error: the text \\xFF holds bytes that are not UTF-8" ESCAPE},
	};
	try_all(CASES, G_N_ELEMENTS(CASES));
	g_autoptr(conf) tab = accepted(EXPORT("record = \"spend\"; file = \"x\"; delimiter = \"\\t\";"));
	assert_non_null(tab);
}

static void all_faults_are_told_in_one_run(void **state) {
	(void)state;
	refused("min_n = 0;\ntheem = \"x\";\nclients = (\n{ id = \"a\"; gross_margin = 2; },\n{ id = \"b\"; exports = ( { file = \"\"; } ); } );",
	        "site.conf:1: error: min_n must be 1 to 1000, not 0.\n"
	        "site.conf:2: error: no setting is called theem here; the nearest is theme.\n"
	        "site.conf:4: error: gross_margin must be 0 to 1, not 2.\n"
	        "site.conf:4: error: this client has no exports.\n"
	        "site.conf:5: error: file is empty; leave the line out where there is nothing to say.\n"
	        "site.conf:5: error: this export has no record.\n");
}

static void what_cannot_be_parsed_is_told_by_line(void **state) {
	(void)state;
#define FROM_HERE ". Texts and dates stand in quotes, a setting ends with a semicolon, no name stands twice in a block.\n"
	refused("min_n = 3;\nas_of = 2026-10-31;\n" CLIENT, "site.conf:2: error: cannot be understood from here on: syntax error" FROM_HERE);
	refused("min_n = 3;\nmin_n = 4;\n" CLIENT, "site.conf:2: error: cannot be understood from here on: duplicate setting name" FROM_HERE);
	refused("", "site.conf: error: there is no client: clients is a list ( { id = \"…\"; exports = ( … ); } ) with one block for each.\n");
}

static void hostile_files_are_refused_before_they_are_parsed(void **state) {
	(void)state;
	g_autofree char *said = NULL;
	assert_null(read_bytes("a = 1;\nb\0 = 2;", 13, &said));
	assert_string_equal(said, "site.conf:2: error: a NUL byte; a settings file is UTF-8 text of at most 16 MiB. Nothing was read.\n");
	refused("a = 1;\n\nb = \"\xff\";", "site.conf:3: error: not UTF-8; a settings file is UTF-8 text of at most 16 MiB. Nothing was read.\n");
	refused("\n@include \"/etc/passwd\"\n" CLIENT, "site.conf:2: error: @include is not followed: a site has one settings file. Nothing was read.\n");

	refused("min_n = 4294967301;", "site.conf:1: error: 4294967301 is too large a number for any setting. Nothing was read.\n");
	refused("\nmin_n = 0x100000005;", "site.conf:2: error: 0x100000005 is too large a number for any setting. Nothing was read.\n");
	refused("a = 1;\nb = \"x\n;\nc = 2;", "site.conf:2: error: the text that begins here has no end. Nothing was read.\n");
	refused("a = 1;\n\n/* b = 2;\n", "site.conf:3: error: the comment that begins here has no end. Nothing was read.\n");

	GString *deep = g_string_new("a = \n");
	for (int i = 0; i < 100000; i++)
		g_string_append(deep, "(");
	refused(deep->str, "site.conf:2: error: brackets are nested more than 32 deep. Nothing was read.\n");
	g_string_free(deep, TRUE);

	size_t large = (16 << 20) + 1;
	g_autofree char *bytes = g_malloc(large);
	memset(bytes, ' ', large);
	g_autofree char *too_large = NULL;
	assert_null(read_bytes(bytes, large, &too_large));
	assert_string_equal(too_large, "site.conf: error: too large; a settings file is UTF-8 text of at most 16 MiB. Nothing was read.\n");
}

static void brackets_in_texts_and_comments_do_not_count(void **state) {
	(void)state;
	GString *text = g_string_new("\xef\xbb\xbf# ((((((((((((((((((((((((((((((((((((((((((((\n"
	                             "/* @include \"x\" {{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{ */ // [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n"
	                             "gross_margin = 0.12345678901234;\n"
	                             "clients = ( { id = \"a\"; name = \"(((((((((((((((((((((((((((((((((((((((((((((\\\" # @include\"; " EXPORTS " } );\n");
	g_autoptr(conf) c = accepted(text->str);
	assert_true(g_str_has_suffix(client(c, 0)->name, "(\" # @include"));
	g_string_free(text, TRUE);
}

static void a_file_that_is_not_there_is_told(void **state) {
	(void)state;
	g_autoptr(diag) d = diag_new();
	assert_null(conf_read("no/such/site.conf", d));
	assert_int_equal(diag_total(d), 1);
	g_autofree char *line = diag_line(diag_get(d, 0));
	assert_string_equal(line, "no/such/site.conf: error: cannot read the settings: No such file or directory. Name their file with -c.");
}

static void the_table_lists_every_key_with_its_default(void **state) {
	(void)state;
	g_autofree char *table = conf_list_settings();
	for (int s = 0; s < SETTING_COUNT; s++) {
		g_autofree char *start = g_strconcat("\n  ", setting_path((enum setting)s), " ", NULL);
		assert_non_null(strstr(table, start));
	}
	static const char *const OTHERS[] = {"id", "name", "exports", "record", "file", "columns", "constants", "dates", "decimal", "delimiter", "duplicates"};
	for (size_t i = 0; i < G_N_ELEMENTS(OTHERS); i++) {
		g_autofree char *start = g_strconcat("\n  ", OTHERS[i], " ", NULL);
		assert_non_null(strstr(table, start));
	}
	/* columns are aligned: the defaults of two rows begin at the same place */
	const char *one = strstr(table, "\n  min_n ");
	const char *two = strstr(table, "\n  churn.rule ");
	assert_int_equal(strstr(one, " 5 ") - one, strstr(two, " start ") - two);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_client_starts_from_the_built_in_defaults),
		cmocka_unit_test(a_block_wins_over_the_top_and_the_top_over_the_table),
		cmocka_unit_test(an_export_keeps_what_its_block_says),
		cmocka_unit_test(unknown_keys_are_told_with_the_nearest),
		cmocka_unit_test(wrong_types_and_values_are_told),
		cmocka_unit_test(clients_are_checked),
		cmocka_unit_test(exports_are_checked),
		cmocka_unit_test(escapes_make_no_text_that_a_page_cannot_show),
		cmocka_unit_test(all_faults_are_told_in_one_run),
		cmocka_unit_test(what_cannot_be_parsed_is_told_by_line),
		cmocka_unit_test(hostile_files_are_refused_before_they_are_parsed),
		cmocka_unit_test(brackets_in_texts_and_comments_do_not_count),
		cmocka_unit_test(a_file_that_is_not_there_is_told),
		cmocka_unit_test(the_table_lists_every_key_with_its_default),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

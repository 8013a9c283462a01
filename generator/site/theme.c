/* site/theme: reads theme.conf and joins the stylesheets it names. Names in it are file names of the theme's own folder and nothing else. */
#include "site/theme.h"

#include "base/file.h"
#include "base/text.h"

#include <libconfig.h>

static char *fail(struct diag *d, const char *file, int line, const char *what) {
	diag_report(d, DIAG_THEME, (struct where){file, line, 0}, what, NULL);
	return NULL;
}

static bool append_file(GString *css, const char *folder, const char *name, struct diag *d) {
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *error = NULL;
	g_autofree char *bytes = NULL;
	gsize length = 0;
	if (!text_is_id(name)) {
		fail(d, path, 0, "not the name of a file in the theme's folder");
		return false;
	}
	if (!file_read(path, &bytes, &length, &error)) {
		fail(d, path, 0, error);
		return false;
	}
	if (!g_utf8_validate(bytes, (gssize)length, NULL)) {
		fail(d, path, 0, "not UTF-8");
		return false;
	}
	g_string_append_len(css, bytes, (gssize)length);
	if (length > 0 && bytes[length - 1] != '\n')
		g_string_append_c(css, '\n');
	return true;
}

static char *join(const char *folder, const char *file, const config_t *conf, struct diag *d) {
	const config_setting_t *list = config_lookup(conf, "css");
	int n = list == NULL ? 0 : config_setting_length(list);
	if (n == 0)
		return fail(d, file, 0, "css = [ … ] is missing: it names the stylesheets of the theme");
	g_autoptr(GString) css = g_string_new(NULL);
	for (int i = 0; i < n; i++) {
		const char *name = config_setting_get_string_elem(list, i);
		if (name == NULL)
			return fail(d, file, (int)config_setting_source_line(list), "css holds something that is no string");
		if (!append_file(css, folder, name, d))
			return NULL;
	}
	return g_string_free(g_steal_pointer(&css), FALSE);
}

char *theme_stylesheet(const char *folder, const char *theme, struct diag *d) {
	if (!text_is_id(theme))
		return fail(d, theme, 0, "not the name of a theme");
	g_autofree char *own = g_build_filename(folder, theme, NULL);
	g_autofree char *file = g_build_filename(own, "theme.conf", NULL);
	g_autofree char *error = NULL;
	g_autofree char *text = NULL;
	gsize length = 0;
	if (!file_read(file, &text, &length, &error))
		return fail(d, file, 0, error);
	config_t conf;
	config_init(&conf);
	char *css = config_read_string(&conf, text) == CONFIG_TRUE ? join(own, file, &conf, d)
	                                                          : fail(d, file, config_error_line(&conf), config_error_text(&conf));
	config_destroy(&conf);
	return css;
}

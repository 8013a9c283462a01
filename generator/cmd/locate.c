/* cmd/locate: finds the folders of templates and themes. Knows where the program lies; refuses to know what is in them. */
#include "cmd/locate.h"

#include "base/file.h"

#ifndef HOLDFAST_DATA
#define HOLDFAST_DATA "/usr/share/holdfast"
#endif

char *locate(const struct conf *c, const char *name, struct diag *d) {
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *bin = program != NULL ? g_path_get_dirname(program) : NULL;
	g_autofree char *above = bin != NULL ? g_path_get_dirname(bin) : NULL;
	/* build/holdfast lies one folder below the sources, build/asan/holdfast two. */
	g_autofree char *top = above != NULL ? g_path_get_dirname(above) : NULL;
	const char *const places[] = {c->folder, above, top, HOLDFAST_DATA};
	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		if (places[i] == NULL)
			continue;
		g_autofree char *folder = g_build_filename(places[i], name, NULL);
		if (file_is_folder(folder))
			return g_steal_pointer(&folder);
	}
	diag_report(d, DIAG_NO_RESOURCES, (struct where){0}, name, c->folder, NULL);
	return NULL;
}

/* A main for a fuzz target without libFuzzer: shows it each file named on the command line, once. */
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
	for (int i = 1; i < argc; i++) {
		g_autofree char *bytes = NULL;
		gsize n = 0;
		if (!g_file_get_contents(argv[i], &bytes, &n, NULL)) {
			fprintf(stderr, "cannot read %s\n", argv[i]);
			return EXIT_FAILURE;
		}
		/* Where the heap ends the input ends: a byte read past it is seen. */
		uint8_t *exact = malloc(n > 0 ? n : 1);
		if (exact == NULL)
			return EXIT_FAILURE;
		memcpy(exact, bytes, n);
		printf("%s\n", argv[i]);
		fflush(stdout);
		LLVMFuzzerTestOneInput(exact, n);
		free(exact);
	}
	return EXIT_SUCCESS;
}

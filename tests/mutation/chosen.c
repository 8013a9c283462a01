/* Which change of the file is in force: 0 is none. A unit test's program takes it from its environment, the server chooses for each child. */
#include <stdlib.h>

int mutation_chosen;
unsigned char mutation_reached[256];

__attribute__((constructor)) static void choose(void) {
	const char *text = getenv("MUTATION");
	mutation_chosen = text == NULL ? 0 : atoi(text);
}

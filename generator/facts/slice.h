/* facts/slice: the values a figure is cut by, one dimension at a time; number 0 is "all". */
#ifndef FACTS_SLICE_H
#define FACTS_SLICE_H
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SLICE_ALL ((size_t)0)
#define SLICE_UNKNOWN "(unknown)" /* the customer is not in the customers export */
#define SLICE_NONE "(none)"       /* the cell is empty */
#define SLICE_OTHER "(other)"     /* beyond slices.max */

struct slice {
	size_t dimension; /* in facts.dimensions; of "all": 0 */
	char *value;      /* as in the export; "all": NULL */
};
#endif

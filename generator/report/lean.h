/* report/lean: what a client's spend leans to, winning customers or keeping them, in three classes; and what share of firms was published for each.
 * Knows the bands; refuses to set a share of spend beside a share of firms: classes are counted, and counts are compared. */
#ifndef REPORT_LEAN_H
#define REPORT_LEAN_H
#include "report/report.h"

/* No figure to tell by; above 60 % of spend on winning; between; below 40 %. */
enum lean { LEAN_UNKNOWN, LEAN_WINNING, LEAN_EVEN, LEAN_KEEPING, LEAN_COUNT };
enum lean lean_of(const struct value *share);  /* of a figure of spend_share_acquisition */
enum lean lean_of_year(const struct report *r); /* of the newest finished 12 months */
const char *lean_name(enum lean l);            /* "winning", "even", "keeping", "unknown"; static */
enum lean lean_named(const char *name);        /* LEAN_UNKNOWN for NULL and all else */
double lean_published(enum lean l);            /* share of firms; NaN for LEAN_UNKNOWN */
#endif

/* site/theme: a theme's folder as one stylesheet. Knows theme.conf; refuses to know what the rules mean. */
#ifndef SITE_THEME_H
#define SITE_THEME_H
#include "base/diag.h"

/* The files theme.conf names in `css = [ … ]`, in that order, joined; `folder` is themes/, `theme` a folder of it. Caller owns; NULL with the reason in d. */
char *theme_stylesheet(const char *folder, const char *theme, struct diag *d);
#endif

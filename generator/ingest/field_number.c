/* ingest/field_number: numbers and money as people and programs write them, read exactly: no float is ever made of them. */
#include "base/text.h"
#include "ingest/field.h"

#include <string.h>

#define MOST_DIGITS 36 /* fit 128 bits */

static bool is_digit(char c) {
	return c >= '0' && c <= '9';
}

/* Length of the token among NULL-terminated tokens that stands at p; 0: none. */
static size_t token_at(const char *p, const char *const *tokens) {
	for (; *tokens != NULL; tokens++)
		if (strncmp(p, *tokens, strlen(*tokens)) == 0)
			return strlen(*tokens);
	return 0;
}

static size_t minus_at(const char *p) {
	static const char *const MINUS[] = {"-", "−", NULL};
	return token_at(p, MINUS);
}

/* Length of a sign that parts groups of three digits; 0: there is none at p. */
static size_t group_at(const char *p, char decimal) {
	static const char *const ALWAYS[] = {" ", "\u00a0", "\u202f", "\u2009", "'", "’", NULL};
	if (*p == (decimal == '.' ? ',' : '.'))
		return 1;
	return token_at(p, ALWAYS);
}

/* A digit more. The leading zeros take no room. */
static bool push(struct number *x, char c, int *significant) {
	x->digits = x->digits * 10 + (c - '0');
	if (x->digits != 0)
		++*significant;
	return *significant <= MOST_DIGITS;
}

/* The digits before the decimal sign, all in one or in groups of three parted by one and the same sign. */
static enum number_result whole_part(const char **at, char decimal, struct number *x, int *significant, int *seen) {
	const char *p = *at;
	const char *group = NULL;
	size_t group_length = 0;
	int since = 0;
	const char *first = p;
	for (;;) {
		if (is_digit(*p)) {
			if (!push(x, *p++, significant))
				return NUMBER_TOO_LONG;
			since++;
			++*seen;
			continue;
		}
		size_t length = group_at(p, decimal);
		if (length == 0)
			break;
		bool fits = group == NULL ? since >= 1 && since <= 3 && *first != '0'
		                          : since == 3 && length == group_length && memcmp(p, group, length) == 0;
		if (!fits)
			return NUMBER_WRONG;
		group = p;
		group_length = length;
		since = 0;
		p += length;
	}
	*at = p;
	return group != NULL && since != 3 ? NUMBER_WRONG : NUMBER_FINE;
}

enum number_result number_read(char decimal, const char *text, struct number *out) {
	struct number x = {0};
	const char *p = text;
	bool bracket = *p == '(';
	if (bracket)
		p++;
	size_t minus = minus_at(p);
	x.negative = bracket || minus > 0;
	if (bracket && minus > 0)
		return NUMBER_WRONG;
	p += minus > 0 ? minus : *p == '+' ? 1 : 0;
	while (*p == ' ')
		p++;
	int significant = 0;
	int seen = 0;
	enum number_result result = whole_part(&p, decimal, &x, &significant, &seen);
	if (result != NUMBER_FINE)
		return result;
	if (*p == decimal)
		for (p++; is_digit(*p); p++, seen++, x.decimals++)
			if (!push(&x, *p, &significant) || x.decimals == MOST_DIGITS)
				return NUMBER_TOO_LONG;
	if (bracket && *p++ != ')')
		return NUMBER_WRONG;
	if (seen == 0 || *p != '\0')
		return NUMBER_WRONG;
	*out = x;
	return NUMBER_FINE;
}

/* 49.00, as most programs write it. */
static bool is_plain_decimal(const char *text) {
	size_t whole = strspn(text, "0123456789");
	size_t behind = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
	return whole > 0 && behind > 0 && behind != 3 && text[whole + 1 + behind] == '\0';
}

enum decimal_tells decimal_tells(const char *text) {
	if (strpbrk(text, ".,") == NULL)
		return DECIMAL_TELLS_NOTHING;
	if (is_plain_decimal(text))
		return DECIMAL_TELLS_POINT;
	const char *first = strpbrk(text, "0123456789");
	if (first == NULL)
		return DECIMAL_TELLS_NOTHING;
	const char *last = first;
	for (const char *p = first; *p != '\0'; p++)
		last = is_digit(*p) ? p : last;
	first -= first > text && (first[-1] == '.' || first[-1] == ',');
	g_autofree char *inner = g_strndup(first, (gsize)(last + 1 - first));
	struct number point, comma;
	bool with_point = number_read('.', inner, &point) == NUMBER_FINE;
	bool with_comma = number_read(',', inner, &comma) == NUMBER_FINE;
	if (with_point && with_comma)
		return point.digits == comma.digits && point.decimals == comma.decimals ? DECIMAL_TELLS_NOTHING : DECIMAL_TELLS_EITHER;
	return with_point ? DECIMAL_TELLS_POINT : with_comma ? DECIMAL_TELLS_COMMA : DECIMAL_TELLS_NOTHING;
}

static int128 power_of_ten(int n) {
	int128 x = 1;
	while (n-- > 0)
		x *= 10;
	return x;
}

bool number_scale(const struct number *x, int places, int64_t *out, bool *rounded) {
	int128 scaled = x->digits;
	if (places >= x->decimals) {
		if (__builtin_mul_overflow(scaled, power_of_ten(places - x->decimals), &scaled))
			return false;
	} else {
		int128 divisor = power_of_ten(x->decimals - places);
		scaled = divide_half_even(x->digits, divisor);
		if (rounded != NULL && scaled * divisor != x->digits)
			*rounded = true;
	}
	if (scaled > INT64_MAX)
		return false;
	*out = x->negative ? -(int64_t)scaled : (int64_t)scaled;
	return true;
}

/* Signs of money and the currencies they may stand for; a longer sign before one it ends with. */
static const struct {
	const char *sign, *codes;
} SIGNS[] = {
	{"€", "EUR"}, {"£", "GBP"}, {"US$", "USD"}, {"R$", "BRL"}, {"$", "USD AUD CAD NZD SGD HKD TWD MXN ARS CLP COP"},
	{"¥", "JPY CNY"}, {"¥", "JPY CNY"}, {"元", "CNY TWD"}, {"円", "JPY"}, {"₹", "INR"}, {"₩", "KRW"}, {"kr", "SEK NOK DKK ISK"},
	{"zł", "PLN"}, {"Kč", "CZK"}, {"Fr.", "CHF"}, {"₺", "TRY"}, {"₴", "UAH"}, {"₪", "ILS"}, {"฿", "THB"}, {"₫", "VND"},
};

enum money_sign { SIGN_NONE, SIGN_SAME, SIGN_OTHER };

/* Whether [p, p + n) is a sign or code of money, and of the row's currency c. */
static enum money_sign sign_of(const char *p, size_t n, struct currency c) {
	char code[4] = {0};
	currency_print(c, code);
	for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
		if (strlen(SIGNS[i].sign) == n && strncmp(p, SIGNS[i].sign, n) == 0)
			return strstr(SIGNS[i].codes, code) != NULL ? SIGN_SAME : SIGN_OTHER;
	struct currency named;
	char letters[4] = {0};
	if (n != 3)
		return SIGN_NONE;
	memcpy(letters, p, 3);
	if (!currency_parse(letters, &named))
		return SIGN_NONE;
	return currency_equal(named, c) ? SIGN_SAME : SIGN_OTHER;
}

/* Bytes of a number: whatever stands before the first and behind the last of them may be a sign of money. */
static bool is_number_byte(char c) {
	return is_digit(c) || strchr(".,+-() '", c) != NULL;
}

/* Length of the run at p that is no part of a number; a minus of three bytes and blanks are parts. */
static size_t foreign_at(const char *p) {
	size_t n = 0;
	while (p[n] != '\0' && !is_number_byte(p[n]) && minus_at(p + n) == 0 && group_at(p + n, '.') == 0)
		n++;
	/* "Fr." is a sign that ends with a byte numbers have. */
	return n == 2 && strncmp(p, "Fr.", 3) == 0 ? 3 : n;
}

/* Whether nothing but signs and brackets stands before p in s, or nothing but brackets and blanks behind it. */
static bool at_edge(const char *s, const char *p, const char *behind) {
	if (behind[strspn(behind, ") ")] == '\0')
		return true;
	while (s < p) {
		size_t n = minus_at(s);
		if (n == 0 && *s != '(' && *s != '+' && *s != ' ')
			return false;
		s += n > 0 ? n : 1;
	}
	return true;
}

/* Takes signs of money out of s in place. False when one is of another currency. What is none is left for number_read to refuse. */
static bool take_signs(char *s, struct currency c) {
	static const char *const BLANKS[] = {" ", "\u00a0", "\u202f", NULL};
	char *p = s;
	while (*p != '\0') {
		size_t n = foreign_at(p);
		enum money_sign sign = n == 0 || !at_edge(s, p, p + n) ? SIGN_NONE : sign_of(p, n, c);
		if (sign == SIGN_OTHER)
			return false;
		if (sign == SIGN_NONE) {
			size_t whole = MAX(minus_at(p), group_at(p, '.'));
			p += n > 0 ? n : MAX(whole, 1);
			continue;
		}
		char *behind = p + n;
		for (size_t blank; (blank = token_at(behind, BLANKS)) > 0;)
			behind += blank;
		memmove(p, behind, strlen(behind) + 1);
		while (p > s && p[-1] == ' ' && (*p == '\0' || *p == ')'))
			memmove(p - 1, p, strlen(p) + 1), p--;
	}
	return true;
}

bool amount_read(char decimal, const char *text, struct currency c, int64_t *out, bool *rounded, enum diag_code *code) {
	g_autofree char *plain = g_strdup(text);
	*code = DIAG_FIELD_AMOUNT_CURRENCY;
	if (!take_signs(plain, c))
		return false;
	g_autofree char *number = g_strdup(text_trim(plain));
	struct number x;
	enum number_result result = number_read(decimal, number, &x);
	*code = result == NUMBER_WRONG ? DIAG_FIELD_AMOUNT : DIAG_FIELD_OVERFLOW;
	return result == NUMBER_FINE && number_scale(&x, currency_digits(c), out, rounded);
}

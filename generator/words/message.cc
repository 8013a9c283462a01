// words/message: ICU's MessageFormat behind a C face. Knows the names and types of a pattern's arguments, which it holds against those
// given before anything is formatted. Refuses to know keys and files. MessageFormat makes plural rules and number formats on first use
// behind a const method, so each message has a lock of its own.
#include <glib.h>

extern "C" {
#include "words/message.h"
}

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <vector>

namespace {

enum class Kind { any, number, text };

struct Names {
	std::map<std::string, Kind> kinds;
	std::string fault; // empty: none
};

std::string utf8(const icu::UnicodeString &s) {
	std::string out;
	s.toUTF8String(out);
	return out;
}

char *copy(const std::string &s) {
	return g_strdup(s.c_str());
}

// The type of an argument; one that is used twice keeps the stricter type.
void note(Names &names, const std::string &name, UMessagePatternArgType type, const std::string &form) {
	Kind kind = Kind::any;
	if (type == UMSGPAT_ARG_TYPE_SELECT)
		kind = Kind::text;
	else if (type == UMSGPAT_ARG_TYPE_PLURAL || type == UMSGPAT_ARG_TYPE_SELECTORDINAL || form == "number")
		kind = Kind::number;
	else if (type != UMSGPAT_ARG_TYPE_NONE)
		names.fault = "argument {" + name + "} is of a form that is not used here";
	Kind &known = names.kinds.emplace(name, kind).first->second;
	if (known == Kind::any)
		known = kind;
	else if (kind != Kind::any && known != kind)
		names.fault = "argument {" + name + "} is a text in one place and a number in another";
}

Names names_of(const icu::MessagePattern &pattern) {
	Names names;
	for (int32_t i = 0; i + 1 < pattern.countParts(); i++) {
		const auto &part = pattern.getPart(i);
		if (part.getType() != UMSGPAT_PART_TYPE_ARG_START)
			continue;
		const auto &name = pattern.getPart(i + 1);
		const std::string text = utf8(pattern.getSubstring(name));
		if (name.getType() != UMSGPAT_PART_TYPE_ARG_NAME) {
			names.fault = "argument {" + text + "} has no name";
			continue;
		}
		std::string form;
		if (part.getArgType() == UMSGPAT_ARG_TYPE_SIMPLE && i + 2 < pattern.countParts())
			form = utf8(pattern.getSubstring(pattern.getPart(i + 2)));
		note(names, text, part.getArgType(), form);
	}
	return names;
}

std::string fault_of_pattern(const UParseError &at, UErrorCode status) {
	return std::string(u_errorName(status)) + " at character " + std::to_string(at.offset + 1);
}

icu::Formattable value_of(const arg &a) {
	switch (a.type) {
	case ARG_INT: return icu::Formattable(a.i);
	case ARG_DOUBLE: return icu::Formattable(a.x);
	default: return icu::Formattable(icu::UnicodeString::fromUTF8(a.text));
	}
}

} // namespace

struct message {
	std::unique_ptr<icu::MessageFormat> format;
	std::map<std::string, Kind> kinds;
	mutable std::mutex lock;
};

namespace {

// Empty when the arguments are exactly those of the message.
std::string fault_of_arguments(const message &m, const arg *args, size_t n) {
	std::map<std::string, bool> given;
	for (size_t i = 0; i < n; i++) {
		const auto found = m.kinds.find(args[i].name);
		if (found == m.kinds.end())
			return std::string("it has no argument {") + args[i].name + "}";
		if (!given.emplace(args[i].name, true).second)
			return std::string("argument {") + args[i].name + "} is given twice";
		if (args[i].type == ARG_TEXT ? found->second == Kind::number : found->second == Kind::text)
			return std::string("argument {") + args[i].name + "} is of another type";
		if (args[i].type == ARG_TEXT && (!args[i].text || !g_utf8_validate(args[i].text, -1, nullptr)))
			return std::string("argument {") + args[i].name + "} is no text";
	}
	for (const auto &k : m.kinds)
		if (!given.count(k.first))
			return "argument {" + k.first + "} is not given";
	return "";
}

} // namespace

extern "C" {

struct message *message_parse(const char *pattern, const char *locale, char **error) NO_THROW {
	const icu::UnicodeString text = icu::UnicodeString::fromUTF8(pattern);
	UErrorCode status = U_ZERO_ERROR;
	UParseError at = {};
	// MessageFormat does not show its own pattern; its kind of pattern is parsed here once more for the names.
	const icu::MessagePattern parsed(text, &at, status);
	if (U_FAILURE(status)) {
		*error = copy(fault_of_pattern(at, status));
		return nullptr;
	}
	Names names = names_of(parsed);
	if (!names.fault.empty()) {
		*error = copy(names.fault);
		return nullptr;
	}
	auto m = std::make_unique<message>();
	m->format = std::make_unique<icu::MessageFormat>(text, icu::Locale(locale), at, status);
	m->kinds = std::move(names.kinds);
	if (U_FAILURE(status)) {
		*error = copy(fault_of_pattern(at, status));
		return nullptr;
	}
	return m.release();
}

void message_free(struct message *m) NO_THROW {
	delete m;
}

size_t message_arguments(const struct message *m) NO_THROW {
	return m->kinds.size();
}

char *message_format(const struct message *m, const struct arg *args, size_t n, char **error) NO_THROW {
	const std::string fault = fault_of_arguments(*m, args, n);
	if (!fault.empty()) {
		*error = copy(fault);
		return nullptr;
	}
	std::vector<icu::UnicodeString> names;
	std::vector<icu::Formattable> values;
	for (size_t i = 0; i < n; i++) {
		names.push_back(icu::UnicodeString::fromUTF8(args[i].name));
		values.push_back(value_of(args[i]));
	}
	UErrorCode status = U_ZERO_ERROR;
	icu::UnicodeString out;
	{
		const std::lock_guard<std::mutex> held(m->lock);
		m->format->format(names.data(), values.data(), static_cast<int32_t>(n), out, status);
	}
	if (U_FAILURE(status)) {
		*error = copy(u_errorName(status));
		return nullptr;
	}
	return copy(utf8(out));
}
}

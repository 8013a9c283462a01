// page/tpl: ctemplate behind a C face, with a dictionary of its own that remembers what a template asked for and did not get.
// Knows names, levels and files. Refuses to know pages and words beyond their keys. A cache is filled from memory and frozen; expansions
// run on any thread, each on a root of its own.
#include <glib.h>
#include <sys/stat.h>

extern "C" {
#include "base/diag.h"
#include "base/file.h"
#include "page/scan.h"
#include "page/tpl.h"
}

#include <charconv>
#include <cmath>
#include <cstring>
#include <ctemplate/per_expand_data.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary_interface.h>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using ctemplate::TemplateString;

namespace {

constexpr ctemplate::Strip strip = ctemplate::STRIP_BLANK_LINES;
constexpr diag_code no_template = DIAG_TEMPLATE_NONE, unset_name = DIAG_TEMPLATE_UNSET;

// What one template was not given; a set, so that a name in a thousand rounds is reported once.
struct Fault {
	diag_code code;
	std::string file, what, name;
	bool operator<(const Fault &o) const { return std::tie(file, name, code, what) < std::tie(o.file, o.name, o.code, o.what); }
};

// Of a root and all levels below it.
struct Shared {
	const struct words *words = nullptr;
	const struct tpl_cache *cache = nullptr; // while it is expanded
	std::string file;                        // that is, or was last, expanded
	std::set<Fault> faults;
};

std::string name_of(const TemplateString &s) {
	return std::string(s.data(), s.size());
}

bool inherited(const std::string &name) {
	return name.rfind("SITE_", 0) == 0 || name.rfind("PERIOD_", 0) == 0;
}

bool is_separator(const std::string &name) // names of sections are upper case
{
	static const std::string end = "_separator";
	return name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
}

void check_name(const std::string &name) {
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	if (name.empty() || name[0] < 'A' || name[0] > 'Z' || name.rfind("T_", 0) == 0 || name.find_first_not_of(allowed) != std::string::npos)
		g_error("%s is not a name of a template", name.c_str());
}

// Neither HTML nor XML can hold these, however they are written.
std::string harmless(const char *value) {
	if (!value || !g_utf8_validate(value, -1, nullptr))
		g_error("a value of a template is no text");
	std::string out;
	for (const char *c = value; *c; c++) {
		const bool control = static_cast<unsigned char>(*c) < 0x20 && !std::strchr("\t\n\r", *c);
		const bool no_character = std::strncmp(c, "\xEF\xBF\xBE", 3) == 0 || std::strncmp(c, "\xEF\xBF\xBF", 3) == 0;
		if (control || no_character)
			out += "\xEF\xBF\xBD";
		else
			out += *c;
		if (no_character)
			c += 2;
	}
	return out;
}

struct Value {
	std::string text;
	mutable bool read = false;
};

struct Rounds {
	bool once = false, away = false; // shown without a dictionary of its own; hidden or excluded
	std::vector<std::unique_ptr<struct tpl>> each;
	mutable bool read = false;
};

} // namespace

struct tpl_cache {
	ctemplate::TemplateCache cache;
	std::set<std::string> files;
};

struct tpl : public ctemplate::TemplateDictionaryInterface {
	std::shared_ptr<Shared> shared;
	const tpl *parent;
	std::string own_file; // of an include; empty: the file of the level above
	std::map<std::string, Value> values;
	std::map<std::string, Rounds> sections, includes;

	tpl(std::shared_ptr<Shared> s, const tpl *above, const std::string &file) : shared(std::move(s)), parent(above), own_file(file) {}

	const std::string &file() const {
		if (!own_file.empty())
			return own_file;
		return parent ? parent->file() : shared->file;
	}

	void fault(diag_code code, const char *what, const std::string &name) const { shared->faults.insert({code, file(), what, name}); }

	// The entry of a name at this level, or at one above when its kind of name is inherited.
	template <typename T> const T *find(std::map<std::string, T> tpl::*names, const std::string &name) const {
		for (const tpl *level = this; level; level = inherited(name) ? level->parent : nullptr) {
			const auto found = (level->*names).find(name);
			if (found != (level->*names).end()) {
				found->second.read = true;
				return &found->second;
			}
		}
		return nullptr;
	}

	TemplateString GetValue(const TemplateString &variable) const override {
		const std::string name = name_of(variable);
		if (name.rfind("T_", 0) == 0) {
			const char *key = name.c_str() + 2;
			if (shared->words && words_plain(shared->words, key))
				return TemplateString(words_text(shared->words, key));
		} else if (const Value *v = find(&tpl::values, name)) {
			return TemplateString(v->text.data(), v->text.size());
		}
		fault(unset_name, "value", name);
		return TemplateString("");
	}

	bool IsHiddenSection(const TemplateString &section) const override {
		const std::string name = name_of(section);
		if (is_separator(name))
			return true; // asked behind the last round only
		const Rounds *r = find(&tpl::sections, name);
		if (!r)
			fault(unset_name, "section", name);
		return !r || r->away;
	}

	// Asked by ctemplate for sections that are hidden unless shown, which there are none of here.
	bool IsUnhiddenSection(const TemplateString &) const override { return false; }

	bool IsHiddenTemplate(const TemplateString &include) const override {
		const std::string name = name_of(include);
		const Rounds *r = find(&tpl::includes, name);
		if (!r)
			fault(unset_name, "include", name);
		if (!r || r->away)
			return true;
		for (const auto &round : r->each)
			if (shared->cache && !shared->cache->files.count(round->own_file)) {
				shared->faults.insert({no_template, round->own_file, file(), name});
				return true;
			}
		return false;
	}

	const char *GetIncludeTemplateName(const TemplateString &include, int round) const override {
		const Rounds *r = find(&tpl::includes, name_of(include));
		return r ? r->each.at(static_cast<size_t>(round))->own_file.c_str() : "";
	}

	struct Walk : public Iterator {
		const std::vector<std::unique_ptr<tpl>> *each;
		size_t next = 0;
		explicit Walk(const std::vector<std::unique_ptr<tpl>> *all) : each(all) {}
		bool HasNext() const override { return each && next < each->size(); }
		const TemplateDictionaryInterface &Next() override { return *(*each)[next++]; }
	};

	Iterator *walk(std::map<std::string, Rounds> tpl::*names, const TemplateString &name) const {
		const Rounds *r = find(names, name_of(name));
		return new Walk(r ? &r->each : nullptr);
	}
	Iterator *CreateTemplateIterator(const TemplateString &name) const override { return walk(&tpl::includes, name); }
	Iterator *CreateSectionIterator(const TemplateString &name) const override { return walk(&tpl::sections, name); }

	void DumpToString(std::string *, int) const override {}
};

namespace {

tpl *one_more(tpl *t, std::map<std::string, Rounds> &names, const char *name, const char *file) {
	check_name(name);
	Rounds &r = names[name];
	if (r.once || r.away)
		g_error("%s was shown or hidden already", name);
	r.each.push_back(std::make_unique<tpl>(t->shared, t, file));
	return r.each.back().get();
}

Rounds &said_once(std::map<std::string, Rounds> &names, const char *name) {
	check_name(name);
	const auto made = names.emplace(name, Rounds());
	if (!made.second)
		g_error("%s was said already", name);
	return made.first->second;
}

void note_unread(const tpl &t, std::set<std::string> &lines) {
	for (const auto &v : t.values)
		if (!v.second.read)
			lines.insert(t.file() + " " + v.first + "\n");
	for (const auto *names : {&t.sections, &t.includes})
		for (const auto &n : *names) {
			if (!n.second.read)
				lines.insert(t.file() + " " + n.first + "\n");
			for (const auto &round : n.second.each)
				note_unread(*round, lines);
		}
}

struct Loading {
	tpl_cache *cache;
	std::string folder;
	const struct words *words;
	struct diag *d;
	bool fine = true;
};

void report(Loading &l, diag_code code, const std::string &path, const char *why) {
	l.fine = false;
	diag_report(l.d, code, {path.c_str(), 0, 0}, why, nullptr);
}

void load_file(Loading &l, const std::string &name) {
	const std::string path = l.folder + "/" + name;
	g_autofree char *bytes = nullptr, *error = nullptr;
	gsize length = 0;
	if (!file_read(path.c_str(), &bytes, &length, &error))
		return report(l, DIAG_TEMPLATE_FOLDER, path, error);
	if (!g_utf8_validate(bytes, static_cast<gssize>(length), nullptr))
		return report(l, DIAG_TEMPLATE_FOLDER, path, "it is not UTF-8");
	if (!scan_template(path.c_str(), bytes, l.words, l.d)) {
		l.fine = false;
		return;
	}
	if (!l.cache->cache.StringToTemplateCache(name, TemplateString(bytes, length), strip))
		return report(l, DIAG_TEMPLATE_PARSE, path, "");
	l.cache->files.insert(name);
}

void load_folder(Loading &l, const std::string &below) {
	const std::string path = below.empty() ? l.folder : l.folder + "/" + below;
	g_autofree char *error = nullptr;
	g_auto(GStrv) names = file_list(path.c_str(), &error);
	if (!names)
		return report(l, DIAG_TEMPLATE_FOLDER, path, error);
	for (char **n = names; *n; n++) {
		const std::string name = below.empty() ? *n : below + "/" + *n;
		if (**n == '.' || name == "text")
			continue;
		if (file_is_folder((l.folder + "/" + name).c_str()))
			load_folder(l, name);
		else
			load_file(l, name);
	}
}

void report_fault(const Fault &f, struct diag *d) {
	const struct where at = {f.file.c_str(), 0, 0};
	if (f.code == no_template) {
		const std::string asker = f.what + " ({{>" + f.name + "}})";
		diag_report(d, f.code, at, asker.c_str(), nullptr);
	} else {
		diag_report(d, f.code, at, f.what.c_str(), f.name.c_str(), nullptr);
	}
}

} // namespace

extern "C" {

struct tpl_cache *tpl_cache_load(const char *folder, const struct words *words, struct diag *d) NO_THROW {
	auto cache = std::make_unique<tpl_cache>();
	Loading l = {cache.get(), folder, words, d};
	load_folder(l, "");
	if (!l.fine)
		return nullptr;
	cache->cache.Freeze();
	return cache.release();
}

void tpl_cache_free(struct tpl_cache *c) NO_THROW {
	delete c;
}

bool tpl_cache_has(const struct tpl_cache *c, const char *file) NO_THROW {
	return c->files.count(file) > 0;
}

struct tpl *tpl_new(const struct words *words) NO_THROW {
	auto shared = std::make_shared<Shared>();
	shared->words = words;
	return new tpl(shared, nullptr, "");
}

void tpl_free(struct tpl *t) NO_THROW {
	delete t;
}

void tpl_set(struct tpl *t, const char *name, const char *value) NO_THROW {
	check_name(name);
	Value v;
	v.text = harmless(value);
	if (!t->values.emplace(name, std::move(v)).second)
		g_error("%s was set already", name);
}

void tpl_take(struct tpl *t, const char *name, char *value) NO_THROW {
	tpl_set(t, name, value);
	g_free(value);
}

void tpl_set_int(struct tpl *t, const char *name, int64_t value) NO_THROW {
	tpl_set(t, name, std::to_string(value).c_str());
}

void tpl_set_number(struct tpl *t, const char *name, double value) NO_THROW {
	char text[400]; // the longest double in full has 327 characters
	g_assert(std::isfinite(value));
	const auto end = std::to_chars(text, text + sizeof text - 1, value == 0 ? 0.0 : value, std::chars_format::fixed);
	*end.ptr = '\0';
	tpl_set(t, name, text);
}

struct tpl *tpl_add(struct tpl *t, const char *section) NO_THROW {
	return one_more(t, t->sections, section, "");
}

void tpl_show(struct tpl *t, const char *section, bool show) NO_THROW {
	Rounds &r = said_once(t->sections, section);
	r.once = show;
	r.away = !show;
}

void tpl_hide(struct tpl *t, const char *section) NO_THROW {
	tpl_show(t, section, false);
}

struct tpl *tpl_include(struct tpl *t, const char *name, const char *file) NO_THROW {
	return one_more(t, t->includes, name, file);
}

void tpl_exclude(struct tpl *t, const char *name) NO_THROW {
	said_once(t->includes, name).away = true;
}

char *tpl_expand(const struct tpl_cache *c, const char *file, const struct tpl *root, struct diag *d) NO_THROW {
	if (!c->files.count(file)) {
		diag_report(d, no_template, {file, 0, 0}, "a page", nullptr);
		return nullptr;
	}
	Shared &s = *root->shared;
	s.cache = c;
	s.file = file;
	s.faults.clear();
	std::string out;
	const bool fine = c->cache.ExpandNoLoad(file, strip, root, nullptr, &out);
	s.cache = nullptr;
	for (const Fault &f : s.faults)
		report_fault(f, d);
	if (!fine && s.faults.empty())
		diag_report(d, DIAG_TEMPLATE_EXPAND, {file, 0, 0}, nullptr);
	return fine && s.faults.empty() ? g_strdup(out.c_str()) : nullptr;
}

char *tpl_unread(const struct tpl *root) NO_THROW {
	std::set<std::string> lines;
	note_unread(*root, lines);
	std::string out;
	for (const std::string &line : lines)
		out += line;
	return g_strdup(out.c_str());
}
}

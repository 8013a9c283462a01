# Builds, shows and tests Holdfast. `make help` lists the targets.
# One make, no recursion. Everything made lies in build/ (and the sample site in site/).

B  ?= build
CC  = gcc
CXX = g++
AR  = ar

MAKEFLAGS += --no-builtin-rules -j$(shell nproc 2>/dev/null || echo 2)
SHELL = /bin/sh
.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := build

# ---- what must be installed (Debian package names) ----
DEPS = gcc g++ pkg-config libglib2.0-dev libconfig-dev libxml2-dev libicu-dev libgsl-dev \
       libcsv-dev libctemplate-dev libgettextpo-dev
DEPS_CHECK = python3 libcmocka-dev libjson-glib-dev clang chromium fonts-noto-cjk fonts-liberation

# ---- flags ----
PKGS = glib-2.0 libconfig libxml-2.0 icu-i18n icu-uc gsl
PKGS_TEST = json-glib-1.0
# Asked once, and only when the first compiler call needs it: on a bare machine `deps` has to run before.
# -isystem: the headers of others are not held to our warnings.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS))))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $(shell pkg-config --libs $(PKGS)))$(PKG_LIBS)
TEST_CFLAGS = $(eval TEST_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS_TEST))))$(TEST_CFLAGS)
TEST_LIBS   = $(eval TEST_LIBS := $(shell pkg-config --libs $(PKGS_TEST)) -lcmocka)$(TEST_LIBS)
CPPFLAGS = -D_GNU_SOURCE -Igenerator
CFLAGS   = -std=c17 -g -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
CXXFLAGS = -std=c++17 -g -Wall -Wextra -Werror
LIBS     = $(PKG_LIBS) -lcsv -lctemplate -lgettextpo -lpthread -lm
RELEASE  = -O2
ASAN     = -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -Wno-maybe-uninitialized

# ---- the lists of the plural folders, written from their file names ----
# folder:header:type:array:prefix — metrics/nps.c has to define `const struct metric_family family_nps`.
LISTS = metrics:metric/metric.h:metric_family:metric_families:family_ \
        charts:chart/chart.h:chart_kind:chart_kinds:kind_ \
        pages:report/page.h:page_kind:page_kinds:page_ \
        sources:ingest/source.h:format:formats:format_
field = $(word $(2),$(subst :, ,$(1)))
# A folder whose header is not there has no machine to read its list.
LISTED   := $(foreach l,$(LISTS),$(if $(wildcard generator/$(call field,$(l),2)),$(l)))
GEN      := $(foreach l,$(LISTED),$(B)/gen/$(call field,$(l),1).c)
list_of   = $(filter $(1):%,$(LISTS))
names_of  = $(sort $(basename $(notdir $(wildcard generator/$(1)/*.c))))

# ---- files ----
SRC_C    := $(sort $(wildcard generator/*/*.c))
SRC_CC   := $(sort $(wildcard generator/*/*.cc))
NAMES    := $(SRC_C:generator/%.c=%) $(SRC_CC:generator/%.cc=%)
GENNAMES := $(patsubst $(B)/gen/%.c,gen/%,$(GEN))
OBJ      := $(addprefix $(B)/obj/,$(addsuffix .o,$(NAMES) $(GENNAMES)))
ASANOBJ  := $(addprefix $(B)/asan/obj/,$(addsuffix .o,$(NAMES) $(GENNAMES)))
ASANLIB  := $(B)/asan/libholdfast.a
UNITS    := $(patsubst tests/unit/%.c,$(B)/asan/tests/%,$(sort $(wildcard tests/unit/*.c)))
# The calls of base/file.c that can be made to fail; tests/fault/wrap.c has one __wrap_ function for each.
WRAPPED  := $(shell sed -n 's/^WRAP[A-Z_]*.\([a-z0-9_]*\),.*/\1/p' tests/fault/calls.def 2>/dev/null)

# When apt may be needed, nothing is compiled before it has ended.
FIRST := $(if $(filter demo check check-real bench lint unit cases golden golden-update property fault oracle browser stories mutation,$(MAKECMDGOALS)),deps) \
         $(if $(filter check,$(MAKECMDGOALS)),deps-check)

# ---- everyday targets ----
.PHONY: build demo check check-real bench clean deps deps-check help asan FORCE
build: $(B)/holdfast ## the program: build/holdfast (the default)

demo: deps $(B)/holdfast ## installs what is missing, builds, writes the sample site and says where it is
	@status=0; $(B)/holdfast build -c site.conf || status=$$?; [ $$status -le 1 ] || exit $$status
	@echo; echo "The sample site is written. Open in a browser (no server needed):"; echo
	@[ ! -f site/internal/index.html ] || echo "  the team's overview    file://$$(pwd)/site/internal/index.html"
	@for f in site/*/index.html; do case $$f in site/internal/*) ;; *) \
		echo "  $$(basename $$(dirname $$f))    file://$$(pwd)/$$f";; esac; done
	@echo; echo "From another machine: python3 -m http.server --directory site 8000, then http://<this machine>:8000/"

clean: ## removes build/ and the sample site
	rm -rf $(B) site

help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-22s %s\n", $$1, $$2 }'

# ---- tests: every harness prints "ok …" / "not ok …" lines, tests/run counts them ----
HOLDFAST_ASAN = $(B)/asan/holdfast
RUN = B=$(B) python3 tests/run
STEPS = lint clang unit cases golden property fault oracle stories browser
.PHONY: $(STEPS) fault-all golden-update mutation print-build
check: deps deps-check $(B)/holdfast $(HOLDFAST_ASAN) $(B)/fault/holdfast $(UNITS) ## every test; the last line says N passed, N failed
	@$(RUN) $(STEPS)
lint: ## floors, markup, colours, sizes, banned calls
	@$(RUN) lint
clang: $(GEN) $(B)/flags ## every file compiles clean with clang too
	@$(RUN) clang
unit: $(UNITS) ## the unit tests, under ASan and UBSan
	@$(RUN) unit
cases: $(HOLDFAST_ASAN) ## worked examples of every metric
	@$(RUN) cases
golden: $(HOLDFAST_ASAN) ## whole sites and their diagnostics, byte for byte
	@$(RUN) golden
property: $(B)/holdfast $(HOLDFAST_ASAN) ## same bytes with any number of workers and any order of rows
	@$(RUN) property
fault: $(HOLDFAST_ASAN) $(B)/fault/holdfast ## the n-th write, rename, link … fails, for every n
	@$(RUN) fault
fault-all: $(HOLDFAST_ASAN) $(B)/fault/holdfast ## the same for every n: half an hour
	@B=$(B) python3 tests/fault/run --all
oracle: $(B)/holdfast ## the sample's figures against a recomputation in Python from the raw exports
	@$(RUN) oracle
stories: $(B)/holdfast ## planted stories are found over 20 seeds, chance makes none
	@$(RUN) stories
browser: $(B)/holdfast ## the sample site in Chromium
	@$(RUN) browser
golden-update: $(HOLDFAST_ASAN) ## shows what changed in the golden sites and takes it over
	@B=$(B) python3 tests/golden/run --update
check-real: deps $(B)/holdfast ## real data sets from ../shared/data, when they are there
	@$(RUN) real
bench: deps $(B)/holdfast ## time and peak memory on the sample and on 100,000 customers
	@B=$(B) python3 tests/bench/run
mutation: $(B)/holdfast $(UNITS) ## changes every definition and asks whether a test notices; an hour or two, FILES="facts/pair" some only
	@B=$(B) python3 tests/mutation/run $(FILES)
print-build: $(B)/holdfast # how a file is compiled and the program linked, for the mutation run
	@echo '$(CC) $(CPPFLAGS) $(CFLAGS) $(RELEASE) $(PKG_CFLAGS)'
	@echo '$(CXX) $(LDFLAGS) $(OBJ) $(LIBS)'
asan: $(HOLDFAST_ASAN) ## the program under ASan and UBSan: build/asan/holdfast

# One short line a file; V=1 shows the commands.
say = $(if $(V),,@echo '  $(1)'; )

# ---- linking ----
$(B)/holdfast: $(OBJ) $(B)/flags
	$(call say,$@)$(CXX) $(LDFLAGS) -o $@ $(OBJ) $(LIBS)
$(HOLDFAST_ASAN): $(ASANOBJ) $(B)/flags
	$(call say,$@)$(CXX) $(ASAN) $(LDFLAGS) -o $@ $(ASANOBJ) $(LIBS)
$(B)/fault/holdfast: $(ASANOBJ) $(B)/asan/obj/tests/fault/wrap.o tests/fault/calls.def $(B)/flags
	@mkdir -p $(@D)
	$(call say,$@)$(CXX) $(ASAN) $(LDFLAGS) $(addprefix -Wl$(comma)--wrap=,$(WRAPPED)) -o $@ $(ASANOBJ) $(B)/asan/obj/tests/fault/wrap.o $(LIBS)
$(ASANLIB): $(filter-out %/cmd/main.o,$(ASANOBJ))
	@rm -f $@
	$(call say,$@)$(AR) rcs $@ $^
$(B)/asan/tests/%: $(B)/asan/obj/tests/unit/%.o $(ASANLIB) $(B)/flags
	@mkdir -p $(@D)
	$(call say,$@)$(CXX) $(ASAN) $(LDFLAGS) -o $@ $< $(ASANLIB) $(LIBS) $(TEST_LIBS)
comma := ,

# ---- compiling ----
DEPGEN = -MMD -MP
$(B)/obj/%.o: generator/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,$@)$(CC) $(CPPFLAGS) $(CFLAGS) $(RELEASE) $(PKG_CFLAGS) $(DEPGEN) -c -o $@ $<
$(B)/obj/%.o: generator/%.cc $(B)/flags
	@mkdir -p $(@D)
	$(call say,$@)$(CXX) $(CPPFLAGS) $(CXXFLAGS) $(RELEASE) $(PKG_CFLAGS) $(DEPGEN) -c -o $@ $<
$(B)/obj/gen/%.o: $(B)/gen/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,$@)$(CC) $(CPPFLAGS) $(CFLAGS) $(RELEASE) $(PKG_CFLAGS) $(DEPGEN) -c -o $@ $<
$(B)/asan/obj/%.o: generator/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,$@)$(CC) $(CPPFLAGS) $(CFLAGS) $(ASAN) $(PKG_CFLAGS) $(DEPGEN) -c -o $@ $<
$(B)/asan/obj/%.o: generator/%.cc $(B)/flags
	@mkdir -p $(@D)
	$(call say,$@)$(CXX) $(CPPFLAGS) $(CXXFLAGS) $(ASAN) $(PKG_CFLAGS) $(DEPGEN) -c -o $@ $<
$(B)/asan/obj/gen/%.o: $(B)/gen/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,$@)$(CC) $(CPPFLAGS) $(CFLAGS) $(ASAN) $(PKG_CFLAGS) $(DEPGEN) -c -o $@ $<
$(B)/asan/obj/tests/%.o: tests/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call say,$@)$(CC) $(CPPFLAGS) -Itests $(CFLAGS) $(ASAN) $(PKG_CFLAGS) $(TEST_CFLAGS) $(DEPGEN) -c -o $@ $<

-include $(OBJ:.o=.d) $(ASANOBJ:.o=.d) $(UNITS:$(B)/asan/tests/%=$(B)/asan/obj/tests/unit/%.d) $(B)/asan/obj/tests/fault/wrap.d

# Written anew each time, put in place only when the text differs: other flags or other file names rebuild what they must.
replace = if cmp -s $@.new.$$$$ $@; then rm $@.new.$$$$; else mv $@.new.$$$$ $@; fi
# Every object needs $(B)/flags, so that nothing is compiled before what $(FIRST) names has ended.
$(B)/flags: FORCE | $(FIRST)
	@mkdir -p $(@D)
	@{ echo '$(CC) $(CXX) $(RELEASE) $(ASAN)'; echo 'c $(CPPFLAGS) $(CFLAGS) $(PKG_CFLAGS)'; \
	   echo 'cc $(CPPFLAGS) $(CXXFLAGS) $(PKG_CFLAGS)'; echo 'ld $(LDFLAGS) $(LIBS)'; } >$@.new.$$$$; $(replace)
list = $(call list_of,$*)
$(B)/gen/%.c: FORCE
	@mkdir -p $(@D)
	@{ echo '/* Written by the Makefile from the file names in generator/$*. */'; \
	   echo '#include "$(call field,$(list),2)"'; echo '#include <stddef.h>'; \
	   for n in $(call names_of,$*); do echo "extern const struct $(call field,$(list),3) $(call field,$(list),5)$$n;"; done; \
	   echo 'const struct $(call field,$(list),3) *const $(call field,$(list),4)[] = {'; \
	   for n in $(call names_of,$*); do echo "	&$(call field,$(list),5)$$n,"; done; \
	   echo '	NULL};'; } >$@.new.$$$$; $(replace)

# ---- installing ----
# $(call install,packages): silent when all are there; else apt as root or through sudo; without apt the list, and stop.
define install
	@[ "$(DEPS_SKIP)" = 1 ] && exit 0; \
	if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then \
		echo "This is not a Debian system. Install what these Debian packages hold, then repeat with DEPS_SKIP=1:"; \
		echo "  $(strip $(1))"; exit 1; fi; \
	missing=; for p in $(1); do command -v $$p >/dev/null 2>&1 || \
		[ "$$(dpkg-query -W -f='$${db:Status-Status}' $$p 2>/dev/null)" = installed ] || missing="$$missing $$p"; done; \
	[ -z "$$missing" ] && exit 0; \
	sudo=; if [ "$$(id -u)" != 0 ]; then sudo=sudo; \
		command -v sudo >/dev/null 2>&1 || { echo "Missing:$$missing. Install them as root: apt-get install$$missing"; exit 1; }; fi; \
	echo "installing:$$missing"; \
	{ $$sudo apt-get update -q && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing; } \
		>$(B)/apt.log 2>&1 </dev/null || { tail -n 20 $(B)/apt.log; exit 1; }
endef
deps: ## what building needs; silent when nothing is missing
	@mkdir -p $(B)
	$(call install,$(DEPS))
deps-check: deps ## what the tests need besides
	$(call install,$(DEPS_CHECK))

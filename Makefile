# SPDX-License-Identifier: MIT
# destc: `make help` lists the targets.

PREFIX  ?= /usr/local
DESTDIR ?=
BUILD   ?= build
CC      ?= cc
FLEX    ?= flex
BISON   ?= bison
VERSION := 0.1.0

WARNINGS  := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
             -Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 -Wvla -Wundef \
             -Wimplicit-fallthrough
HARDENING := -fstack-protector-strong -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
CFLAGS    ?= -O2 -g $(HARDENING)
LDFLAGS   ?= -Wl,-z,relro,-z,now
LIBRARIES := libxml-2.0 libidn2 libpsl jansson nettle

# Looked up when they are first used, for `make demo` may have to install them first.
library_cflags = $(eval library_cflags := $$(shell pkg-config --cflags $(LIBRARIES)))$(library_cflags)
library_libs = $(eval library_libs := $$(shell pkg-config --libs $(LIBRARIES)))$(library_libs)
LANGUAGE  := -std=c11 -fPIE $(WARNINGS)
DEFINES   := -D_GNU_SOURCE -DDESTC_VERSION='"$(VERSION)"' -DDESTC_PREFIX='"$(PREFIX)"'
COMPILE    = $(CC) -pthread $(LANGUAGE) $(CFLAGS) $(CPPFLAGS) $(DEFINES) -Isrc -I$(BUILD)/grammar \
             $(library_cflags) -MMD -MP -c -o $@ $<
LINK       = $(CC) -pthread $(CFLAGS) -pie $(LDFLAGS) -o $@ $(filter %.o,$^) $(library_libs) -lunistring

GRAMMARS  := destconfig policy hat rat
GENERATED := $(foreach g,$(GRAMMARS),$(BUILD)/grammar/$(g).tab.o $(BUILD)/grammar/$(g).yy.o)
OBJECTS   := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard src/*/*.c))) $(GENERATED) \
             $(BUILD)/schema.o $(BUILD)/page.o
PARTS     := $(filter-out $(BUILD)/src/cli/main.o,$(OBJECTS))
UNITS     := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
SUPPORT   := $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard tests/unit/support*.c)))
PROGRAMS  := $(sort $(wildcard tests/cli/*.bats))

# A line a file; V=1 shows the commands.
ifeq ($(V),)
    quiet = @printf '  %-6s %s\n' $(1) $(patsubst $(CURDIR)/%,%,$@);
else
    quiet =
endif

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: force all help demo check test units bench bench-listeners install clean packages-build packages-test

all: $(BUILD)/destc ## build build/destc

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 18

$(BUILD)/destc: $(OBJECTS)
	$(call quiet,LINK)$(LINK)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call quiet,CC)$(COMPILE)

# `destc schema --path` says where the schema was installed.
$(BUILD)/prefix: force
	@mkdir -p $(@D)
	@echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' >$@

$(BUILD)/src/cli/verb_schema.o: $(BUILD)/prefix

$(BUILD)/grammar/%.o: $(BUILD)/grammar/%.c
	$(call quiet,CC)$(COMPILE)

$(BUILD)/grammar/%.tab.c $(BUILD)/grammar/%.tab.h &: grammar/%.y
	@mkdir -p $(BUILD)/grammar
	$(call quiet,BISON)$(BISON) -Wall -Werror -o $(BUILD)/grammar/$*.tab.c --header=$(BUILD)/grammar/$*.tab.h $<

# Full tables: three times the speed of the default ones.
$(BUILD)/grammar/%.yy.c: grammar/%.l
	@mkdir -p $(@D)
	$(call quiet,FLEX)$(FLEX) -Cfa -o $@ $<

# The schema is part of the binary.
$(BUILD)/schema.o: src/schema/embedded.S schemas/policy.xsd
	@mkdir -p $(@D)
	$(call quiet,AS)$(CC) $(CFLAGS) -fPIE -c -o $@ $<

# And so are the style and the script of the page that shows differences.
$(BUILD)/page.o: $(addprefix src/write/difference_page.,S css js)
	@mkdir -p $(@D)
	$(call quiet,AS)$(CC) $(CFLAGS) -fPIE -c -o $@ $<

# Before the first build nothing says who includes a generated header.
$(OBJECTS): | $(GRAMMARS:%=$(BUILD)/grammar/%.tab.h)

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(SUPPORT) $(PARTS)
	$(call quiet,LINK)$(LINK) -lcmocka

$(BUILD)/tests/unit/%.o: tests/unit/%.c
	@mkdir -p $(@D)
	$(call quiet,CC)$(COMPILE) -Itests/unit

units: $(UNITS)

demo: packages-build ## install what is missing, build, and show the main job on examples/
	@$(MAKE) --no-print-directory all
	@sh examples/demo.sh $(BUILD)/destc

check: packages-test ## install what is missing, build, and pass every test
	@$(MAKE) --no-print-directory test

test: $(BUILD)/destc units
	@DESTC=$(abspath $(BUILD)/destc) BUILD=$(abspath $(BUILD)) \
	    prove -j 2 --timer --exec tests/run-one $(UNITS) $(PROGRAMS)

bench: $(BUILD)/destc ## measure speed and memory, beside Python's configparser
	@mkdir -p $(BUILD)/bench
	$(CC) -O2 -o $(BUILD)/bench/generate tests/bench/generate.c
	@DESTC=$(BUILD)/destc GENERATE=$(BUILD)/bench/generate python3 -B tests/bench/run
	@DESTC=$(BUILD)/destc GENERATE=$(BUILD)/bench/generate python3 -B tests/bench/differences
	@$(MAKE) --no-print-directory bench-listeners

bench-listeners: $(BUILD)/destc $(BUILD)/bench/lookups
	@DESTC=$(BUILD)/destc GENERATE=$(BUILD)/bench/generate python3 -B tests/bench/listeners
	@$(BUILD)/bench/lookups

$(BUILD)/bench/lookups: $(BUILD)/tests/bench/lookups.o $(SUPPORT) $(PARTS)
	@mkdir -p $(@D)
	$(call quiet,LINK)$(LINK) -lcmocka

$(BUILD)/tests/bench/%.o: tests/bench/%.c
	@mkdir -p $(@D)
	$(call quiet,CC)$(COMPILE) -Itests/unit

COMPLETIONS := $(addprefix $(BUILD)/completions/,bash zsh fish)
$(COMPLETIONS): $(BUILD)/destc
	@mkdir -p $(@D)
	@$(BUILD)/destc --completion $(@F) >$@

install: $(BUILD)/destc $(COMPLETIONS) ## install under PREFIX (/usr/local), below DESTDIR
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/destc \
	    $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -m 755 $(BUILD)/destc $(DESTDIR)$(PREFIX)/bin/destc
	install -m 644 schemas/policy.xsd $(DESTDIR)$(PREFIX)/share/destc/policy.xsd
	install -m 644 docs/destc.1 $(DESTDIR)$(PREFIX)/share/man/man1/destc.1
	install -m 644 $(BUILD)/completions/bash \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/destc
	install -m 644 $(BUILD)/completions/zsh $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_destc
	install -m 644 $(BUILD)/completions/fish \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/destc.fish

clean: ## remove what was built
	rm -rf $(BUILD)

# What the build and the tests need, as Debian's packages.
PACKAGES_BUILD := gcc libc6-dev flex bison pkg-config libxml2-dev libidn2-dev libunistring-dev \
                  libpsl-dev libjansson-dev nettle-dev
PACKAGES_TEST  := $(PACKAGES_BUILD) libcmocka-dev bats perl jq libxml2-utils git python3-jsonschema \
                  zsh fish vim pre-commit python3-yaml

define install_missing
@missing=; command -v dpkg-query >/dev/null || exit 0; \
for package in $(1); do \
    dpkg-query -W -f='$${db:Status-Status}' $$package 2>/dev/null | grep -qx installed || \
        missing="$$missing $$package"; \
done; \
test -n "$$missing" || exit 0; \
line="apt-get install -y --no-install-recommends$$missing"; \
if test "$$(id -u)" = 0; then root=; \
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then root="sudo "; \
else echo "These packages are missing. As root:"; echo "  $$line"; exit 1; fi; \
echo "$$root$$line"; \
$${root}apt-get update -qq && $${root}env DEBIAN_FRONTEND=noninteractive $$line >/dev/null
endef

packages-build:
	$(call install_missing,$(PACKAGES_BUILD))

packages-test:
	$(call install_missing,$(PACKAGES_TEST))

-include $(OBJECTS:.o=.d) $(SUPPORT:.o=.d) $(UNITS:$(BUILD)/tests/%=$(BUILD)/tests/unit/%.d) $(BUILD)/tests/bench/lookups.d

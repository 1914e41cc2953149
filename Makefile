# Quanheng: the front door.  `make help` lists the targets.
#
# Every target begins with tools/bootstrap.sh, which installs what is missing and is silent
# otherwise.  Meson and ninja do the C build, npm the web client; this file only says in
# which order.

SAN ?=
LISTEN ?=
ONLY ?=
FUZZ_SECONDS ?= 60

comma := ,
BUILD := build$(if $(SAN),-san-$(subst $(comma),-,$(SAN)))
# A sanitizer build warns of what is not there (gcc), so warnings are no errors in it.
SETUP := $(if $(SAN),-Db_sanitize=$(SAN) -Db_lundef=false -Dweb=false -Dwerror_all=false \
    -Dbuildtype=debugoptimized)
# The environment that the bootstrap found: our own Node first in PATH when there is one.
ENV := . ./build/env.sh;

.DEFAULT_GOAL := all
.NOTPARALLEL:
.PHONY: all help run check lint format fuzz bench dist clean configure web qh

all: ## build the web client and the server: build/qh
	@tools/bootstrap.sh build web
	@$(MAKE) --no-print-directory web qh

run: all ## build, make the demo world on first use, serve it (LISTEN=127.0.0.1:8080)
	@LISTEN='$(LISTEN)' tools/run.sh

ifeq ($(SAN),)
check: ## run all tests (ONLY=unit,api picks suites; SAN=address,undefined or SAN=thread)
	@tools/bootstrap.sh build web check
	@$(MAKE) --no-print-directory web
	@$(MAKE) --no-print-directory qh TARGETS=all
	@$(ENV) python3 tools/check.py --build $(BUILD) --only '$(ONLY)'
else
check:
	@tools/bootstrap.sh build
	@$(MAKE) --no-print-directory qh TARGETS=all
	@python3 tools/check.py --build $(BUILD) --only '$(or $(ONLY),unit,corpora)'
endif

lint: ## check format, warnings of two compilers, clang-tidy, cppcheck, layers and house rules
	@tools/bootstrap.sh build web check lint
	@$(MAKE) --no-print-directory configure
	@$(ENV) python3 tools/lint.py --build $(BUILD)

format: ## let clang-format rewrite the C sources
	@tools/bootstrap.sh lint
	@git ls-files -z '*.c' '*.h' | xargs -0 clang-format-14 -i

fuzz: ## run every fuzz target for FUZZ_SECONDS (60) with clang, ASan and UBSan
	@tools/bootstrap.sh build lint
	@FUZZ_SECONDS=$(FUZZ_SECONDS) tools/fuzz.sh

bench: ## run the benchmarks of bench/ (ONLY=name picks one)
	@tools/bootstrap.sh build web check bench
	@$(MAKE) --no-print-directory web
	@$(MAKE) --no-print-directory qh TARGETS=all
	@$(ENV) ONLY='$(ONLY)' tools/bench.sh $(BUILD)

dist: ## make build/quanheng-VERSION.tar.xz of the sources and the built binary
	@$(MAKE) --no-print-directory all
	@$(ENV) tools/dist.sh $(BUILD)

clean: ## remove what was built (node under build/ stays; `make clean NODE=` removes it too)
	@rm -rf build-san-* build-clang build-fuzz web/dist
	@[ ! -d build ] || find build -mindepth 1 -maxdepth 1 \
	    $(if $(filter undefined,$(origin NODE)),! -name node) -exec rm -rf {} +

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Steps shared by the targets above; they expect the bootstrap to have run.
web:
	@$(ENV) tools/web.sh build

configure:
	@[ -f $(BUILD)/build.ninja ] || meson setup $(BUILD) $(SETUP) >$(BUILD).setup.log 2>&1 || \
	    { cat $(BUILD).setup.log; exit 1; }
	@rm -f $(BUILD).setup.log

# By default only the server is built; TARGETS=all builds the tests as well.
TARGETS ?= $(if $(wildcard src/cli/meson.build),qh,all)
qh: configure
	@ninja -C $(BUILD) --quiet $(TARGETS)

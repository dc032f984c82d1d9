# SPDX-License-Identifier: MIT
# The front door: every task that a person does is a target here. The module is
# built by kbuild (Kbuild), everything in C++ by CMake (CMakeLists.txt).
.DEFAULT_GOAL := all
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

BUILD := build
CMAKE_BUILD := $(BUILD)/cmake
JOBS := $(shell nproc)
PREFIX := /usr/local
KERNELS := 6.1 6.12

# The kernel that banos.ko is for: the running one, any KDIR, or a row of
# tests/vm/kernels by name (make modules KERNEL=6.12).
ifdef KERNEL
KDIR = $(shell tests/vm/fetch $(KERNEL) >&2 && tests/vm/kdir $(KERNEL))
WITH_COMPILER = tests/vm/with-compiler $(KERNEL)
endif
KDIR ?= /lib/modules/$(shell uname -r)/build

.PHONY: all
all: modules tools ## Build banos.ko for the running kernel, and the tools

.PHONY: help
help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | \
		sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 26
	@echo
	@echo "KDIR=folder    build banos.ko for the kernel whose build folder this is"
	@echo "KERNEL=name    the same, for a row of tests/vm/kernels, which is fetched"
	@echo "PREFIX=folder  where to install ($(PREFIX)); DESTDIR= for packages"

.PHONY: deps
deps: ## Install the Debian packages that are missing
	scripts/deps

.PHONY: modules
modules: ## Build banos.ko
	ln -sfn "$$($(WITH_COMPILER) scripts/build-module '$(KDIR)' $(BUILD) | tail -n 1)" banos.ko

.PHONY: tools
tools: $(CMAKE_BUILD)/build.ninja ## Build programs, libraries, sample drivers, unit tests
	cmake --build $(CMAKE_BUILD) -j $(JOBS)

$(CMAKE_BUILD)/build.ninja: CMakeLists.txt
	cmake -S . -B $(CMAKE_BUILD) -G Ninja -DCMAKE_INSTALL_PREFIX=$(PREFIX)

.PHONY: install
install: tools ## Install programs, libraries, headers, man pages below PREFIX
	cmake --install $(CMAKE_BUILD) --prefix $(PREFIX)

.PHONY: demo
demo: ## Boot a stock kernel, install sample drivers, use and remove them
	scripts/demo

.PHONY: check
check: deps ## Run all tests: units, style, and the suite on each of KERNELS
	scripts/check $(KERNELS)

.PHONY: check-unit
check-unit: tools ## Run the unit tests alone
	ctest --test-dir $(CMAKE_BUILD) --output-on-failure -j $(JOBS)

.PHONY: check-vm
check-vm: tools ## Run the suite in a VM on each of KERNELS alone
	for kernel in $(KERNELS); do \
		tests/vm/fetch $$kernel; \
		tests/kselftest/run --kernel $$kernel; \
	done

.PHONY: check-matrix
check-matrix: deps tools ## Run all tests on every kernel (or on ROWS="6.1 7.2"): build/matrix/
	tests/vm/fetch-source
	tests/matrix/run $(ROWS)

.PHONY: check-clang
check-clang: deps ## Build all with clang, and test that on each of KERNELS
	tests/matrix/clang $(KERNELS)

.PHONY: kernels
kernels: deps ## Print which kernels have which of the capabilities that differ
	tests/matrix/kernels $(ROWS)

.PHONY: check-style
check-style: ## Check style, layering and licences alone
	scripts/check-style

.PHONY: abi-check
abi-check: ## Compare the ABI with what was promised, and the modules built with it
	tests/abi/check $$(tests/abi/modules)

.PHONY: docs
docs: deps ## Make the reference of the ABI (build/docs/reference/html)
	docs/reference/build $(BUILD)/docs

.PHONY: bench-kernel
bench-kernel: deps tools ## Measure against native modules in a VM
	tests/bench/kernel/run

.PHONY: bench-alloc bench-hash bench-inflate bench-ipc bench-surface
bench-alloc: deps tools ## Measure the allocator against others (RIVALS=folder)
bench-hash: deps tools ## Measure the hash table against others (RIVALS=folder)
bench-inflate: deps tools ## Measure the inflater against others (RIVALS=folder)
bench-ipc: deps tools ## Measure packets and streams against others (RIVALS=folder)
bench-surface: deps tools ## Measure copying and blending of pixels against others
bench-alloc bench-hash bench-inflate bench-ipc bench-surface:
	RIVALS='$(RIVALS)' tests/bench/$(@:bench-%=%)/run

.PHONY: soak
soak: deps tools ## Run the long random tests on from where they stopped
	tests/soak/run

.PHONY: fuzz
fuzz: ## Fuzz for 60 seconds (TARGET=image, SECONDS=, RUNS=)
	tests/fuzz/run $(or $(TARGET),image) $(if $(RUNS),--runs $(RUNS),--seconds $(or $(SECONDS),60))

.PHONY: clean
clean: ## Remove what was built; the cache of kernels stays
	rm -rf $(BUILD) banos.ko

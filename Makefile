# SPDX-License-Identifier: MIT
# The front door: every task that a person does is a target here. The module is
# built by kbuild (Kbuild), everything in C++ by CMake (CMakeLists.txt).
.DEFAULT_GOAL := all
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

BUILD := build
CMAKE_BUILD := $(BUILD)/cmake
JOBS := $(shell nproc)

# The kernel that banos.ko is for: the running one, any KDIR, or a row of
# tests/vm/kernels by name (make modules KERNEL=6.12).
ifdef KERNEL
KDIR := $(shell tests/vm/kdir $(KERNEL))
endif
KDIR ?= /lib/modules/$(shell uname -r)/build

.PHONY: all
all: modules tools ## Build banos.ko for KDIR, and the tools

.PHONY: help
help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | \
		sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 26
	@echo "Variables: KDIR= or KERNEL= (a row of tests/vm/kernels), PREFIX=, DESTDIR="

.PHONY: deps
deps: ## Install the Debian packages that are missing
	scripts/deps

.PHONY: modules
modules: ## Build banos.ko for KDIR (or KERNEL=name)
	scripts/build-module '$(KDIR)' $(BUILD)

.PHONY: tools
tools: $(CMAKE_BUILD)/build.ninja ## Build the programs, libraries, sample drivers and tests
	cmake --build $(CMAKE_BUILD) -j $(JOBS)

$(CMAKE_BUILD)/build.ninja: CMakeLists.txt
	cmake -S . -B $(CMAKE_BUILD) -G Ninja

.PHONY: clean
clean: ## Remove what was built; the cache of kernels stays
	rm -rf $(BUILD) banos.ko

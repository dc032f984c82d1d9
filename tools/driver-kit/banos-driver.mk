# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
#
# Builds driver images with make. In one line, from a directory with sources:
#
#	make -f /usr/share/banos/banos-driver.mk DRIVER=foo SOURCES="foo.c bar.cc"
#
# or in a Makefile, for one image or several:
#
#	DRIVER  := foo
#	SOURCES := foo.c bar.cc
#	include /usr/share/banos/banos-driver.mk
#	$(eval $(call banos_driver,other,other.c,libother.a))
#
# Variables, all but the first two optional:
#
#	DRIVER     name of the image, without .bko
#	SOURCES    C (.c), C++ (.cc, .cpp, .cxx) and assembler (.S) files
#	LIBRARIES  archives of objects that were compiled with the same options
#	O          directory for everything that is made; "." if not set
#	CC, CXX    compilers: gcc 12, clang 14, or newer
#	CPPFLAGS, CFLAGS, CXXFLAGS  your own options, behind those of the kit
#	BANOS_LDFLAGS               options of banos-ld
#	V=1        show the commands
#
# It needs make, a compiler, binutils and the files of banos that are installed
# beside it; no kernel headers. In banos's own source tree it works as it is.
ifndef banos_driver

# Where this file is, and with it the rest.
banos_kit := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
banos_makefiles := $(MAKEFILE_LIST)
ifneq ($(wildcard $(banos_kit)/../../shim/include/banos/driver.h),)
BANOS_INCLUDE ?= $(banos_kit)/../../shim/include
BANOS_LD ?= $(banos_kit)/../../build/cmake/tools/ld/banos-ld
else
BANOS_INCLUDE ?= $(banos_kit)/../../include
BANOS_LD ?= $(banos_kit)/../../bin/banos-ld
endif

O ?= .
ifeq ($(origin CC),default)
CC := gcc
endif
ifeq ($(origin CXX),default)
CXX := $(if $(findstring clang,$(CC)),$(subst clang,clang++,$(CC)),$(subst gcc,g++,$(CC)))
endif
CFLAGS ?= -O2 -Wall -Wextra
# In C++, -Wextra would warn of every member that the ABI's macros leave out.
CXXFLAGS ?= -O2 -Wall -Wextra -Wno-missing-field-initializers

# Asked for once, by the first rule that needs it.
banos_c_flags = $(eval banos_c_flags := $(call banos_ask,$(CC)))$(banos_c_flags)
banos_cxx_flags = $(eval banos_cxx_flags := $(call banos_ask,--c++ $(CXX)))$(banos_cxx_flags)
banos_ask = $(or $(shell $(banos_kit)/banos-cflags $1),$(error $1 can't compile drivers))

# No path of this machine gets into an image, not by __FILE__ and not with -g.
banos_maps = -ffile-prefix-map=$(abspath $(BANOS_INCLUDE))/= \
	-ffile-prefix-map=$(BANOS_INCLUDE)/= -ffile-prefix-map=$(CURDIR)=. \
	$(patsubst %,-ffile-prefix-map=%=,$(filter /%,$(dir $1)))

banos_compile_c = $(CC) $(banos_c_flags) -std=gnu11
banos_compile_cxx = $(CXX) $(banos_cxx_flags) -std=gnu++20
banos_compile_s = $(CC) $(banos_c_flags)
banos_own_c = $(CFLAGS)
banos_own_cxx = $(CXXFLAGS)
banos_own_s = $(ASFLAGS)
banos_language = $(or $(if $(filter %.c,$1),c),$(if $(filter %.cc %.cpp %.cxx,$1),cxx),$(if \
	$(filter %.S,$1),s),$(error $1: expected a source in .c, .cc, .cpp, .cxx or .S))

banos_quiet = $(if $(V),,$(if $(findstring s,$(firstword -$(MAKEFLAGS))),@,@echo "  $1 $@";))

# The object of source $2 of image $1: "../a/b.c" is up/a/b.c.o there.
banos_object = $(O)/.banos/$1/$(patsubst /%,root/%,$(subst ../,up/,$2)).o

all:
.PHONY: all

# $1: image, $2: source
define banos_object_rule
$(call banos_object,$1,$2): $2 $(banos_makefiles) $(banos_kit)/banos-cflags
	$$(call banos_quiet,COMPILE)mkdir -p $$(@D) && \
	$$(banos_compile_$(call banos_language,$2)) -I$$(BANOS_INCLUDE) \
		$$(call banos_maps,$2) $$(CPPFLAGS) \
		$$(banos_own_$(call banos_language,$2)) -MMD -MP -c $$< -o $$@
-include $(patsubst %.o,%.d,$(call banos_object,$1,$2))
endef

# $1: image, $2: sources, $3: archives
define banos_driver
$(foreach source,$2,$(eval $(call banos_object_rule,$1,$(source))))
$(O)/$1.bko: $(foreach source,$2,$(call banos_object,$1,$(source))) $3 $(wildcard $(BANOS_LD))
	$$(call banos_quiet,LINK   )$$(BANOS_LD) $$(BANOS_LDFLAGS) -o $$@ $$(filter %.o %.a,$$^)
all: $(O)/$1.bko
banos_images += $(O)/$1.bko
endef

ifeq ($(firstword $(MAKEFILE_LIST)),$(lastword $(MAKEFILE_LIST)))
ifeq ($(and $(DRIVER),$(SOURCES)),)
$(error usage: make -f banos-driver.mk DRIVER=name SOURCES="file.c ...")
endif
clean:
	rm -rf $(O)/.banos/$(DRIVER) $(O)/$(DRIVER).bko
.PHONY: clean
endif

endif

ifneq ($(DRIVER),)
$(eval $(call banos_driver,$(DRIVER),$(SOURCES),$(LIBRARIES)))
endif

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * /dev/banos: the commands of the loader, for programs.
 *
 * Each command is an ioctl(2) whose argument points to a struct that starts
 * with its own size. Members are only ever appended: the kernel takes absent
 * members as zero, and refuses with E2BIG bytes that it doesn't know and that
 * are not zero. Of the members that it fills in, it writes as many as fit.
 * Pointers travel as 64-bit numbers, so that 32-bit programs use the same
 * structs. Most programs use libbanos-device instead of this header.
 *
 * Every struct begins with a struct banos_request. Its log is optional: with
 * it, the kernel writes there in words what it did and what was wrong, one
 * sentence a line, ended by NUL, cut if the buffer is too small. After an error
 * the last line is the sentence that says what it was. log_used
 * says how many bytes the whole text takes, the NUL included.
 *
 * Superuser only: CAP_SYS_MODULE in the initial user namespace, asked for at
 * each command that changes something.
 */
#ifndef BANOS_CONTROL_H
#define BANOS_CONTROL_H

#include <banos/types.h>

#define BANOS_CONTROL_PATH "/dev/banos"
#define BANOS_NAME_SIZE 64     /* of a driver's name, the NUL included */
#define BANOS_SYMBOL_SIZE 256  /* of a symbol's name, the NUL included */
#define BANOS_TEXT_SIZE 256    /* of a licence, description, reason ... */

/* The same as _IO(0xba, number). */
#define BANOS_COMMAND(number) (0xba00u | (number))

enum banos_command {
	BANOS_INSTALL = BANOS_COMMAND(1),    /* struct banos_install_request */
	BANOS_UNINSTALL = BANOS_COMMAND(2),  /* struct banos_uninstall_request */
	BANOS_LIST = BANOS_COMMAND(3),       /* struct banos_list_request */
	BANOS_INFO = BANOS_COMMAND(4),       /* struct banos_info_request */
	BANOS_ABI = BANOS_COMMAND(5),        /* struct banos_abi_request */
	BANOS_STATISTICS = BANOS_COMMAND(6), /* struct banos_statistics_request */
	BANOS_LOCK_DOWN = BANOS_COMMAND(7),  /* struct banos_lock_down_request */
};

/**
 * struct banos_request - how every command begins
 * @size:     of the whole struct that begins here, as the program knows it
 * @flags:    of the command; unknown ones are refused with EINVAL
 * @log:      address of a buffer for text, or 0
 * @log_size: its size in bytes
 * @log_used: out: bytes that the whole text takes
 */
struct banos_request {
	uint32_t size;
	uint32_t flags;
	uint64_t log;
	uint32_t log_size;
	uint32_t log_used;
};

/**
 * struct banos_install_request - load an image and run its init()
 * @image_fd:        open for reading; read from its start, whatever its
 *                   position, at most 16 MiB
 * @parameters_size: bytes at @parameters
 * @parameters:      address of "name=value" strings, each ended by NUL
 * @id:              out: the instance's id; never used again. Also after an
 *                   error, if init() was called; otherwise 0
 *
 * ENOEXEC     not a driver image, or one that breaks a rule: the log says which
 * ENOENT      a symbol that the image needs is nowhere
 * EOPNOTSUPP  a symbol that it needs cannot work on this kernel
 * ENOPKG      it needs a newer banos
 * EEXIST      it exports a name that another instance exports
 * EINVAL      a parameter is unknown or its value is bad; or init() was wrong
 * EACCES      a GPL-only symbol for an image of another licence
 * EKEYREJECTED, EPERM  signature policy, lock-down, or not a superuser
 * EFBIG       the image is too large
 * ENOMEM      no memory, or no room in an arena
 * EAGAIN      banos.ko itself is still being loaded
 * otherwise   what reading the file, or the driver's init(), answered
 */
struct banos_install_request {
	struct banos_request request;
	int32_t  image_fd;
	uint32_t parameters_size;
	uint64_t parameters;
	uint64_t id;
};

enum banos_uninstall_flags {
	/* Also while its devices are open or mapped: those become dead. */
	BANOS_UNINSTALL_DETACH = 1,
};

/**
 * struct banos_uninstall_request - run uninit() and free the image
 * @id:         of the instance
 * @timeout_ms: for --detach: how long to wait for running calls; 0: 10 000
 *
 * ENOENT     no such instance
 * EBUSY      in use; the log names the holders
 * ETIMEDOUT  detached, but calls into the driver still run; try again
 * EALREADY   another uninstall of it is under way
 */
struct banos_uninstall_request {
	struct banos_request request;
	uint64_t id;
	uint32_t timeout_ms;
	uint32_t reserved;
};

/**
 * struct banos_list_request - the ids of the instances, in growing order
 * @after:    only ids greater than this one; 0 for all
 * @ids:      address of an array of uint64_t
 * @capacity: elements of the array
 * @count:    out: elements written. Ask again, @after the last, until it is 0
 */
struct banos_list_request {
	struct banos_request request;
	uint64_t after;
	uint64_t ids;
	uint32_t capacity;
	uint32_t count;
};

enum banos_instance_state {
	BANOS_INSTALLING = 1,
	BANOS_LIVE = 2,
	BANOS_LEAVING = 3,
};

enum banos_info_kind {
	BANOS_INFO_INSTANCE = 0,   /* one struct banos_instance_info */
	BANOS_INFO_EXPORTS = 1,    /* struct banos_symbol_info: what it offers */
	BANOS_INFO_IMPORTS = 2,    /* struct banos_symbol_info: what it binds to */
	BANOS_INFO_PROVIDERS = 3,  /* uint64_t: ids of the instances it binds to */
	BANOS_INFO_DEPENDENTS = 4, /* uint64_t: ids of the instances bound to it */
	BANOS_INFO_RESOURCES = 5,  /* struct banos_resource_info: what it owns */
};

/* What an image's code was compiled with. */
enum banos_image_features {
	BANOS_IMAGE_IBT = 1,               /* ENDBR at every indirect target */
	BANOS_IMAGE_RETURN_THUNKS = 2,     /* returns are mitigated */
	BANOS_IMAGE_INDIRECT_THUNKS = 4,   /* indirect branches are mitigated */
	BANOS_IMAGE_STACK_PROTECTOR = 8,
};

/**
 * struct banos_instance_info - one instance
 * @size:        as the program knows it (in)
 * @state:       enum banos_instance_state
 * @id:          of the instance
 * @version:     the driver's own version word
 * @minimal_banos_version: as the image has it
 * @features:    enum banos_image_features
 * @gpl_compatible: 1 or 0
 * @text_size:   bytes in the text arena; and so on
 * @heap_size:   bytes that it allocated from banos and has not freed
 * @exports, @imports, @providers, @dependents, @resources: how many
 * @holders:     open files, mappings and the like from outside
 * @image_hash:  SHA-256 of the image file
 * @installed_ns: real time of the install, nanoseconds since 1970
 */
struct banos_instance_info {
	uint32_t size;
	uint32_t state;
	uint64_t id;
	uint32_t version;
	uint32_t minimal_banos_version;
	uint32_t features;
	uint32_t gpl_compatible;
	uint64_t text_size;
	uint64_t rodata_size;
	uint64_t data_size;
	uint64_t heap_size;
	uint32_t exports;
	uint32_t imports;
	uint32_t providers;
	uint32_t dependents;
	uint32_t resources;
	uint32_t holders;
	uint64_t installed_ns;
	uint8_t  image_hash[32];
	char     name[BANOS_NAME_SIZE];
	char     license[BANOS_TEXT_SIZE];
	char     description[BANOS_TEXT_SIZE];
	char     author[BANOS_TEXT_SIZE];
};

enum banos_symbol_flags {
	BANOS_SYMBOL_GPL_ONLY = 1,
	BANOS_SYMBOL_WEAK = 2,        /* imports: may be absent */
	BANOS_SYMBOL_ABSENT = 4,      /* imports: is absent; ABI: unsupported here */
};

/**
 * struct banos_symbol_info - an export or an import
 * @size:     as the program knows it (in)
 * @flags:    enum banos_symbol_flags
 * @provider: id of the instance that offers it; 0: the shim
 * @since:    the ABI version that introduced it; 0 for those of drivers
 * @offset:   exports of drivers: bytes from the start of the section kind it
 *            lies in; addresses are never told
 * @name:     of the symbol
 * @reason:   ABI: why it is unsupported on this kernel, or empty
 */
struct banos_symbol_info {
	uint32_t size;
	uint32_t flags;
	uint64_t provider;
	uint32_t since;
	uint32_t reserved;
	uint64_t offset;
	char     name[BANOS_SYMBOL_SIZE];
	char     reason[BANOS_TEXT_SIZE];
};

/**
 * struct banos_resource_info - how much an instance owns of one kind
 * @size:    as the program knows it (in)
 * @count:   how many
 * @holders: from outside, such as open files
 * @kind:    "timer", "character device" ...
 */
struct banos_resource_info {
	uint32_t size;
	uint32_t reserved;
	uint64_t count;
	uint64_t holders;
	char     kind[BANOS_NAME_SIZE];
};

/**
 * struct banos_info_request - everything about one instance
 * @id:       of the instance
 * @kind:     enum banos_info_kind: which table
 * @stride:   bytes from one element of the array to the next; the size that
 *            the program knows of the element
 * @elements: address of the array
 * @first:    skip so many elements
 * @capacity: elements of the array
 * @count:    out: elements written; 0 at the end
 *
 * ENOENT  no such instance (any more)
 */
struct banos_info_request {
	struct banos_request request;
	uint64_t id;
	uint32_t kind;
	uint32_t stride;
	uint64_t elements;
	uint64_t first;
	uint32_t capacity;
	uint32_t count;
};

enum banos_abi_kind {
	BANOS_ABI_SYMBOLS = 0, /* struct banos_symbol_info: the shim's exports */
	BANOS_ABI_STRUCTS = 1, /* struct banos_struct_info */
	BANOS_ABI_SHIM = 2,    /* one struct banos_shim_info */
};

/**
 * struct banos_struct_info - a struct of the ABI that may grow
 * @size:        as the program knows it (in)
 * @struct_size: bytes that this shim knows of it
 * @name:        "banos_chrdev_options"
 */
struct banos_struct_info {
	uint32_t size;
	uint32_t reserved;
	uint64_t struct_size;
	char     name[BANOS_NAME_SIZE];
};

/**
 * struct banos_shim_info - this banos.ko
 * @size:           as the program knows it (in)
 * @version:        of the ABI that it offers
 * @machine:        e_machine of the images that it takes
 * @flags:          enum banos_shim_flags
 * @kernel_release: as uname(2) has it
 * @kernel_flavour: "generic" or "rt"
 */
struct banos_shim_info {
	uint32_t size;
	uint32_t version;
	uint32_t machine;
	uint32_t flags;
	char     kernel_release[BANOS_TEXT_SIZE];
	char     kernel_flavour[BANOS_NAME_SIZE];
};

enum banos_shim_flags {
	BANOS_SHIM_IBT_ENFORCED = 1,        /* images without IBT are refused */
	BANOS_SHIM_SIGNATURES_ENFORCED = 2, /* installs are refused */
	BANOS_SHIM_LOCKED_DOWN = 4,         /* installs are refused until reboot */
};

/**
 * struct banos_abi_request - what this shim offers
 * @kind:     enum banos_abi_kind: which table
 * @stride, @elements, @first, @capacity, @count: as in banos_info_request
 */
struct banos_abi_request {
	struct banos_request request;
	uint32_t kind;
	uint32_t stride;
	uint64_t elements;
	uint64_t first;
	uint32_t capacity;
	uint32_t count;
};

/**
 * struct banos_statistics - counters since banos.ko was loaded
 * @size:              as the program knows it (in)
 * @instances:         now
 * @symbols:           now, of the shim and of drivers
 * @text_size:         of the arena, bytes; and how much of it is in use
 * @names, @names_capacity: function names published to the kernel
 * @names_left_out:    names that found no room, now
 * @quarantined_size:  text that may not be used again before a reboot
 */
struct banos_statistics {
	uint32_t size;
	uint32_t reserved;
	uint64_t instances;
	uint64_t symbols;
	uint64_t text_size;
	uint64_t text_used;
	uint64_t rodata_size;
	uint64_t rodata_used;
	uint64_t data_size;
	uint64_t data_used;
	uint64_t heap_used;
	uint64_t names;
	uint64_t names_capacity;
	uint64_t names_left_out;
	uint64_t quarantined_size;
	uint64_t installs;
	uint64_t installs_failed;
	uint64_t uninstalls;
	uint64_t uninstalls_refused;
	uint64_t resources_reclaimed;
};

/* The statistics are one element, written to @elements as @stride bytes. */
struct banos_statistics_request {
	struct banos_request request;
	uint64_t elements;
	uint32_t stride;
	uint32_t reserved;
};

/* No install any more until the machine reboots; banos.ko stays loaded. */
struct banos_lock_down_request {
	struct banos_request request;
};

#endif

/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * libbanos-device: install driver images and ask about them, from any program.
 *
 * Functions answer 0, or a negative errno number; errno itself is left alone.
 * Each call opens /dev/banos for itself, with O_CLOEXEC, and closes it: there
 * is no state between calls, any thread may call anything at any time, and a
 * fork() or exec() leaves nothing behind. Signals may end a call with -EINTR
 * where the kernel waits for the driver.
 *
 * Every call answers, besides the errors that are told with it:
 *
 *   -ENOENT, -ENXIO, -ENODEV   /dev/banos is not there: no banos.ko is loaded.
 *                              banos_available() tells this from an answer
 *                              of the kernel's that has the same number
 *   -EPERM, -EACCES            not the superuser, or a policy forbids it
 *   -EMFILE, -ENFILE, -ENOMEM  out of descriptors or memory
 *
 * A struct that a caller fills in starts with its size, which the caller sets;
 * a zeroed struct with its size stands for every default. Later versions only
 * append members. The structs of the kernel's answers are those of
 * <banos/control.h>.
 */
#ifndef BANOS_DEVICE_H
#define BANOS_DEVICE_H

#include <banos/control.h>

BANOS_BEGIN_DECLARATIONS

/*
 * Room enough for what the loader says about an install. A log that was cut
 * cannot be asked for again: the install has had its effects.
 */
#define BANOS_LOG_SIZE 65536u

/**
 * struct banos_log - a buffer that takes what the kernel says in words
 * @text: ends in NUL if @size is not 0; one sentence a line
 * @size: of the buffer, bytes
 * @used: out: bytes that the whole text takes, the NUL included. More than
 *        @size: the text was cut
 */
struct banos_log {
    char* text;
    uint64_t size;
    uint64_t used;
};

/**
 * struct banos_install_options - how to install
 * @size:            sizeof(struct banos_install_options), as compiled
 * @parameters:      strings "name=value"; may be NULL if there are none
 * @parameter_count: how many
 * @log:             or NULL
 */
struct banos_install_options {
    uint64_t size;
    const char* const* parameters;
    uint64_t parameter_count;
    struct banos_log* log;
};

/**
 * banos_available - is there a banos.ko to talk to?
 *
 * Returns: 0, or what opening /dev/banos answers: -ENOENT, -ENXIO or -ENODEV
 * if no banos.ko is loaded, -EACCES or -EPERM if it may not be used.
 */
int banos_available(void);

/**
 * banos_install - install a driver image that lies in memory
 * @image:   its bytes; read before the call returns, by way of a sealed memfd
 * @size:    how many
 * @options: may be NULL
 * @id:      out: the instance's id, never used again; may be NULL. After a
 *           failure: the id that it would have got, if it came as far as the
 *           driver's init(); otherwise 0
 *
 * Returns: 0, or a negative errno number: what init() answered, or if it was
 * not called see struct banos_install_request in <banos/control.h>.
 */
int banos_install(const void* image, uint64_t size, const struct banos_install_options* options,
                  uint64_t* id);

/**
 * banos_install_fd - install a driver image from a file
 * @image: open for reading; a regular file. Read from its start, whatever its
 *         position. Security modules see this file, so prefer it to reading the
 *         file into memory first
 *
 * The rest is as for banos_install().
 */
int banos_install_fd(int image, const struct banos_install_options* options, uint64_t* id);

/**
 * struct banos_uninstall_options - how to uninstall
 * @size:       sizeof(struct banos_uninstall_options), as compiled
 * @flags:      enum banos_uninstall_flags
 * @timeout_ms: with BANOS_UNINSTALL_DETACH: how long to wait for running calls;
 *              0: the kernel's default of ten seconds
 * @log:        or NULL
 */
struct banos_uninstall_options {
    uint64_t size;
    uint32_t flags;
    uint32_t timeout_ms;
    struct banos_log* log;
};

/**
 * banos_uninstall - run an instance's uninit() and free its image
 * @options: may be NULL
 *
 * Returns: 0, or
 *          -ENOENT     no such instance, or no banos.ko
 *          -EBUSY      in use; the log names the holders
 *          -ETIMEDOUT  detached, but calls into the driver still run: try again
 *          -EALREADY   another uninstall of it is under way
 */
int banos_uninstall(uint64_t id, const struct banos_uninstall_options* options);

/**
 * banos_list - ids of the instances, in growing order
 * @after:    only ids greater than this; 0 for all
 * @ids:      out: an array
 * @capacity: elements of the array
 * @count:    out: elements written. 0: there are none any more
 *
 * For all of them, ask again with @after the last id until @count is 0.
 */
int banos_list(uint64_t after, uint64_t* ids, uint64_t capacity, uint64_t* count);

/**
 * banos_info - what an instance is
 * @info: info->size is set by the caller; the rest: out
 *
 * Returns: 0, or -ENOENT: no such instance, or no banos.ko.
 */
int banos_info(uint64_t id, struct banos_instance_info* info);

/**
 * banos_info_table - the lists that belong to an instance
 * @kind:     enum banos_info_kind, which also says what an element is
 * @first:    skip so many elements
 * @elements: out: an array. Its elements need no preparation
 * @stride:   size of an element, as the program was compiled
 * @capacity: elements of the array
 * @count:    out: elements written; 0 at the end
 *
 * Returns: 0, or -ENOENT: no such instance, or no banos.ko.
 */
int banos_info_table(uint64_t id, uint32_t kind, uint64_t first, void* elements, uint32_t stride,
                     uint64_t capacity, uint64_t* count);

/**
 * banos_abi_shim - which ABI does this kernel's banos.ko offer?
 * @info: info->size is set by the caller; the rest: out
 */
int banos_abi_shim(struct banos_shim_info* info);

/**
 * banos_abi_table - its exports and its structs
 * @kind: enum banos_abi_kind, BANOS_ABI_SYMBOLS or BANOS_ABI_STRUCTS
 *
 * The rest is as for banos_info_table().
 */
int banos_abi_table(uint32_t kind, uint64_t first, void* elements, uint32_t stride,
                    uint64_t capacity, uint64_t* count);

/**
 * banos_get_statistics - counters since banos.ko was loaded
 * @statistics: statistics->size is set by the caller; the rest: out
 */
int banos_get_statistics(struct banos_statistics* statistics);

/**
 * banos_lock_down - no install any more until the machine reboots
 * @log: or NULL
 */
int banos_lock_down(struct banos_log* log);

enum banos_event_action {
    BANOS_EVENT_INSTALLED = 1,
    BANOS_EVENT_UNINSTALLED = 2,
};

/**
 * struct banos_event - an instance came or went
 * @size:    sizeof(struct banos_event), set by the caller
 * @id:      of the instance
 * @action:  enum banos_event_action
 * @version: the driver's version word; 0 if the kernel didn't tell
 * @name:    the driver's; empty if the kernel didn't tell
 */
struct banos_event {
    uint64_t size;
    uint64_t id;
    uint32_t action;
    uint32_t version;
    char name[BANOS_NAME_SIZE];
};

/**
 * banos_events_open - listen for installs and uninstalls, from now on
 *
 * Needs neither banos.ko nor the superuser. Close the answer with close(2).
 *
 * Returns: a descriptor for poll(2), which becomes readable when an event may
 * be there; it has O_NONBLOCK and O_CLOEXEC. Or a negative errno number.
 */
int banos_events_open(void);

/**
 * banos_events_read - take the next event
 * @events: of banos_events_open(); one thread at a time reads it
 * @event:  event->size is set by the caller; the rest: out
 *
 * Only messages of the kernel itself count: what other programs send there,
 * and the kernel's events about other things, are passed over.
 *
 * Returns: 0, or
 *          -EAGAIN   none is there: poll(2)
 *          -ENOBUFS  events were lost, because they were not read in time: ask
 *                    banos_list() what there is, and go on reading
 */
int banos_events_read(int events, struct banos_event* event);

BANOS_END_DECLARATIONS

#endif

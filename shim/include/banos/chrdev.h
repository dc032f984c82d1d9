/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Character devices: nodes in /dev that programs open, read, write, control,
 * poll and map.
 *
 *	static int64_t hello_read(struct banos_file *file,
 *				  struct banos_user_buffer *to,
 *				  uint64_t *position);
 *
 *	static const struct banos_chrdev_operations hello_operations = {
 *		.size = sizeof(hello_operations),
 *		.read = hello_read,
 *	};
 *
 *	static const struct banos_chrdev_options hello_options = {
 *		.size = sizeof(hello_options),
 *		.mode = 0444,
 *		.name = "hello",
 *	};
 *
 *	error = banos_chrdev_create(driver, &hello_options, &hello_operations,
 *				    NULL, &hello_device);
 *
 * A device may be destroyed at any time, also while programs have it open:
 * they get -BANOS_ENODEV from then on. Making devices is for drivers with a
 * GPL-compatible licence, because what it needs of the kernel is.
 */
#ifndef BANOS_CHRDEV_H
#define BANOS_CHRDEV_H

#include <banos/types.h>
#include <banos/wait.h>

BANOS_BEGIN_DECLARATIONS

struct banos_chrdev;      /* a device; a node in /dev */
struct banos_file;        /* what one open(2) of it made; see below */
struct banos_mapping;     /* one mmap(2) of it, while that is under way */
struct banos_pages;       /* see <banos/memory.h> */
struct banos_poll;        /* one poll(2) or the like, while that is under way */
struct banos_user_buffer; /* see <banos/user.h> */

/* Since: 0.9 */
enum banos_chrdev_flags {
	/* Bytes come and go in order: no position, no lseek(2), no pread(2). */
	BANOS_CHRDEV_STREAM = 1,
};

/**
 * struct banos_chrdev_options - what a new node in /dev looks like
 * @size:  sizeof(struct banos_chrdev_options), as the driver was compiled
 * @mode:  permission bits, 0 to 0777; 0 stands for 0600
 * @flags: of enum banos_chrdev_flags
 * @name:  1 to 63 bytes of [A-Za-z0-9_.:+@-], not "." or ".."; a "%u" in it
 *         becomes the lowest free number
 *
 * Since: 0.9
 */
struct banos_chrdev_options {
	uint64_t    size;
	uint32_t    mode;
	uint32_t    flags;
	const char *name;
};

/* From where banos_chrdev_operations.seek counts. Since: 0.9 */
enum banos_seek {
	BANOS_SEEK_SET = 0,  /* the beginning */
	BANOS_SEEK_CUR = 1,  /* the present position */
	BANOS_SEEK_END = 2,  /* the end */
	BANOS_SEEK_DATA = 3, /* the next data at or behind the offset */
	BANOS_SEEK_HOLE = 4, /* the next hole at or behind the offset */
};

/* What a poll asks for and is answered. Since: 0.9 */
enum banos_poll_events {
	BANOS_POLL_IN = 0x0001,     /* a read would not wait */
	BANOS_POLL_PRI = 0x0002,    /* something urgent */
	BANOS_POLL_OUT = 0x0004,    /* a write would not wait */
	BANOS_POLL_ERR = 0x0008,    /* it failed */
	BANOS_POLL_HUP = 0x0010,    /* the other side is gone */
	BANOS_POLL_RDNORM = 0x0040, /* goes with IN */
	BANOS_POLL_WRNORM = 0x0100, /* goes with OUT */
	BANOS_POLL_RDHUP = 0x2000,  /* the other side writes no more */
};

/**
 * struct banos_chrdev_operations - what programs can do with a device
 * @size:    sizeof(struct banos_chrdev_operations), as the driver was compiled
 * @open:    a program opens the node. 0, or a negative error, which the
 *           program gets: then there is no file, and no @release. NULL: it may
 * @release: the file is closed; called exactly once for each successful @open,
 *           when the last program that shares it has let go and no operation
 *           of it runs, or when the device is destroyed. NULL: nothing to do
 * @read:    put bytes into @to, by banos_user_buffer_copy_to(). Answers how
 *           many; 0 is the end; or a negative error. *@position is where the
 *           program reads; the driver moves it on. For a stream it is scratch.
 *           NULL: -BANOS_EINVAL
 * @write:   take bytes out of @from, by banos_user_buffer_copy_from(); the rest
 *           as @read
 * @seek:    the program moves the position, now @position, by lseek(2): answer
 *           the new one, or a negative error. @whence is of enum banos_seek,
 *           or something newer: then -BANOS_EINVAL. NULL: any position is fine,
 *           there is no end. Never called for a stream
 * @ioctl:   @command and @argument as the program gave them; an argument that
 *           is an address is for banos_user_copy_in() and _out(). 32-bit
 *           programs come here as well, see banos_call_is_32bit(). Answers 0 or
 *           a positive number, which the program gets, or a negative error;
 *           a command that is not known: -BANOS_ENOTTY. NULL: knows none
 * @poll:    hand each queue that is woken when the answer changes to
 *           banos_poll_wait(), and then answer what is possible now, of enum
 *           banos_poll_events. NULL: always ready to read and write
 * @mmap:    the program maps the device: say what it will see by
 *           banos_mapping_set_pages(). 0 or a negative error. NULL:
 *           -BANOS_ENODEV
 *
 * Operations run in the thread of the program that calls, and may sleep. Any
 * number of them may run at once, on the same file too; only @open and
 * @release have a file for themselves. One that has to wait uses
 * banos_file_wait().
 *
 * -BANOS_EINTR because of a signal makes the program's call start again if it
 * asked for that (SA_RESTART); otherwise the program gets EINTR.
 *
 * Since: 0.9
 */
struct banos_chrdev_operations {
	uint64_t size;
	int32_t  (*open)(struct banos_file *file);
	void     (*release)(struct banos_file *file);
	int64_t  (*read)(struct banos_file *file, struct banos_user_buffer *to,
			 uint64_t *position);
	int64_t  (*write)(struct banos_file *file,
			  struct banos_user_buffer *from, uint64_t *position);
	int64_t  (*seek)(struct banos_file *file, int64_t offset,
			 uint32_t whence, uint64_t position);
	int64_t  (*ioctl)(struct banos_file *file, uint32_t command,
			  uint64_t argument);
	uint32_t (*poll)(struct banos_file *file, struct banos_poll *poll);
	int32_t  (*mmap)(struct banos_file *file,
			 struct banos_mapping *mapping);
};

/**
 * banos_chrdev_create - put a node in /dev that programs can open
 * @driver:     owner of the node, which ends with it at the latest
 * @options:    copied; may live on the stack
 * @operations: what the node can do; copied
 * @context:    what banos_file_context() answers at first, for each file; never
 *              looked at
 * @device:     out: the handle, owned by @driver; written before the node is
 *              there, so that operations find it
 *
 * Operations may run before this has returned. Programs that have the node
 * open when it is destroyed get -BANOS_ENODEV from every later call; no
 * operation runs after banos_chrdev_destroy() has returned.
 *
 * Context: may sleep; not from an operation of the same device.
 * Since:   0.9; for drivers with a GPL-compatible licence
 * Returns: 0, or
 *          -BANOS_EEXIST  there is something of that name in /dev
 *          -BANOS_EINVAL  @driver is none, a callback is not in its code, or
 *                         name, mode, a flag or a size is out of range
 *          -BANOS_E2BIG   a byte that this version does not know is not zero
 *          -BANOS_ENODEV  the driver is being uninstalled
 *          -BANOS_ENOMEM  out of memory
 *          -BANOS_ENOSPC  there are a million devices already
 */
BANOS_MUST_CHECK
int32_t banos_chrdev_create(struct banos_driver *driver,
			    const struct banos_chrdev_options *options,
			    const struct banos_chrdev_operations *operations,
			    void *context, struct banos_chrdev **device);

/**
 * banos_chrdev_destroy - take a node out of /dev
 * @device: not to be used by anybody from here on; may be NULL
 *
 * Operations that sleep in banos_file_wait() are woken; all that run are
 * waited for. Then the driver's release() is called for each file that is
 * still open. Pages that programs have mapped are taken from them: touching
 * them is a SIGBUS.
 *
 * Context: may sleep; not from an operation of the same device, and not while
 *          a lock is held that an operation of it takes.
 * Since:   0.9; GPL-compatible
 */
void banos_chrdev_destroy(struct banos_chrdev *device);

/**
 * banos_chrdev_name - the name of the node, without "/dev/"
 *
 * Context: any.
 * Since:   0.9
 * Returns: a string that lives as long as @device
 */
const char *banos_chrdev_name(const struct banos_chrdev *device);

/**
 * struct banos_file - what one open(2) of a device made
 * @context: the driver's own pointer; at first the context of the device
 *
 * Lives from before open() until release() has returned; use it in operations
 * only. Behind the member, which stays where it is for ever, it is larger than
 * declared here: the rest is the shim's.
 *
 * Since: 0.9
 */
struct banos_file {
	void *context;
};

/**
 * banos_file_context - the driver's own pointer of a file
 *
 * Context: any.
 * Since:   0.9
 * Returns: what banos_file_set_context() stored; before that, the context of
 *          the device
 */
static inline void *banos_file_context(const struct banos_file *file)
{
	return file->context;
}

/* Stores the driver's own pointer; best in open(). Context: any. Since: 0.9 */
static inline void banos_file_set_context(struct banos_file *file,
					  void *context)
{
	file->context = context;
}

/* The context that banos_chrdev_create() was given. Context: any. Since: 0.9 */
void *banos_file_device_context(const struct banos_file *file);

/* Since: 0.9 */
enum banos_file_flags {
	BANOS_FILE_READABLE = 1,    /* opened for reading */
	BANOS_FILE_WRITABLE = 2,    /* opened for writing */
	BANOS_FILE_NONBLOCKING = 4, /* the program does not want to wait */
	BANOS_FILE_APPEND = 8,      /* writes go to the end */
};

/**
 * banos_file_flags - how was it opened?
 *
 * The last two change when the program calls fcntl(2). In a release() that
 * comes because the device was destroyed, the answer may be 0.
 *
 * Context: an operation of the file.
 * Since:   0.9
 * Returns: of enum banos_file_flags
 */
uint32_t banos_file_flags(const struct banos_file *file);

/**
 * banos_call_is_32bit - is the calling program a 32-bit one?
 *
 * Its pointers are 32 bits, and its structs may be laid out differently. With
 * structs of fixed-width members in their natural places, and addresses as
 * uint64_t, nobody needs to ask.
 *
 * Context: an operation of a file.
 * Since:   0.9
 */
bool banos_call_is_32bit(void);

/**
 * banos_file_wait - sleep in an operation until a condition holds
 * @file:       whose operation this is
 * @queue:      where to sleep
 * @condition:  asked at once, and whenever the queue is woken
 * @context:    handed to @condition
 * @timeout_ns: at most so long; BANOS_FOREVER is no limit
 * @flags:      of enum banos_wait_flags; BANOS_WAIT_INTERRUPTIBLE as a rule
 *
 * As banos_wait(), but does not wait if the file is nonblocking, and ends when
 * the device is destroyed. Hand on its answer as the operation's own.
 *
 * Context: may sleep; an operation of the file.
 * Since:   0.9
 * Returns: as banos_wait(), or -BANOS_EAGAIN: the file is nonblocking, and the
 *          condition does not hold
 */
BANOS_MUST_CHECK
int32_t banos_file_wait(struct banos_file *file, struct banos_wait_queue *queue,
			banos_wait_condition condition, void *context,
			uint64_t timeout_ns, uint32_t flags);

/**
 * banos_poll_wait - have a poll look again when a queue is woken
 * @poll:  as it was handed to the operation
 * @queue: woken whenever the operation's answer may have changed
 *
 * Does not sleep. Call it before looking at what is possible: then nothing
 * that happens in between is missed.
 *
 * Context: banos_chrdev_operations.poll.
 * Since:   0.9
 */
void banos_poll_wait(struct banos_poll *poll, struct banos_wait_queue *queue);

/*
 * Mappings. What a program has mapped is memory of a struct banos_pages, which
 * stays as long as anybody has it mapped, whatever becomes of the driver.
 */

/* Since: 0.9 */
enum banos_mapping_flags {
	BANOS_MAPPING_READ = 1,    /* the program asks to read it */
	BANOS_MAPPING_WRITE = 2,   /* ... to write it */
	BANOS_MAPPING_EXECUTE = 4, /* ... to execute it */
	BANOS_MAPPING_SHARED = 8,  /* what it writes, others see */
};

/* Where in the file it begins: bytes, whole pages. Context: mmap. Since: 0.9 */
uint64_t banos_mapping_offset(const struct banos_mapping *mapping);

/* How long it is: bytes, whole pages. Context: mmap. Since: 0.9 */
uint64_t banos_mapping_size(const struct banos_mapping *mapping);

/* Of enum banos_mapping_flags. Context: mmap. Since: 0.9 */
uint32_t banos_mapping_flags(const struct banos_mapping *mapping);

/**
 * banos_mapping_set_pages - say what the program will see
 * @mapping: as it was handed to the operation
 * @pages:   may be destroyed while it is mapped: the memory stays
 * @first:   number of the page that it sees first; the others follow
 *
 * Once for each mapping.
 *
 * Context: banos_chrdev_operations.mmap.
 * Since:   0.9
 * Returns: 0, or -BANOS_EINVAL: @pages has not so many pages behind @first, or
 *          this was said before
 */
BANOS_MUST_CHECK
int32_t banos_mapping_set_pages(struct banos_mapping *mapping,
				struct banos_pages *pages, uint64_t first);

/**
 * banos_mapping_forbid_writing - now, and for as long as it is mapped
 *
 * Context: banos_chrdev_operations.mmap.
 * Since:   0.9
 * Returns: 0, or -BANOS_EACCES: the program asks to write it
 */
BANOS_MUST_CHECK
int32_t banos_mapping_forbid_writing(struct banos_mapping *mapping);

BANOS_END_DECLARATIONS

#endif

/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * File systems: a driver names a type, programs mount it, and the kernel then
 * asks the driver about the tree of files in it.
 *
 *	static int32_t hello_mount(struct banos_mount *mount,
 *				   struct banos_mount_result *result)
 *	{
 *		result->root = ROOT;
 *		result->flags = BANOS_MOUNT_READ_ONLY;
 *		return 0;
 *	}
 *
 *	static const struct banos_filesystem_operations hello_operations = {
 *		.size = sizeof(hello_operations),
 *		.mount = hello_mount,
 *		.get_attributes = hello_get_attributes,
 *		.lookup = hello_lookup,
 *		.list = hello_list,
 *		.read = hello_read,
 *	};
 *
 *	static const struct banos_filesystem_options hello_options = {
 *		.size = sizeof(hello_options),
 *		.name = "hello",
 *	};
 *
 *	error = banos_filesystem_create(driver, &hello_options,
 *					&hello_operations, NULL, &hello);
 *
 * and then, in a shell: mount -t hello none /mnt
 *
 * NODES. Whatever has attributes is a node: a file, a directory, a symbolic
 * link and so on. A node has no name; directories have entries, which give
 * names to nodes, several to one if it has hard links. A node is known by its
 * id: 64 bits that the driver chooses, unique among the nodes of a mount, not
 * 0, and not given to another node before the first was forgotten. Programs
 * see it as the inode number, so it should not be an address of memory.
 *
 * A node comes into use when lookup() or create() answers its id: load() is
 * called, once, before anything else is done with it. While it is in use the
 * shim knows it by a struct banos_node, in which the driver can leave a pointer
 * of its own. At the end comes forget(), once for each load(). A node whose
 * last name was removed is in use for as long as a program has it open: its
 * content must stay until forget(), and goes then if its links are 0. A node
 * with a name may be forgotten at any time when nobody uses it, and is found
 * again by lookup().
 *
 * NAMES that the driver is handed are 1 to 255 bytes other than '/' and NUL,
 * never "." or "..", which it never hears of. What lookup() found, or did not
 * find, is remembered: entries change by the operations below only.
 *
 * ATTRIBUTES are the driver's: it keeps them, and the times too. Each operation
 * says which times it sets; "now" is banos_time_real(). The shim asks for the
 * attributes when a node comes into use, and again when it may have changed or
 * a program asks. Access times are not kept, unless a program sets them.
 * Who may do what is decided by the kernel, from owner, group and mode, before
 * the driver is called. User and group ids are those of the machine, not of a
 * container; file systems of drivers are mounted by the machine's root only.
 *
 * ORDER. Operations of different nodes run at once, in any number. Of one node:
 *
 *	load, forget                      with nothing else
 *	list, lookup                      with each other
 *	create, link, remove, rename      alone, of each directory in them
 *	set_attributes                    alone; beside read() of the page cache
 *	                                  only if it does not change the size
 *	read                              with other reads
 *	write                             alone
 *	get_attributes, sync              at any time, beside everything but load
 *	                                  and forget
 *
 * A node that is linked, removed, renamed or replaced is not written, and has
 * no attributes set, at the time. So what belongs to one node needs no lock,
 * but what get_attributes() reads must be fine to read while it changes; what
 * nodes share, such as the count of free blocks, needs a lock of the driver.
 * The driver may hold its locks while it copies to or from the program: that
 * never calls into a file system.
 *
 * Operations run in the thread of the program, and may sleep; forget() also in
 * the middle of somebody's allocation of memory, to make room. Allocations of
 * operations don't do that to their own file system; but a thread of the
 * driver must not hold, while it allocates, a lock that forget() takes.
 *
 * MEMORY. Programs can map files for reading, or privately, and so execute
 * them. Files of a mount that is read-only for ever (BANOS_MOUNT_READ_ONLY of
 * banos_mount_result) are read through the kernel's page cache: read() is
 * called for a page when it is needed first, and later again if the kernel
 * took it back. Files of others are read and written directly, and only what
 * is mapped is in the page cache, until the file is written.
 *
 * THE END. A mounted file system keeps its driver from being uninstalled. With
 * --detach, or when the driver destroys it, programs get an input/output error
 * from then on; nodes in use are forgotten, then unmount() is called, and then
 * nothing any more. Programs still have to umount it.
 */
#ifndef BANOS_FILESYSTEM_H
#define BANOS_FILESYSTEM_H

#include <banos/types.h>

BANOS_BEGIN_DECLARATIONS

struct banos_filesystem;  /* a type of file system */
struct banos_mount;       /* one that is mounted; see below */
struct banos_node;        /* a node in use; see below */
struct banos_list;        /* the entries that one getdents(2) will see */
struct banos_user_buffer; /* see <banos/user.h> */

/* What a node is. More may come; a driver refuses what it does not know. */
/* Since: 0.9.1 */
enum banos_node_type {
	BANOS_NODE_FIFO = 1,
	BANOS_NODE_CHARACTER_DEVICE = 2,
	BANOS_NODE_DIRECTORY = 4,
	BANOS_NODE_BLOCK_DEVICE = 6,
	BANOS_NODE_FILE = 8,
	BANOS_NODE_SYMLINK = 10,
	BANOS_NODE_SOCKET = 12,
};

/**
 * struct banos_name - the name of an entry
 * @text:   ends in NUL; lives as long as the operation
 * @length: without the NUL; 1 to 255
 *
 * Never grows. Since: 0.9.1
 */
struct banos_name {
	const char *text;
	uint64_t    length;
};

/* Of struct banos_node_attributes, for set_attributes(). Since: 0.9.1 */
enum banos_attribute {
	BANOS_ATTRIBUTE_MODE = 1,
	BANOS_ATTRIBUTE_USER = 2,
	BANOS_ATTRIBUTE_GROUP = 4,
	BANOS_ATTRIBUTE_FILE_SIZE = 8,
	BANOS_ATTRIBUTE_ACCESSED = 16,
	BANOS_ATTRIBUTE_MODIFIED = 32,
	BANOS_ATTRIBUTE_CHANGED = 64,
};

/**
 * struct banos_node_attributes - what stat(2) tells of a node
 * @size:         how much of this struct there is; whoever writes a member that
 *                is younger than 0.9.1 looks here first
 * @type:         of enum banos_node_type; stays for as long as the node lives
 * @mode:         permission bits, set-user-id and its like: 0 to 07777
 * @user, @group: who owns it; not (uint32_t)-1
 * @links:        how many names it has; of a directory, by tradition, 2 more
 *                than directories are in it, or always 1. 0: it goes when it
 *                is forgotten
 * @file_size:    bytes; of a symbolic link, the length of its target. At most
 *                INT64_MAX
 * @allocated:    bytes that it takes, for programs such as du
 * @accessed_ns:  last read, ns since 1970-01-01 00:00 UTC
 * @modified_ns:  last change of the content
 * @changed_ns:   last change of content or attributes
 * @major, @minor: of a device
 *
 * Since: 0.9.1
 */
struct banos_node_attributes {
	uint64_t size;
	uint32_t type;
	uint32_t mode;
	uint32_t user;
	uint32_t group;
	uint64_t links;
	uint64_t file_size;
	uint64_t allocated;
	int64_t  accessed_ns;
	int64_t  modified_ns;
	int64_t  changed_ns;
	uint32_t major;
	uint32_t minor;
};

/**
 * struct banos_node_found - where lookup() and create() leave the node
 * @size:    how much of this struct there is
 * @id:      of the node
 * @context: what banos_node_context() answers in load(), if the node is not in
 *           use yet; otherwise nobody looks at it. NULL at first
 *
 * Since: 0.9.1
 */
struct banos_node_found {
	uint64_t size;
	uint64_t id;
	void    *context;
};

/**
 * struct banos_node_creation - the node that create() is to make
 * @size:         how much of this struct there is
 * @type:         of enum banos_node_type, or something newer
 * @mode:         permission bits and the like: 0 to 07777
 * @user, @group: who will own it
 * @major, @minor: of a device
 * @target:       of a symbolic link: up to 4095 bytes, and NUL; or NULL
 *
 * Since: 0.9.1
 */
struct banos_node_creation {
	uint64_t    size;
	uint32_t    type;
	uint32_t    mode;
	uint32_t    user;
	uint32_t    group;
	uint32_t    major;
	uint32_t    minor;
	const char *target;
};

/* Since: 0.9.1 */
enum banos_rename_flags {
	/* Both names stay, and change their nodes. */
	BANOS_RENAME_EXCHANGE = 1,
};

/**
 * struct banos_rename - an entry that is to move
 * @size:     how much of this struct there is
 * @from:     the directory that it is in
 * @old_name: the name that it has
 * @node:     the node that it names
 * @to:       the directory that it goes to; may be @from
 * @new_name: the name that it gets
 * @replaced: the node that has this name now, which loses it, or with
 *            BANOS_RENAME_EXCHANGE gets the other one; or NULL
 * @flags:    of enum banos_rename_flags; one that the driver does not know:
 *            -BANOS_EINVAL
 *
 * Since: 0.9.1
 */
struct banos_rename {
	uint64_t                 size;
	struct banos_node       *from;
	const struct banos_name *old_name;
	struct banos_node       *node;
	struct banos_node       *to;
	const struct banos_name *new_name;
	struct banos_node       *replaced;
	uint64_t                 flags;
};

/* Since: 0.9.1 */
enum banos_mount_flags {
	/* It can't be written, ever, whatever programs ask for. */
	BANOS_MOUNT_READ_ONLY = 1,
};

/**
 * struct banos_mount_result - what mount() says of the tree
 * @size:         how much of this struct there is
 * @root:         id of the directory that everything is in
 * @root_context: as banos_node_found.context
 * @flags:        of enum banos_mount_flags; 0 at first
 * @block_size:   what programs should read and write at a time, bytes: a power
 *                of two, 512 to 1 GiB; 4096 at first
 * @largest_file: bytes, at most INT64_MAX; INT64_MAX at first
 * @magic:        what statfs(2) calls this type of file system; 0 at first
 *
 * Since: 0.9.1
 */
struct banos_mount_result {
	uint64_t size;
	uint64_t root;
	void    *root_context;
	uint32_t flags;
	uint32_t block_size;
	uint64_t largest_file;
	uint64_t magic;
};

/**
 * struct banos_mount_statistics - what statfs(2) tells
 * @size:             how much of this struct there is
 * @block_size:       the unit of the next three, bytes
 * @blocks:           that there are; 0: nobody knows
 * @blocks_free:      of them
 * @blocks_available: of them, to others than root
 * @nodes:            that there can be; 0: nobody knows
 * @nodes_free:       that can be created yet
 *
 * Since: 0.9.1
 */
struct banos_mount_statistics {
	uint64_t size;
	uint64_t block_size;
	uint64_t blocks;
	uint64_t blocks_free;
	uint64_t blocks_available;
	uint64_t nodes;
	uint64_t nodes_free;
};

/**
 * struct banos_filesystem_operations - what a file system can do
 * @size:           sizeof(struct banos_filesystem_operations), as the driver
 *                  was compiled
 * @mount:          a program mounts it: look at banos_mount_source() and
 *                  banos_mount_option(), and fill in the result. 0, or a
 *                  negative error, which the program gets: then there is no
 *                  @unmount. An option that is not known: -BANOS_EINVAL
 * @unmount:        called once for each successful @mount; all nodes were
 *                  forgotten. NULL: nothing to do
 * @get_statistics: all members were 0. NULL: nobody knows
 * @sync:           what was changed must survive a loss of power: of @node
 *                  (fsync(2)), or if that is NULL of all. NULL: nothing to do
 * @load:           a node comes into use. 0, or a negative error: then there is
 *                  no @forget. NULL: nothing to do
 * @forget:         nobody uses the node any more. NULL: nothing to do
 * @get_attributes: fill in all that is there; all members were 0. Required
 * @set_attributes: @which, of enum banos_attribute, says which members count,
 *                  none but those are to change; one that is not known:
 *                  -BANOS_EINVAL. A program that changes anything sets
 *                  BANOS_ATTRIBUTE_CHANGED with it, and one that changes the
 *                  size BANOS_ATTRIBUTE_MODIFIED. What a file grows by reads as
 *                  zeroes. NULL: -BANOS_EPERM
 * @lookup:         which node has this name in @directory? Fill in @found, or
 *                  -BANOS_ENOENT. Required
 * @list:           hand the entries of @directory to banos_list_add(), from
 *                  @position on, until that answers false or all were. 0 is the
 *                  beginning; what other positions mean is for the driver to
 *                  say, but programs can ask for any up to INT64_MAX. 0, or a
 *                  negative error. Entries that come and go between two calls
 *                  may be seen or not; those that stay must be seen once.
 *                  Required
 * @create:         make a node, and give it this name, which is free; fill in
 *                  @found. Sets all times of the node, and the directory's
 *                  modified and changed times, to now. A type that it does not
 *                  know: -BANOS_EPERM. NULL: -BANOS_EPERM
 * @link:           give @node, no directory, one more name, which is free.
 *                  @node's changed time, the directory's modified and changed
 *                  ones. NULL: -BANOS_EPERM
 * @remove:         take this name from @node. A directory must be empty, or
 *                  else -BANOS_ENOTEMPTY. Times as @link. NULL: -BANOS_EPERM
 * @rename:         see struct banos_rename. A directory that is replaced must
 *                  be empty, or else -BANOS_ENOTEMPTY. The kernel has seen to
 *                  it that a directory replaces a directory only, and does not
 *                  move into itself. Modified and changed times of both
 *                  directories, changed ones of both nodes. NULL: -BANOS_EPERM
 * @read:           put bytes of a file, from @position on, into @to, by
 *                  banos_user_buffer_copy_to(). Answers how many; fewer than
 *                  fit is fine, 0 is the end; or a negative error. Of a symbolic
 *                  link: its target, without a NUL. Where not all could be
 *                  copied, the shim sees to it and calls again. NULL:
 *                  -BANOS_EINVAL
 * @write:          take bytes out of @from and put them into a file, from
 *                  @position on, which may lie behind its end: what is between
 *                  reads as zeroes. Answers how many, at least 1, or a negative
 *                  error; called again for the rest. Sets modified and changed
 *                  times to now. NULL: -BANOS_EPERM
 *
 * Since: 0.9.1
 */
struct banos_filesystem_operations {
	uint64_t size;
	int32_t  (*mount)(struct banos_mount *mount,
			  struct banos_mount_result *result);
	void     (*unmount)(struct banos_mount *mount);
	int32_t  (*get_statistics)(struct banos_mount *mount,
				   struct banos_mount_statistics *statistics);
	int32_t  (*sync)(struct banos_mount *mount, struct banos_node *node);
	int32_t  (*load)(struct banos_node *node);
	void     (*forget)(struct banos_node *node);
	int32_t  (*get_attributes)(struct banos_node *node,
				   struct banos_node_attributes *attributes);
	int32_t  (*set_attributes)(struct banos_node *node, uint32_t which,
				   const struct banos_node_attributes
					   *attributes);
	int32_t  (*lookup)(struct banos_node *directory,
			   const struct banos_name *name,
			   struct banos_node_found *found);
	int32_t  (*list)(struct banos_node *directory, struct banos_list *list,
			 uint64_t position);
	int32_t  (*create)(struct banos_node *directory,
			   const struct banos_name *name,
			   const struct banos_node_creation *creation,
			   struct banos_node_found *found);
	int32_t  (*link)(struct banos_node *directory,
			 const struct banos_name *name, struct banos_node *node);
	int32_t  (*remove)(struct banos_node *directory,
			   const struct banos_name *name,
			   struct banos_node *node);
	int32_t  (*rename)(const struct banos_rename *rename);
	int64_t  (*read)(struct banos_node *node, struct banos_user_buffer *to,
			 uint64_t position);
	int64_t  (*write)(struct banos_node *node,
			  struct banos_user_buffer *from, uint64_t position);
};

/**
 * struct banos_filesystem_options - what the type is called
 * @size:  sizeof(struct banos_filesystem_options), as the driver was compiled
 * @name:  for mount -t: 1 to 31 bytes of [A-Za-z0-9_-]
 * @flags: 0
 *
 * Since: 0.9.1
 */
struct banos_filesystem_options {
	uint64_t    size;
	const char *name;
	uint64_t    flags;
};

/**
 * banos_filesystem_create - have programs mount a type of file system
 * @driver:     owner of the type, which ends with it at the latest
 * @options:    copied; may live on the stack
 * @operations: copied
 * @context:    what banos_mount_context() answers at first, for each mount;
 *              never looked at
 * @filesystem: out: the handle, owned by @driver; written before the type is
 *              there, so that operations find it
 *
 * Programs may mount it before this has returned.
 *
 * Context: may sleep; not from an operation of the same type.
 * Since:   0.9.1; for drivers with a GPL-compatible licence
 * Returns: 0, or
 *          -BANOS_EEXIST  there is a type of that name
 *          -BANOS_EINVAL  @driver is none, a callback is missing or not in its
 *                         code, or name, a flag or a size is out of range
 *          -BANOS_E2BIG   a byte that this version does not know is not zero
 *          -BANOS_ENODEV  the driver is being uninstalled
 *          -BANOS_ENOMEM  out of memory
 */
BANOS_MUST_CHECK
int32_t banos_filesystem_create(struct banos_driver *driver,
				const struct banos_filesystem_options *options,
				const struct banos_filesystem_operations *operations,
				void *context,
				struct banos_filesystem **filesystem);

/**
 * banos_filesystem_destroy - nobody can mount it any more
 * @filesystem: not to be used by anybody from here on; may be NULL
 *
 * What is mounted is dead from then on: see "THE END" above. Operations that
 * run are waited for; then nodes in use are forgotten, and each mount gets its
 * unmount(), before this returns.
 *
 * Context: may sleep; not from an operation of the same type, and not while a
 *          lock is held that an operation takes.
 * Since:   0.9.1; GPL-compatible
 */
void banos_filesystem_destroy(struct banos_filesystem *filesystem);

/**
 * struct banos_mount - a file system that is mounted
 * @context: the driver's own pointer; at first the context of the type
 *
 * Lives from before mount() until unmount() has returned, or mount() has
 * failed. Behind the member, which stays where it is for ever, it is larger
 * than declared here: the rest is the shim's.
 *
 * Since: 0.9.1
 */
struct banos_mount {
	void *context;
};

/* The driver's own pointer of a mount. Context: any. Since: 0.9.1 */
static inline void *banos_mount_context(const struct banos_mount *mount)
{
	return mount->context;
}

/* Stores the driver's own pointer; best in mount(). Since: 0.9.1 */
static inline void banos_mount_set_context(struct banos_mount *mount,
					   void *context)
{
	mount->context = context;
}

/**
 * banos_mount_source - what the program wants to have mounted
 *
 * The first argument of mount(2): a path, such as "/dev/sda1", or any other
 * word.
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 * Returns: a string that lives as long as @mount; "none" if none was given
 */
const char *banos_mount_source(const struct banos_mount *mount);

/**
 * struct banos_mount_option - one option, as in mount -o size=4096,safe
 * @name:  "size", "safe"; never NULL
 * @value: "4096"; NULL: it has none
 *
 * Never grows. Since: 0.9.1
 */
struct banos_mount_option {
	const char *name;
	const char *value;
};

/**
 * banos_mount_option - the options that the program gave, one by one
 * @mount:  in its mount(), or later
 * @index:  from 0 on
 * @option: out: strings that live as long as @mount
 *
 * Only those that the kernel does not know itself, such as "ro" and "nosuid".
 * /proc/mounts shows them. There are at most 64, each at most 255 bytes long.
 *
 * Context: any.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, or -BANOS_ENOENT: @index is behind the last one
 */
BANOS_MUST_CHECK
int32_t banos_mount_option(const struct banos_mount *mount, uint32_t index,
			   struct banos_mount_option *option);

/**
 * struct banos_node - a node in use
 * @context: the driver's own pointer; at first that of struct banos_node_found
 *
 * Lives from before load() until forget() has returned, or load() has failed.
 * Behind the member, which stays where it is for ever, it is larger than
 * declared here: the rest is the shim's.
 *
 * Since: 0.9.1
 */
struct banos_node {
	void *context;
};

/* The driver's own pointer of a node. Context: any. Since: 0.9.1 */
static inline void *banos_node_context(const struct banos_node *node)
{
	return node->context;
}

/* Stores the driver's own pointer; best in load(). Since: 0.9.1 */
static inline void banos_node_set_context(struct banos_node *node,
					  void *context)
{
	node->context = context;
}

/* As the driver named it. Context: any. Since: 0.9.1; GPL-compatible */
uint64_t banos_node_id(const struct banos_node *node);

/* Where the node is. Context: any. Since: 0.9.1; GPL-compatible */
struct banos_mount *banos_node_mount(const struct banos_node *node);

/**
 * banos_list_add - an entry of the directory
 * @list: as it was handed to list()
 * @name: 1 to 255 bytes other than '/' and NUL, not "." or ".."
 * @id:   of the node
 * @type: of the node: enum banos_node_type
 * @next: the position from which list() will go on behind this entry; at most
 *        INT64_MAX - 2, and not 0
 *
 * Does not sleep.
 *
 * Context: banos_filesystem_operations.list.
 * Since:   0.9.1; GPL-compatible
 * Returns: false: there is no more room, and this entry was not taken; or it is
 *          none, and the program will get an input/output error
 */
BANOS_MUST_CHECK
bool banos_list_add(struct banos_list *list, const struct banos_name *name,
		    uint64_t id, uint32_t type, uint64_t next);

/*
 * Sources: what a file system lies on. A block device, or a file with the
 * image of one.
 */

struct banos_source;

/**
 * banos_source_open - open a block device or a file, for reading
 * @driver: owner of the handle, which ends with it at the latest
 * @path:   as banos_mount_source() has it; looked up as the program would that
 *          calls, with its rights
 * @source: out: the handle, owned by @driver
 *
 * What lies in it can be changed by others at any time, and may be anything:
 * check each number before use.
 *
 * Context: may sleep; best in mount().
 * Since:   0.9.1; GPL-compatible
 * Returns: 0, an error of open(2), or
 *          -BANOS_EINVAL  @driver is none, or an argument NULL
 *          -BANOS_ENODEV  the driver is being uninstalled
 *          -BANOS_ENOMEM  out of memory
 *          -BANOS_ENXIO   it is neither a block device nor a file
 */
BANOS_MUST_CHECK
int32_t banos_source_open(struct banos_driver *driver, const char *path,
			  struct banos_source **source);

/* The driver is done with it; may be NULL. Context: may sleep. Since: 0.9.1 */
void banos_source_close(struct banos_source *source);

/* How large it is now, bytes. Context: any. Since: 0.9.1; GPL-compatible */
uint64_t banos_source_size(const struct banos_source *source);

/**
 * banos_source_read - read bytes of it
 * @source: several threads may read at once
 * @offset: of the first byte
 * @to:     the driver's memory
 * @size:   bytes, at most 0x7ffff000
 *
 * Context: may sleep.
 * Since:   0.9.1; GPL-compatible
 * Returns: 0: all of them were read; or
 *          -BANOS_EINVAL  @size is too large
 *          -BANOS_EIO     they are not all there, or cannot be read
 */
BANOS_MUST_CHECK
int32_t banos_source_read(struct banos_source *source, uint64_t offset,
			  void *to, uint64_t size);

BANOS_END_DECLARATIONS

#endif

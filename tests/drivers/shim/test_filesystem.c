/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * File systems: see test_filesystem.h.
 */
#include <banos/filesystem.h>

#include "suite.h"
#include "test_filesystem.h"

#define TIMES 1000000000

static int64_t settings[FILESYSTEM_SETTINGS];
static struct filesystem_counts counts;
static struct banos_filesystem *filesystem;
static int64_t mounted;

static const struct banos_filesystem_operations operations;
static const struct banos_filesystem_options options = {
	.size = sizeof(options),
	.name = FILESYSTEM_TYPE,
};

static void count(uint64_t *counter)
{
	__atomic_add_fetch(counter, 1, __ATOMIC_RELAXED);
}

static int64_t setting(enum filesystem_setting number, int64_t truth)
{
	int64_t value = __atomic_load_n(&settings[number], __ATOMIC_RELAXED);

	return value ? value : truth;
}

/* Each operation begins and ends so. */
static void enter(void)
{
	if (!__atomic_load_n(&mounted, __ATOMIC_RELAXED))
		count(&counts.after_unmount);
	__atomic_add_fetch(&counts.inside, 1, __ATOMIC_RELAXED);
}

static int64_t leave(int64_t answer)
{
	__atomic_sub_fetch(&counts.inside, 1, __ATOMIC_RELAXED);
	return answer;
}

static int32_t test_mount(struct banos_mount *mount,
			  struct banos_mount_result *result)
{
	int32_t answer = (int32_t)setting(FILESYSTEM_MOUNT_ANSWER, 0);

	(void)mount;
	result->root = (uint64_t)setting(FILESYSTEM_ROOT,
					 (int64_t)FILESYSTEM_NODE_ROOT);
	result->flags = (uint32_t)setting(FILESYSTEM_MOUNT_FLAGS, 0);
	result->block_size = (uint32_t)setting(FILESYSTEM_BLOCK_SIZE, 4096);
	result->largest_file =
		(uint64_t)setting(FILESYSTEM_LARGEST_FILE, INT64_MAX);
	if (!answer) {
		count(&counts.mounts);
		__atomic_add_fetch(&mounted, 1, __ATOMIC_RELAXED);
	}
	return answer;
}

static void test_unmount(struct banos_mount *mount)
{
	(void)mount;
	count(&counts.unmounts);
	__atomic_sub_fetch(&mounted, 1, __ATOMIC_RELAXED);
}

static int32_t test_load(struct banos_node *node)
{
	int64_t answer = 0;

	enter();
	if (banos_node_id(node) != (uint64_t)FILESYSTEM_NODE_ROOT)
		answer = setting(FILESYSTEM_LOAD_ANSWER, 0);
	if (!answer)
		count(&counts.loads);
	return (int32_t)leave(answer);
}

static void test_forget(struct banos_node *node)
{
	(void)node;
	enter();
	count(&counts.forgets);
	leave(0);
}

static void describe_file(struct banos_node_attributes *attributes)
{
	attributes->type = (uint32_t)setting(FILESYSTEM_TYPE_OF_FILE,
					     BANOS_NODE_FILE);
	attributes->mode = (uint32_t)setting(FILESYSTEM_MODE_OF_FILE, 0644);
	attributes->user = (uint32_t)setting(FILESYSTEM_USER_OF_FILE, 0);
	attributes->links = (uint64_t)setting(FILESYSTEM_LINKS_OF_FILE, 1);
	attributes->file_size = (uint64_t)setting(FILESYSTEM_SIZE_OF_FILE,
						  sizeof(FILESYSTEM_CONTENT) - 1);
	attributes->major = (uint32_t)setting(FILESYSTEM_MAJOR_OF_FILE, 0);
}

static int32_t test_get_attributes(struct banos_node *node,
				   struct banos_node_attributes *attributes)
{
	enter();
	attributes->links = 1;
	attributes->mode = 0777;
	attributes->modified_ns = TIMES;
	switch (banos_node_id(node)) {
	case (uint64_t)FILESYSTEM_NODE_FILE:
		describe_file(attributes);
		break;
	case FILESYSTEM_NODE_LINK:
		attributes->type = BANOS_NODE_SYMLINK;
		break;
	default:
		attributes->type = BANOS_NODE_DIRECTORY;
	}
	return (int32_t)leave(setting(FILESYSTEM_ATTRIBUTES_ANSWER, 0));
}

static uint64_t id_of(const char *name)
{
	if (!banos_strcmp(name, "file"))
		return (uint64_t)FILESYSTEM_NODE_FILE;
	if (!banos_strcmp(name, "link"))
		return FILESYSTEM_NODE_LINK;
	return banos_strcmp(name, "folder") ? 0 : FILESYSTEM_NODE_FOLDER;
}

static int32_t test_lookup(struct banos_node *directory,
			   const struct banos_name *name,
			   struct banos_node_found *found)
{
	uint64_t id = 0;

	enter();
	count(&counts.lookups);
	if (banos_node_id(directory) == (uint64_t)FILESYSTEM_NODE_ROOT)
		id = id_of(name->text);
	if (id)
		id = (uint64_t)setting(FILESYSTEM_LOOKUP_ID, (int64_t)id);
	/* For a lie that is 0. */
	found->id = id == UINT64_MAX ? 0 : id;
	return (int32_t)leave(setting(FILESYSTEM_LOOKUP_ANSWER,
				      id ? 0 : -BANOS_ENOENT));
}

static bool add(struct banos_list *list, const char *text, uint64_t length,
		uint64_t id, uint64_t next)
{
	const struct banos_name name = { text, length };

	return banos_list_add(list, &name, id, BANOS_NODE_FILE, next);
}

static void add_bad(struct banos_list *list, int64_t number)
{
	static char longest[256];
	bool taken = true;

	banos_memset(longest, 'x', sizeof(longest));
	switch (number) {
	case 1:
		taken = add(list, "a/b", 3, 9, 9);
		break;
	case 2:
		taken = add(list, "a\0b", 3, 9, 9);
		break;
	case 3:
		taken = add(list, "", 0, 9, 9);
		break;
	case 4:
		taken = add(list, ".", 1, 9, 9);
		break;
	case 5:
		taken = add(list, "..", 2, 9, 9);
		break;
	case 6:
		taken = add(list, longest, sizeof(longest), 9, 9);
		break;
	case 7:
		taken = add(list, "a", 1, 0, 9);
		break;
	case 8:
		taken = add(list, "a", 1, 9, 0);
		break;
	case 9:
		taken = add(list, "a", 1, 9, UINT64_MAX);
		break;
	}
	/* Once there was a bad one, the rest is no better. */
	if (taken || add(list, "good", 4, 9, 9))
		count(&counts.after_unmount);
}

static int32_t test_list(struct banos_node *directory, struct banos_list *list,
			 uint64_t position)
{
	static const char *const names[] = { "file", "link", "folder" };
	int64_t bad = setting(FILESYSTEM_LIST_BAD, 0);

	enter();
	if (bad)
		add_bad(list, bad);
	if (banos_node_id(directory) != (uint64_t)FILESYSTEM_NODE_ROOT)
		position = ARRAY_LENGTH(names);
	for (; position < ARRAY_LENGTH(names); position++) {
		if (!add(list, names[position], banos_strlen(names[position]),
			 id_of(names[position]), position + 1))
			break;
	}
	return (int32_t)leave(setting(FILESYSTEM_LIST_ANSWER, 0));
}

static int32_t test_create(struct banos_node *directory,
			   const struct banos_name *name,
			   const struct banos_node_creation *creation,
			   struct banos_node_found *found)
{
	(void)directory;
	(void)name;
	(void)creation;
	enter();
	found->id = (uint64_t)setting(FILESYSTEM_CREATE_ID, 0);
	return (int32_t)leave(found->id ? 0 : -BANOS_EROFS);
}

static const char *content_of(struct banos_node *node)
{
	if (banos_node_id(node) != FILESYSTEM_NODE_LINK)
		return FILESYSTEM_CONTENT;
	return setting(FILESYSTEM_LINK_TARGET, 0) == 1 ? "" : "file";
}

/* With this setting, more than any target may have. */
static int64_t read_too_long(struct banos_user_buffer *to)
{
	static char page[4096];

	banos_memset(page, 'x', sizeof(page));
	return banos_user_buffer_copy_to(to, page, sizeof(page));
}

static int64_t test_read(struct banos_node *node, struct banos_user_buffer *to,
			 uint64_t position)
{
	const char *content = content_of(node);
	uint64_t size = banos_strlen(content);
	int64_t answer = 0;

	enter();
	count(&counts.reads);
	if (setting(FILESYSTEM_LINGER_NS, 0))
		banos_sleep((uint64_t)setting(FILESYSTEM_LINGER_NS, 0));
	if (setting(FILESYSTEM_LINK_TARGET, 0) == 2)
		return leave(read_too_long(to));
	size = (uint64_t)setting(FILESYSTEM_READ_MOVES, (int64_t)size);
	if (position < size)
		answer = banos_user_buffer_copy_to(to, content + position,
						   size - position);
	return leave(setting(FILESYSTEM_READ_ANSWER, answer));
}

static int64_t test_write(struct banos_node *node,
			  struct banos_user_buffer *from, uint64_t position)
{
	(void)node;
	(void)from;
	(void)position;
	enter();
	return leave(setting(FILESYSTEM_WRITE_ANSWER, 0));
}

static const struct banos_filesystem_operations operations = {
	.size = sizeof(operations),
	.mount = test_mount,
	.unmount = test_unmount,
	.load = test_load,
	.forget = test_forget,
	.get_attributes = test_get_attributes,
	.lookup = test_lookup,
	.list = test_list,
	.create = test_create,
	.read = test_read,
	.write = test_write,
};

/* Cases. */

static int32_t create(struct banos_driver *driver,
		      const struct banos_filesystem_options *given,
		      const struct banos_filesystem_operations *table)
{
	return banos_filesystem_create(driver, given, table, NULL, &filesystem);
}

static void destroy(void)
{
	banos_filesystem_destroy(filesystem);
	filesystem = NULL;
}

static void bad_arguments_are_refused(struct test *test)
{
	struct banos_driver *driver = test->driver;

	CHECK_EQUAL(create(NULL, &options, &operations), -BANOS_EINVAL);
	CHECK_EQUAL(create(driver, NULL, &operations), -BANOS_EINVAL);
	CHECK_EQUAL(create(driver, &options, NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_filesystem_create(driver, &options, &operations, NULL,
					    NULL), -BANOS_EINVAL);
	banos_filesystem_destroy(NULL);
	banos_source_close(NULL);
}

static void bad_names_are_refused(struct test *test)
{
	static const char *const names[] = {
		NULL, "", ".", "a.b", "a/b", "a b", "a\n",
		"12345678901234567890123456789012",
	};
	struct banos_filesystem_options named = options;
	uint32_t i;

	for (i = 0; i < ARRAY_LENGTH(names); i++) {
		named.name = names[i];
		CHECK_EQUAL(create(test->driver, &named, &operations),
			    -BANOS_EINVAL);
	}
	named.name = "1234567890123456789012345678901";
	CHECK_EQUAL(create(test->driver, &named, &operations), 0);
	destroy();
}

static void operations_that_are_missing_are_refused(struct test *test)
{
	struct banos_filesystem_operations table = operations;

	table.mount = NULL;
	CHECK_EQUAL(create(test->driver, &options, &table), -BANOS_EINVAL);
	table = operations;
	table.get_attributes = NULL;
	CHECK_EQUAL(create(test->driver, &options, &table), -BANOS_EINVAL);
	table = operations;
	table.lookup = NULL;
	CHECK_EQUAL(create(test->driver, &options, &table), -BANOS_EINVAL);
	table = operations;
	table.list = NULL;
	CHECK_EQUAL(create(test->driver, &options, &table), -BANOS_EINVAL);
}

static void structs_of_other_versions(struct test *test)
{
	struct {
		struct banos_filesystem_options known;
		uint64_t newer;
	} larger = { .known = options };
	struct banos_filesystem_options flagged = options;

	larger.known.size = sizeof(larger);
	CHECK_EQUAL(create(test->driver, &larger.known, &operations), 0);
	destroy();
	larger.newer = 1;
	CHECK_EQUAL(create(test->driver, &larger.known, &operations),
		    -BANOS_E2BIG);
	larger.known.size = sizeof(options) - 1;
	CHECK_EQUAL(create(test->driver, &larger.known, &operations),
		    -BANOS_EINVAL);
	flagged.flags = 1;
	CHECK_EQUAL(create(test->driver, &flagged, &operations), -BANOS_EINVAL);
}

static void foreign_callbacks_are_refused(struct test *test)
{
	struct banos_filesystem_operations table = operations;

	table.forget = (void (*)(struct banos_node *))(uintptr_t)&options;
	CHECK_EQUAL(create(test->driver, &options, &table), -BANOS_EINVAL);
}

static void names_are_unique(struct test *test)
{
	struct banos_filesystem_options taken = options;
	struct banos_filesystem *second = NULL;

	taken.name = "tmpfs";
	CHECK_EQUAL(create(test->driver, &taken, &operations), -BANOS_EEXIST);
	CHECK_EQUAL(create(test->driver, &options, &operations), 0);
	CHECK_EQUAL(banos_filesystem_create(test->driver, &options, &operations,
					    NULL, &second), -BANOS_EEXIST);
	CHECK(!second);
	destroy();
}

static void names_can_be_taken_again(struct test *test)
{
	uint32_t i;

	for (i = 0; i < 20; i++) {
		if (!CHECK_EQUAL(create(test->driver, &options, &operations), 0))
			return;
		destroy();
	}
}

static void sources_are_opened_and_read(struct test *test)
{
	struct banos_source *source = NULL;
	char bytes[8];

	CHECK_EQUAL(banos_source_open(NULL, "/proc/self/exe", &source),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_source_open(test->driver, NULL, &source),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_source_open(test->driver, "/", NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_source_open(test->driver, "/", &source),
		    -BANOS_ENXIO);
	CHECK_EQUAL(banos_source_open(test->driver, "/dev/null", &source),
		    -BANOS_ENXIO);
	CHECK_EQUAL(banos_source_open(test->driver, "/absent", &source),
		    -BANOS_ENOENT);
	if (!CHECK_EQUAL(banos_source_open(test->driver, "/proc/self/exe",
					   &source), 0))
		return;
	CHECK(banos_source_size(source) > sizeof(bytes));
	CHECK_EQUAL(banos_source_read(source, 1, bytes, 3), 0);
	CHECK(!banos_memcmp(bytes, "ELF", 3));
	CHECK_EQUAL(banos_source_read(source, banos_source_size(source), bytes,
				      0), 0);
	CHECK_EQUAL(banos_source_read(source, banos_source_size(source) - 1,
				      bytes, 2), -BANOS_EIO);
	CHECK_EQUAL(banos_source_read(source, UINT64_MAX, bytes, 1),
		    -BANOS_EIO);
	CHECK_EQUAL(banos_source_read(source, 0, bytes, UINT64_MAX),
		    -BANOS_EINVAL);
	banos_source_close(source);
}

/* Commands. */

static int64_t set(uint64_t argument)
{
	struct filesystem_change change;
	int32_t error = banos_user_copy_in(&change, argument, sizeof(change));

	if (error)
		return error;
	if (change.setting >= FILESYSTEM_SETTINGS)
		return -BANOS_EINVAL;
	__atomic_store_n(&settings[change.setting], change.value,
			 __ATOMIC_RELAXED);
	return 0;
}

static int64_t clear(void)
{
	banos_memset(settings, 0, sizeof(settings));
	banos_memset(&counts, 0, sizeof(counts));
	return 0;
}

static int64_t test_ioctl(struct banos_file *file, uint32_t command,
			  uint64_t argument)
{
	(void)file;
	switch (command) {
	case FILESYSTEM_SET:
		return set(argument);
	case FILESYSTEM_CLEAR:
		return clear();
	case FILESYSTEM_COUNTS:
		return banos_user_copy_out(argument, &counts, sizeof(counts));
	case FILESYSTEM_CREATE:
		return create(suite_driver(), &options, &operations);
	case FILESYSTEM_DESTROY:
		destroy();
		return 0;
	default:
		return -BANOS_ENOTTY;
	}
}

TEST_DRIVER(test_filesystem, FILESYSTEM_CASES, .ioctl = test_ioctl);

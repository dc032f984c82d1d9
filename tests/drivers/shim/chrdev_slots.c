/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Devices in slots, which a program has made, uses, and looks at; see
 * chrdev_slots.h.
 */
#include "suite.h"
#include "test_chrdev.h"
#include "chrdev_slots.h"

#define FILE_MAGIC 0x66696c65u

/*
 * A device. Its memory is static: so that calls that come too late would be
 * seen, and not crash.
 */
struct slot {
	struct banos_chrdev *device;
	struct banos_pages *pages;
	struct banos_wait_queue *queues[CHRDEV_QUEUES];
	struct chrdev_counts counts;
	int64_t settings[CHRDEV_SETTINGS];
	uint64_t tokens;
	uint32_t destroyed;
};

static struct slot slots[CHRDEV_SLOTS];

/* Of an open file; its driver frees it in release(). */
struct open_file {
	uint32_t magic;
	struct slot *slot;
};

static void add(uint64_t *counter, uint64_t change)
{
	__atomic_fetch_add(counter, change, __ATOMIC_ACQ_REL);
}

static int64_t setting(struct slot *slot, enum chrdev_setting which)
{
	return __atomic_load_n(&slot->settings[which], __ATOMIC_ACQUIRE);
}

static struct slot *slot_of(struct banos_file *file)
{
	return banos_file_device_context(file);
}

static void linger(struct slot *slot)
{
	uint64_t time = (uint64_t)setting(slot, CHRDEV_LINGER_NS);

	if (time)
		banos_sleep(time);
}

/* At the beginning of each operation. */
static struct slot *enter(struct banos_file *file)
{
	struct slot *slot = slot_of(file);

	add(&slot->counts.inside, 1);
	if (__atomic_load_n(&slot->destroyed, __ATOMIC_ACQUIRE))
		add(&slot->counts.late, 1);
	linger(slot);
	return slot;
}

static void leave(struct slot *slot)
{
	if (__atomic_load_n(&slot->destroyed, __ATOMIC_ACQUIRE))
		add(&slot->counts.late, 1);
	add(&slot->counts.inside, (uint64_t)-1);
}

/* Each open file has its own context, until its release. */
static void check_file(struct banos_file *file)
{
	struct open_file *open = banos_file_context(file);
	struct slot *slot = slot_of(file);

	if (open == (void *)slot)
		return;
	if (open->magic != FILE_MAGIC || open->slot != slot)
		add(&slot->counts.wrong, 1);
}

static int32_t open_file(struct banos_file *file, struct slot *slot)
{
	struct open_file *open;

	if (banos_file_context(file) != slot)
		add(&slot->counts.wrong, 1);
	open = banos_memory_allocate(suite_driver(), sizeof(*open), 0, 0);
	if (!open)
		return -BANOS_ENOMEM;
	open->magic = FILE_MAGIC;
	open->slot = slot;
	banos_file_set_context(file, open);
	add(&slot->counts.opens, 1);
	return 0;
}

static int32_t node_open(struct banos_file *file)
{
	struct slot *slot = enter(file);
	int32_t answer = (int32_t)setting(slot, CHRDEV_OPEN_ANSWER);

	if (!answer)
		answer = open_file(file, slot);
	leave(slot);
	return answer;
}

static void node_release(struct banos_file *file)
{
	struct slot *slot = enter(file);
	struct open_file *open = banos_file_context(file);

	check_file(file);
	if (open != (void *)slot) {
		open->magic = 0;
		banos_memory_free(open);
	}
	add(&slot->counts.releases, 1);
	leave(slot);
}

static int32_t take_token(void *context)
{
	struct slot *slot = context;
	uint64_t there = __atomic_load_n(&slot->tokens, __ATOMIC_ACQUIRE);

	while (there) {
		if (__atomic_compare_exchange_n(&slot->tokens, &there,
						there - 1, false,
						__ATOMIC_ACQ_REL,
						__ATOMIC_ACQUIRE))
			return 1;
	}
	return 0;
}

static int32_t wait_for_token(struct banos_file *file, struct slot *slot)
{
	int32_t answer;

	add(&slot->counts.waiting, 1);
	answer = banos_file_wait(file, slot->queues[0], take_token, slot,
				 BANOS_FOREVER,
				 (uint32_t)setting(slot, CHRDEV_WAIT_FLAGS));
	add(&slot->counts.waiting, (uint64_t)-1);
	return answer;
}

/* How much of the pages lies behind a position. */
static uint64_t room_behind(uint64_t position)
{
	uint64_t size = CHRDEV_PAGES * banos_page_size();

	return position < size ? size - position : 0;
}

static uint64_t smaller(uint64_t left, uint64_t right)
{
	return left < right ? left : right;
}

static int64_t read_pages(struct slot *slot, struct banos_user_buffer *to,
			  uint64_t *position)
{
	uint64_t size = smaller(room_behind(*position),
				banos_user_buffer_remaining(to));
	char *from = banos_pages_address(slot->pages);
	int64_t moved = banos_user_buffer_copy_to(to, from + *position, size);

	if (moved > 0)
		*position += (uint64_t)moved;
	return moved;
}

static int64_t node_read(struct banos_file *file, struct banos_user_buffer *to,
			 uint64_t *position)
{
	struct slot *slot = enter(file);
	int64_t answer = setting(slot, CHRDEV_READ_ANSWER);

	check_file(file);
	if (!answer && setting(slot, CHRDEV_READ_WAITS))
		answer = wait_for_token(file, slot);
	if (!answer)
		answer = read_pages(slot, to, position);
	leave(slot);
	return answer;
}

static int64_t write_pages(struct slot *slot, struct banos_user_buffer *from,
			   uint64_t *position)
{
	uint64_t size = smaller(room_behind(*position),
				banos_user_buffer_remaining(from));
	char *to = banos_pages_address(slot->pages);
	int64_t moved;

	if (!room_behind(*position))
		return -BANOS_ENOSPC;
	moved = banos_user_buffer_copy_from(from, to + *position, size);
	if (moved > 0)
		*position += (uint64_t)moved;
	return moved;
}

static int64_t node_write(struct banos_file *file,
			  struct banos_user_buffer *from, uint64_t *position)
{
	struct slot *slot = enter(file);
	int64_t answer = setting(slot, CHRDEV_WRITE_ANSWER);

	check_file(file);
	if (!answer)
		answer = write_pages(slot, from, position);
	leave(slot);
	return answer;
}

static int64_t seek_to(int64_t offset, uint32_t whence, uint64_t position)
{
	switch (whence) {
	case BANOS_SEEK_SET:
		break;
	case BANOS_SEEK_CUR:
		offset += (int64_t)position;
		break;
	case BANOS_SEEK_END:
		offset += CHRDEV_PAGES * (int64_t)banos_page_size();
		break;
	case BANOS_SEEK_DATA:
		break;
	case BANOS_SEEK_HOLE:
		offset = CHRDEV_PAGES * (int64_t)banos_page_size();
		break;
	default:
		return -BANOS_EINVAL;
	}
	return offset < 0 ? -BANOS_EINVAL : offset;
}

static int64_t node_seek(struct banos_file *file, int64_t offset,
			 uint32_t whence, uint64_t position)
{
	struct slot *slot = enter(file);
	int64_t answer = setting(slot, CHRDEV_SEEK_ANSWER);

	check_file(file);
	if (!answer)
		answer = seek_to(offset, whence, position);
	leave(slot);
	return answer;
}

static int64_t control(struct banos_file *file, struct slot *slot,
		       uint32_t command, uint64_t argument)
{
	switch (command) {
	case NODE_ECHO:
		return argument & 0xffff;
	case NODE_IS_32BIT:
		return banos_call_is_32bit();
	case NODE_FLAGS:
		return banos_file_flags(file);
	case NODE_WAIT:
		return wait_for_token(file, slot);
	}
	return -BANOS_ENOTTY;
}

static int64_t node_ioctl(struct banos_file *file, uint32_t command,
			  uint64_t argument)
{
	struct slot *slot = enter(file);
	int64_t answer = setting(slot, CHRDEV_IOCTL_ANSWER);

	check_file(file);
	slot->counts.command = command;
	slot->counts.argument = argument;
	if (!answer)
		answer = control(file, slot, command, argument);
	leave(slot);
	return answer;
}

static uint32_t node_poll(struct banos_file *file, struct banos_poll *poll)
{
	struct slot *slot = enter(file);
	int64_t count = setting(slot, CHRDEV_POLL_QUEUES);
	uint32_t answer = (uint32_t)setting(slot, CHRDEV_POLL_ANSWER);

	check_file(file);
	for (int64_t i = 0; i < count; i++)
		banos_poll_wait(poll, slot->queues[i]);
	if (__atomic_load_n(&slot->tokens, __ATOMIC_ACQUIRE))
		answer |= BANOS_POLL_IN | BANOS_POLL_RDNORM;
	leave(slot);
	return answer;
}

static int32_t say_pages(struct slot *slot, struct banos_mapping *mapping)
{
	uint64_t first = banos_mapping_offset(mapping) / banos_page_size() +
			 (uint64_t)setting(slot, CHRDEV_FIRST_PAGE);
	int32_t error = 0;

	if (setting(slot, CHRDEV_FORBID_WRITING))
		error = banos_mapping_forbid_writing(mapping);
	if (!error && !setting(slot, CHRDEV_SAY_NOTHING))
		error = banos_mapping_set_pages(mapping, slot->pages, first);
	if (!error && setting(slot, CHRDEV_SAY_TWICE))
		error = banos_mapping_set_pages(mapping, slot->pages, first);
	return error;
}

static int32_t node_mmap(struct banos_file *file, struct banos_mapping *mapping)
{
	struct slot *slot = enter(file);
	int32_t answer;

	check_file(file);
	slot->counts.mapping_offset = banos_mapping_offset(mapping);
	slot->counts.mapping_size = banos_mapping_size(mapping);
	slot->counts.mapping_flags = banos_mapping_flags(mapping);
	answer = say_pages(slot, mapping);
	if (setting(slot, CHRDEV_MMAP_ANSWER))
		answer = (int32_t)setting(slot, CHRDEV_MMAP_ANSWER);
	leave(slot);
	return answer;
}

static void fill_operations(struct banos_chrdev_operations *operations,
			    uint32_t which)
{
	operations->size = sizeof(*operations);
	operations->open = which & CHRDEV_HAS_OPEN ? node_open : NULL;
	operations->release = which & CHRDEV_HAS_RELEASE ? node_release : NULL;
	operations->read = which & CHRDEV_HAS_READ ? node_read : NULL;
	operations->write = which & CHRDEV_HAS_WRITE ? node_write : NULL;
	operations->seek = which & CHRDEV_HAS_SEEK ? node_seek : NULL;
	operations->ioctl = which & CHRDEV_HAS_IOCTL ? node_ioctl : NULL;
	operations->poll = which & CHRDEV_HAS_POLL ? node_poll : NULL;
	operations->mmap = which & CHRDEV_HAS_MMAP ? node_mmap : NULL;
}

static void drop_queues(struct slot *slot)
{
	for (uint64_t i = 0; i < CHRDEV_QUEUES; i++) {
		banos_wait_queue_destroy(slot->queues[i]);
		slot->queues[i] = NULL;
	}
}

static void drop_pages(struct slot *slot)
{
	banos_pages_destroy(slot->pages);
	slot->pages = NULL;
}

/* What a device needs, before it is there. */
static int32_t prepare(struct slot *slot)
{
	int32_t error = 0;

	for (uint64_t i = 0; i < CHRDEV_QUEUES && !error; i++)
		error = banos_wait_queue_create(suite_driver(),
						&slot->queues[i]);
	if (!error)
		error = banos_pages_create(suite_driver(), CHRDEV_PAGES, 0,
					   &slot->pages);
	return error;
}

static int64_t create(struct chrdev_request *request)
{
	struct slot *slot = &slots[request->slot];
	const struct banos_chrdev_options options = {
		.size = sizeof(options),
		.mode = request->mode,
		.flags = request->flags,
		.name = request->name,
	};
	struct banos_chrdev_operations operations;
	int32_t error;

	if (slot->device)
		return -BANOS_EBUSY;
	slot->destroyed = 0;
	error = prepare(slot);
	fill_operations(&operations, request->operations);
	if (!error)
		error = banos_chrdev_create(suite_driver(), &options,
					    &operations, slot, &slot->device);
	if (error) {
		drop_queues(slot);
		drop_pages(slot);
		return error;
	}
	banos_strscpy(request->name, banos_chrdev_name(slot->device),
		      sizeof(request->name));
	return 0;
}

static int64_t create_for(uint64_t argument)
{
	struct chrdev_request request;
	int64_t error = banos_user_copy_in(&request, argument, sizeof(request));

	if (error)
		return error;
	request.name[sizeof(request.name) - 1] = '\0';
	if (request.slot >= CHRDEV_SLOTS)
		return -BANOS_EINVAL;
	error = create(&request);
	return error ? error : banos_user_copy_out(argument, &request,
						   sizeof(request));
}

/* When it has returned, no operation may run any more. */
static int64_t destroy(struct slot *slot)
{
	banos_chrdev_destroy(slot->device);
	__atomic_store_n(&slot->destroyed, 1, __ATOMIC_RELEASE);
	if (__atomic_load_n(&slot->counts.inside, __ATOMIC_ACQUIRE))
		add(&slot->counts.late, 1);
	slot->device = NULL;
	drop_queues(slot);
	drop_pages(slot);
	return 0;
}

static int64_t clear(struct slot *slot)
{
	if (slot->device)
		return -BANOS_EBUSY;
	banos_memset(&slot->counts, 0, sizeof(slot->counts));
	banos_memset(slot->settings, 0, sizeof(slot->settings));
	slot->settings[CHRDEV_WAIT_FLAGS] = BANOS_WAIT_INTERRUPTIBLE;
	slot->settings[CHRDEV_POLL_QUEUES] = 1;
	slot->tokens = 0;
	return 0;
}

static int64_t set_for(uint64_t argument)
{
	struct chrdev_change change;
	int64_t error = banos_user_copy_in(&change, argument, sizeof(change));

	if (error)
		return error;
	if (change.slot >= CHRDEV_SLOTS || change.setting >= CHRDEV_SETTINGS)
		return -BANOS_EINVAL;
	__atomic_store_n(&slots[change.slot].settings[change.setting],
			 change.value, __ATOMIC_RELEASE);
	return 0;
}

static int64_t count_for(uint64_t argument)
{
	struct chrdev_counts counts;
	int64_t error = banos_user_copy_in(&counts, argument, sizeof(counts));
	uint64_t slot = counts.slot;

	if (error)
		return error;
	if (slot >= CHRDEV_SLOTS)
		return -BANOS_EINVAL;
	counts = slots[slot].counts;
	counts.slot = slot;
	return banos_user_copy_out(argument, &counts, sizeof(counts));
}

#define MANY_MAX 5000

static struct banos_chrdev *many[MANY_MAX];
static uint64_t many_count;

static int64_t destroy_many(void)
{
	while (many_count)
		banos_chrdev_destroy(many[--many_count]);
	return 0;
}

static int64_t create_many(uint64_t count)
{
	const struct banos_chrdev_options options = {
		.size = sizeof(options),
		.mode = 0644,
		.name = "banosmany%u",
	};
	struct banos_chrdev_operations operations;
	int64_t error;

	fill_operations(&operations, CHRDEV_HAS_ALL);
	while (many_count < count && many_count < MANY_MAX) {
		error = banos_chrdev_create(suite_driver(), &options,
					    &operations, &slots[0],
					    &many[many_count]);
		if (error)
			return error;
		many_count++;
	}
	return 0;
}

static int64_t change_slot(struct slot *slot, uint32_t command, uint64_t queue)
{
	switch (command) {
	case CHRDEV_DESTROY:
		return destroy(slot);
	case CHRDEV_ADD_TOKEN:
		add(&slot->tokens, 1);
		banos_wake_one(slot->queues[0]);
		return 0;
	case CHRDEV_TAKE_TOKEN:
		return take_token(slot);
	case CHRDEV_WAKE:
		banos_wake_all(slot->queues[queue]);
		return 0;
	case CHRDEV_DROP_PAGES:
		drop_pages(slot);
		return 0;
	case CHRDEV_CLEAR:
		return clear(slot);
	}
	return -BANOS_ENOTTY;
}

int64_t chrdev_slots_ioctl(struct banos_file *file, uint32_t command,
			   uint64_t argument)
{
	(void)file;
	switch (command) {
	case CHRDEV_CREATE:
		return create_for(argument);
	case CHRDEV_SET:
		return set_for(argument);
	case CHRDEV_COUNT:
		return count_for(argument);
	case CHRDEV_CREATE_MANY:
		return create_many(argument);
	case CHRDEV_DESTROY_MANY:
		return destroy_many();
	}
	if (argument % 256 >= CHRDEV_SLOTS || argument / 256 >= CHRDEV_QUEUES)
		return -BANOS_EINVAL;
	return change_slot(&slots[argument % 256], command, argument / 256);
}

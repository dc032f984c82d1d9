/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/user.h>: all that matters needs a program. */
#include "suite.h"
#include "test_user.h"

/* One program, one call at a time. */
static struct user_request request;
static struct user_outcome outcome;
static uint64_t behaviour;
static unsigned char source[USER_DATA_SIZE], written[USER_DATA_SIZE];

static int64_t call(void)
{
	switch (request.function) {
	case USER_COPY_IN:
		banos_memset(request.data, USER_FILLING, sizeof(request.data));
		return banos_user_copy_in(request.data, request.address,
					  request.size);
	case USER_COPY_OUT:
		return banos_user_copy_out(request.address, request.data,
					   request.size);
	case USER_ZERO:
		return banos_user_zero(request.address, request.size);
	case USER_COPY_STRING:
		banos_memset(request.data, USER_FILLING, sizeof(request.data));
		return banos_user_copy_string((char *)request.data,
					      request.address, request.size);
	}
	return -BANOS_ENOSYS;
}

static bool fits(void)
{
	return request.size <= USER_DATA_SIZE ||
	       request.size > BANOS_USER_COPY_LARGEST ||
	       request.function == USER_ZERO;
}

static int64_t answer_call(uint64_t argument)
{
	int64_t error = banos_user_copy_in(&request, argument, sizeof(request));

	if (error)
		return error;
	if (!fits())
		return -BANOS_ERANGE;
	request.result = call();
	return banos_user_copy_out(argument, &request, sizeof(request));
}

/* One step of a read or a write: moves up to @size bytes. */
typedef int64_t (*step_function)(struct banos_user_buffer *buffer,
				 uint64_t place, uint64_t size);

static int64_t give(struct banos_user_buffer *buffer, uint64_t place,
		    uint64_t size)
{
	return banos_user_buffer_copy_to(buffer, source + place, size);
}

static int64_t give_zeroes(struct banos_user_buffer *buffer, uint64_t place,
			   uint64_t size)
{
	(void)place;
	return banos_user_buffer_zero(buffer, size);
}

static int64_t take(struct banos_user_buffer *buffer, uint64_t place,
		    uint64_t size)
{
	return banos_user_buffer_copy_from(buffer, written + place, size);
}

static void skip(struct banos_user_buffer *buffer)
{
	uint64_t before = banos_user_buffer_remaining(buffer);
	uint64_t wanted = before < 3 ? before : 3;

	if (banos_user_buffer_skip(buffer, 3) != wanted)
		outcome.wrong++;
	if (banos_user_buffer_remaining(buffer) != before - wanted)
		outcome.wrong++;
	outcome.moved += (int64_t)wanted;
}

/* Returns: false if this was the last step. */
static bool move(struct banos_user_buffer *buffer, step_function step,
		 uint64_t size)
{
	uint64_t before = banos_user_buffer_remaining(buffer);
	uint64_t place = (uint64_t)outcome.moved;
	uint64_t wanted = before < size ? before : size;
	int64_t moved = step(buffer, place, size);

	if (moved < 0) {
		outcome.error = moved;
		moved = 0;
	}
	if (banos_user_buffer_remaining(buffer) != before - (uint64_t)moved)
		outcome.wrong++;
	outcome.moved += moved;
	return (uint64_t)moved == wanted &&
	       banos_user_buffer_remaining(buffer) &&
	       (uint64_t)outcome.moved + 10 < USER_DATA_SIZE;
}

static int64_t transfer(struct banos_user_buffer *buffer, step_function step)
{
	uint64_t size = USER_DATA_SIZE;

	outcome = (struct user_outcome){};
	if (behaviour == USER_TOO_MUCH)
		size = banos_user_buffer_remaining(buffer) + 1000;
	if (behaviour == USER_IN_PIECES)
		size = 7;
	if (behaviour == USER_WITH_GAPS)
		size = 5;
	do {
		if (behaviour == USER_WITH_GAPS)
			skip(buffer);
	} while (move(buffer, step, size));
	outcome.remaining = banos_user_buffer_remaining(buffer);
	return outcome.moved ? outcome.moved : outcome.error;
}

static int64_t read(struct banos_file *file, struct banos_user_buffer *to,
		    uint64_t *position)
{
	(void)file;
	(void)position;
	for (uint64_t i = 0; i < sizeof(source); i++)
		source[i] = (unsigned char)(i * 3 + 1);
	if (behaviour == USER_WRONG_WAY)
		return transfer(to, take);
	return transfer(to, behaviour == USER_ZEROES ? give_zeroes : give);
}

static int64_t write(struct banos_file *file, struct banos_user_buffer *from,
		     uint64_t *position)
{
	(void)file;
	(void)position;
	banos_memset(written, USER_FILLING, sizeof(written));
	if (behaviour == USER_WRONG_WAY)
		return transfer(from, give);
	return transfer(from, behaviour == USER_ZEROES ? give_zeroes : take);
}

static int64_t own_ioctl(struct banos_file *file, uint32_t command,
			 uint64_t argument)
{
	(void)file;
	switch (command) {
	case USER_CALL:
		return answer_call(argument);
	case USER_BEHAVE:
		behaviour = argument;
		return 0;
	case USER_OUTCOME:
		return banos_user_copy_out(argument, &outcome, sizeof(outcome));
	case USER_WRITTEN:
		return banos_user_copy_out(argument, written, sizeof(written));
	}
	return -BANOS_ENOTTY;
}

#define NO_CASES(CASE)

TEST_DRIVER(test_user, NO_CASES, .ioctl = own_ioctl, .read = read,
	    .write = write);

/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/interrupt.h>. */
#include "edu_visit.h"
#include "test_interrupt.h"

#define PATIENCE (10 * BANOS_SECOND)

/* What the functions of an interrupt meet. */
struct meeting {
	struct banos_registers *registers;
	struct banos_interrupt *interrupt;
	struct banos_completion *handled;
	struct banos_completion *threaded;
	uint64_t linger;
	uint32_t answer;
	uint32_t value;   /* that was raised last */
	uint32_t handled_count;
	uint32_t threaded_count;
	uint32_t wrong;
};

static void acknowledge(struct meeting *meeting)
{
	uint32_t status = banos_registers_read32(meeting->registers,
						 EDU_INTERRUPT_STATUS);

	meeting->value = status;
	banos_registers_write32(meeting->registers, EDU_INTERRUPT_DONE, status);
}

static uint32_t handler(struct banos_interrupt *interrupt, void *context)
{
	struct meeting *meeting = context;

	if (!banos_registers_read32(meeting->registers, EDU_INTERRUPT_STATUS))
		return BANOS_INTERRUPT_NOT_MINE;
	if (interrupt != meeting->interrupt)
		meeting->wrong++;
	acknowledge(meeting);
	__atomic_fetch_add(&meeting->handled_count, 1, __ATOMIC_ACQ_REL);
	if (meeting->answer != BANOS_INTERRUPT_THREAD && meeting->handled)
		banos_complete(meeting->handled);
	return meeting->answer;
}

/* Nothing that a real-time kernel could sleep in. */
static uint32_t hard_handler(struct banos_interrupt *interrupt, void *context)
{
	struct meeting *meeting = context;

	(void)interrupt;
	if (!banos_registers_read32(meeting->registers, EDU_INTERRUPT_STATUS))
		return BANOS_INTERRUPT_NOT_MINE;
	acknowledge(meeting);
	__atomic_fetch_add(&meeting->handled_count, 1, __ATOMIC_ACQ_REL);
	return BANOS_INTERRUPT_THREAD;
}

static void thread(struct banos_interrupt *interrupt, void *context)
{
	struct meeting *meeting = context;

	if (interrupt != meeting->interrupt)
		meeting->wrong++;
	if (!meeting->answer)
		acknowledge(meeting);
	banos_complete(meeting->handled);
	if (meeting->linger)
		banos_sleep(meeting->linger);
	__atomic_fetch_add(&meeting->threaded_count, 1, __ATOMIC_ACQ_REL);
	banos_complete(meeting->threaded);
}

static bool prepare(struct test *test, struct meeting *meeting,
		    struct banos_device *device, uint32_t kinds)
{
	meeting->registers = map_edu(test, device);
	return meeting->registers &&
	       CHECK_EQUAL(banos_interrupt_vectors(device, 1, 1, kinds), 1) &&
	       CHECK_EQUAL(banos_completion_create(test->driver,
						   &meeting->handled), 0) &&
	       CHECK_EQUAL(banos_completion_create(test->driver,
						   &meeting->threaded), 0);
}

static void finish(struct test *test, struct meeting *meeting)
{
	banos_interrupt_destroy(meeting->interrupt);
	banos_completion_destroy(meeting->handled);
	banos_completion_destroy(meeting->threaded);
	CHECK_EQUAL(meeting->wrong, 0);
}

static void raise_interrupt(struct meeting *meeting, uint32_t value)
{
	banos_registers_write32(meeting->registers, EDU_INTERRUPT_RAISE, value);
}

static struct banos_interrupt_options interrupt_options(void)
{
	return (struct banos_interrupt_options){
		.size = sizeof(struct banos_interrupt_options),
		.handler = handler,
	};
}

/* Ten times, one after the other. */
static void raise_and_wait(struct test *test, struct meeting *meeting)
{
	for (uint32_t i = 1; i <= 10; i++) {
		raise_interrupt(meeting, i);
		if (!CHECK_EQUAL(banos_completion_wait(meeting->handled,
						       PATIENCE, 0), 0))
			return;
		CHECK_EQUAL(meeting->value, i);
	}
}

static void take_interrupts(struct test *test, struct banos_device *device,
			    uint32_t kind)
{
	const struct banos_interrupt_options options = interrupt_options();
	struct meeting meeting = { .answer = BANOS_INTERRUPT_DONE };

	if (prepare(test, &meeting, device, kind) &&
	    CHECK_EQUAL(banos_interrupt_create(device, &options, &meeting,
					       &meeting.interrupt), 0)) {
		CHECK_EQUAL(banos_interrupt_kind(device), kind);
		raise_and_wait(test, &meeting);
		CHECK_EQUAL(meeting.handled_count, 10);
	}
	finish(test, &meeting);
}

static void take_messages(struct test *test, struct banos_device *device)
{
	take_interrupts(test, device, BANOS_INTERRUPT_MSI);
}

static void take_line(struct test *test, struct banos_device *device)
{
	take_interrupts(test, device, BANOS_INTERRUPT_LINE);
}

static void message_reaches_the_handler(struct test *test)
{
	with_device(test, take_messages);
}

static void line_reaches_the_handler(struct test *test)
{
	with_device(test, take_line);
}

static void take_with_thread(struct test *test, struct banos_device *device,
			     const struct banos_interrupt_options *options,
			     uint32_t answer)
{
	struct meeting meeting = { .answer = answer };

	if (prepare(test, &meeting, device, 0) &&
	    CHECK_EQUAL(banos_interrupt_create(device, options, &meeting,
					       &meeting.interrupt), 0)) {
		raise_and_wait(test, &meeting);
		banos_interrupt_synchronize(meeting.interrupt);
		CHECK_EQUAL(meeting.threaded_count, 10);
		CHECK_EQUAL(meeting.handled_count, options->handler ? 10 : 0);
	}
	finish(test, &meeting);
}

static void take_hard(struct test *test, struct banos_device *device)
{
	struct banos_interrupt_options options = interrupt_options();

	options.flags = BANOS_INTERRUPT_HARD;
	options.handler = hard_handler;
	options.thread = thread;
	take_with_thread(test, device, &options, BANOS_INTERRUPT_THREAD);
}

static void hard_handler_is_called(struct test *test)
{
	with_device(test, take_hard);
}

static void take_both(struct test *test, struct banos_device *device)
{
	struct banos_interrupt_options options = interrupt_options();

	options.name = "both";
	options.thread = thread;
	take_with_thread(test, device, &options, BANOS_INTERRUPT_THREAD);
}

static void thread_runs_after_the_handler(struct test *test)
{
	with_device(test, take_both);
}

static void take_thread(struct test *test, struct banos_device *device)
{
	struct banos_interrupt_options options = interrupt_options();

	options.handler = NULL;
	options.thread = thread;
	take_with_thread(test, device, &options, 0);
}

static void thread_alone_is_enough(struct test *test)
{
	with_device(test, take_thread);
}

/* The thread has begun, and takes a while, when something waits for it. */
static void meet_thread(struct test *test, struct banos_device *device,
			bool destroy)
{
	struct banos_interrupt_options options = interrupt_options();
	struct meeting meeting = { .answer = BANOS_INTERRUPT_THREAD,
				   .linger = 50 * BANOS_MILLISECOND };

	options.thread = thread;
	if (prepare(test, &meeting, device, 0) &&
	    CHECK_EQUAL(banos_interrupt_create(device, &options, &meeting,
					       &meeting.interrupt), 0)) {
		raise_interrupt(&meeting, 1);
		CHECK_EQUAL(banos_completion_wait(meeting.handled, PATIENCE,
						  0), 0);
		if (destroy) {
			banos_interrupt_destroy(meeting.interrupt);
			meeting.interrupt = NULL;
		} else {
			banos_interrupt_synchronize(meeting.interrupt);
		}
		CHECK_EQUAL(meeting.threaded_count, 1);
	}
	finish(test, &meeting);
}

static void synchronize(struct test *test, struct banos_device *device)
{
	meet_thread(test, device, false);
}

static void synchronizing_waits_for_the_thread(struct test *test)
{
	with_device(test, synchronize);
}

static void destroy(struct test *test, struct banos_device *device)
{
	meet_thread(test, device, true);
}

static void destroying_waits_for_the_thread(struct test *test)
{
	with_device(test, destroy);
}

static void take_vectors(struct test *test, struct banos_device *device)
{
	CHECK_EQUAL(banos_interrupt_vectors(device, 1, 4, 0), 1);
	CHECK_EQUAL(banos_interrupt_vectors(device, 1, 1, 0),
		    -BANOS_EALREADY);
}

static void vectors_are_given_once(struct test *test)
{
	with_device(test, take_vectors);
	with_device(test, take_vectors);
}

static void take_bad_vectors(struct test *test, struct banos_device *device)
{
	CHECK_EQUAL(banos_interrupt_vectors(NULL, 1, 1, 0), -BANOS_EINVAL);
	CHECK_EQUAL(banos_interrupt_vectors(device, 0, 1, 0), -BANOS_EINVAL);
	CHECK_EQUAL(banos_interrupt_vectors(device, 2, 1, 0), -BANOS_EINVAL);
	CHECK_EQUAL(banos_interrupt_vectors(device, 1, 2049, 0),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_interrupt_vectors(device, 1, UINT32_MAX, 0),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_interrupt_vectors(device, 1, 1, 8), -BANOS_EINVAL);
	CHECK_EQUAL(banos_interrupt_vectors(device, 2, 2, 0), -BANOS_ENOSPC);
	CHECK_EQUAL(banos_interrupt_kind(device), 0);
}

static void bad_vectors_are_refused(struct test *test)
{
	with_device(test, take_bad_vectors);
}

static int32_t try_interrupt(struct test *test, struct banos_device *device,
			     struct banos_interrupt_options options)
{
	struct banos_interrupt *interrupt = NULL;
	int32_t error = banos_interrupt_create(device, &options, NULL,
					       &interrupt);

	CHECK(!error == !!interrupt);
	return error;
}

static void take_bad_interrupts(struct test *test, struct banos_device *device)
{
	struct banos_interrupt_options options = interrupt_options();
	struct banos_interrupt *interrupt = NULL;

	/* No vectors have been asked for. */
	CHECK_EQUAL(try_interrupt(test, device, options), -BANOS_EINVAL);
	CHECK_EQUAL(banos_interrupt_vectors(device, 1, 1, BANOS_INTERRUPT_LINE),
		    1);
	CHECK_EQUAL(banos_interrupt_create(device, NULL, NULL, &interrupt),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_interrupt_create(device, &options, NULL, NULL),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_interrupt_create(NULL, &options, NULL, &interrupt),
		    -BANOS_EINVAL);
	options.vector = 1;
	CHECK_EQUAL(try_interrupt(test, device, options), -BANOS_EINVAL);
	options = interrupt_options();
	options.flags = 2;
	CHECK_EQUAL(try_interrupt(test, device, options), -BANOS_EINVAL);
	options = interrupt_options();
	options.name = "";
	CHECK_EQUAL(try_interrupt(test, device, options), -BANOS_EINVAL);
	options.name = "a/b";
	CHECK_EQUAL(try_interrupt(test, device, options), -BANOS_EINVAL);
	options.name = "01234567890123456789012345678901";
	CHECK_EQUAL(try_interrupt(test, device, options), -BANOS_EINVAL);
	options = interrupt_options();
	options.handler = NULL;
	CHECK_EQUAL(try_interrupt(test, device, options), -BANOS_EINVAL);
	/* It could be shared: there must be somebody to silence it. */
	options.thread = thread;
	CHECK_EQUAL(try_interrupt(test, device, options), -BANOS_EINVAL);
	options.thread = (void (*)(struct banos_interrupt *, void *))(void *)
		banos_memcpy;
	options.handler = handler;
	CHECK_EQUAL(try_interrupt(test, device, options), -BANOS_EINVAL);
	options = interrupt_options();
	options.size = sizeof(options) - 8;
	CHECK_EQUAL(try_interrupt(test, device, options), -BANOS_EINVAL);
	banos_interrupt_destroy(NULL);
}

static void bad_interrupts_are_refused(struct test *test)
{
	with_device(test, take_bad_interrupts);
}

TEST_DRIVER(test_interrupt, INTERRUPT_CASES);

/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
#include "suite.h"

static struct banos_driver *self;
static const struct suite *suite;
static struct banos_chrdev *node;

bool test_check(struct test *test, bool right, const char *file, int line,
		const char *what)
{
	if (right || __atomic_exchange_n(&test->failed, 1, __ATOMIC_ACQ_REL))
		return right;
	banos_format(test->text, sizeof(test->text), "%s:%d: in %s: not so: %s",
		     file, line, test->where, what);
	test->status = SUITE_FAILED;
	return false;
}

bool test_check_equal(struct test *test, int64_t got, int64_t wanted,
		      const char *file, int line, const char *what)
{
	if (got == wanted)
		return true;
	if (__atomic_exchange_n(&test->failed, 1, __ATOMIC_ACQ_REL))
		return false;
	banos_format(test->text, sizeof(test->text),
		     "%s:%d: in %s: %s is %lld, not %lld", file, line,
		     test->where, what, (long long)got, (long long)wanted);
	test->status = SUITE_FAILED;
	return false;
}

void test_skip(struct test *test, const char *why)
{
	if (test->status != SUITE_PASSED)
		return;
	test->status = SUITE_SKIPPED;
	banos_strscpy(test->text, why, sizeof(test->text));
}

/* A function on its way into another context. */
struct visit {
	struct test *test;
	test_function function;
	struct banos_completion *done;
};

static void visit(struct visit *visit, const char *where)
{
	const char *before = visit->test->where;

	visit->test->where = where;
	visit->function(visit->test);
	visit->test->where = before;
	banos_complete(visit->done);
}

static int32_t visit_thread(struct banos_thread *thread, void *context)
{
	(void)thread;
	visit(context, "a thread");
	return 0;
}

static void visit_work(struct banos_work *work, void *context)
{
	(void)work;
	visit(context, "work");
}

static void visit_timer(struct banos_timer *timer, void *context,
			uint64_t overruns)
{
	(void)timer;
	(void)overruns;
	visit(context, "a timer");
}

static bool begin_visit(struct visit *visit)
{
	struct test *test = visit->test;

	return CHECK_EQUAL(banos_completion_create(test->driver, &visit->done),
			   0);
}

static void end_visit(struct visit *visit)
{
	struct test *test = visit->test;

	CHECK_EQUAL(banos_completion_wait(visit->done, BANOS_FOREVER, 0), 0);
}

void test_in_thread(struct test *test, test_function function)
{
	struct visit visit = { .test = test, .function = function };
	struct banos_thread *thread;

	if (!begin_visit(&visit))
		return;
	if (CHECK_EQUAL(banos_thread_create(test->driver, NULL, visit_thread,
					    &visit, &thread), 0)) {
		end_visit(&visit);
		CHECK_EQUAL(banos_thread_stop(thread), 0);
	}
	banos_completion_destroy(visit.done);
}

void test_in_work(struct test *test, test_function function)
{
	struct visit visit = { .test = test, .function = function };
	struct banos_work *work;

	if (!begin_visit(&visit))
		return;
	if (CHECK_EQUAL(banos_work_create(test->driver, NULL, visit_work,
					  &visit, &work), 0)) {
		CHECK(banos_work_submit(work));
		end_visit(&visit);
		banos_work_destroy(work);
	}
	banos_completion_destroy(visit.done);
}

void test_in_timer(struct test *test, test_function function)
{
	struct visit visit = { .test = test, .function = function };
	struct banos_timer *timer;

	if (!begin_visit(&visit))
		return;
	if (CHECK_EQUAL(banos_timer_create(test->driver, visit_timer, &visit,
					   &timer), 0)) {
		banos_timer_start(timer, 0);
		end_visit(&visit);
		banos_timer_destroy(timer);
	}
	banos_completion_destroy(visit.done);
}

static void under_spinlock(struct test *test, test_function function)
{
	const char *before = test->where;
	struct banos_spinlock *lock;

	if (!CHECK_EQUAL(banos_spinlock_create(test->driver, &lock), 0))
		return;
	test->where = "a spinlock";
	banos_spinlock_lock(lock);
	function(test);
	banos_spinlock_unlock(lock);
	test->where = before;
	banos_spinlock_destroy(lock);
}

static void under_raw_spinlock(struct test *test, test_function function)
{
	const char *before = test->where;
	struct banos_raw_spinlock *lock;
	uint64_t flags;

	if (!CHECK_EQUAL(banos_raw_spinlock_create(test->driver, &lock), 0))
		return;
	test->where = "a raw spinlock, interrupts off";
	flags = banos_raw_spinlock_lock_irqsave(lock);
	function(test);
	banos_raw_spinlock_unlock_irqrestore(lock, flags);
	test->where = before;
	banos_raw_spinlock_destroy(lock);
}

void test_where_one_may_sleep(struct test *test, test_function function)
{
	function(test);
	test_in_thread(test, function);
	test_in_work(test, function);
}

void test_outside_raw(struct test *test, test_function function)
{
	test_where_one_may_sleep(test, function);
	test_in_timer(test, function);
	under_spinlock(test, function);
}

void test_everywhere(struct test *test, test_function function)
{
	test_outside_raw(test, function);
	under_raw_spinlock(test, function);
}

struct banos_driver *no_driver(void)
{
	return (struct banos_driver *)((char *)self + sizeof(uint64_t));
}

static int64_t run_case(const struct test_case *test_case,
			struct suite_report *report)
{
	struct test *test = banos_memory_allocate(self, sizeof(*test), 0,
						  BANOS_MEMORY_ZERO);

	if (!test)
		return -BANOS_ENOMEM;
	test->driver = self;
	test->where = "a program's call";
	test_case->run(test);
	report->status = test->status;
	banos_memcpy(report->text, test->text, sizeof(report->text));
	banos_memory_free(test);
	return 0;
}

static int64_t report_case(uint32_t command, uint64_t argument)
{
	struct suite_report report;
	int64_t error;

	error = banos_user_copy_in(&report, argument, sizeof(report));
	if (error)
		return error;
	if (report.number >= suite->count)
		return -BANOS_ENOENT;
	banos_strscpy(report.name, suite->cases[report.number].name,
		      sizeof(report.name));
	if (command == SUITE_RUN)
		error = run_case(&suite->cases[report.number], &report);
	return error ? error :
		       banos_user_copy_out(argument, &report, sizeof(report));
}

static int64_t suite_ioctl(struct banos_file *file, uint32_t command,
			   uint64_t argument)
{
	if (command == SUITE_DESCRIBE || command == SUITE_RUN)
		return report_case(command, argument);
	if (command < SUITE_OWN || !suite->ioctl)
		return -BANOS_ENOTTY;
	return suite->ioctl(file, command, argument);
}

struct banos_driver *suite_driver(void)
{
	return self;
}

int32_t suite_start(struct banos_driver *driver, const struct suite *given)
{
	const struct banos_chrdev_options options = {
		.size = sizeof(options),
		.name = given->name,
	};
	const struct banos_chrdev_operations operations = {
		.size = sizeof(operations),
		.ioctl = suite_ioctl,
		.read = given->read,
		.write = given->write,
	};

	self = driver;
	suite = given;
	return banos_chrdev_create(driver, &options, &operations, NULL, &node);
}

void suite_end(void)
{
	banos_chrdev_destroy(node);
}

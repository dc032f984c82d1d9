/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/print.h>. */
#include "suite.h"
#include "test_print.h"

/* Formats that are none: the compiler must not see what they are. */
static const char *hidden(const char *format)
{
	__asm__ volatile("" : "+r"(format));
	return format;
}

/* What is wrong on purpose. */
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"

static void bad_arguments_are_refused(struct test *test)
{
	struct banos_driver *bad[] = { NULL, no_driver() };
	struct banos_driver *driver = test->driver;
	const char *none = hidden(NULL);

	for (uint64_t i = 0; i < ARRAY_LENGTH(bad); i++) {
		CHECK_EQUAL(banos_print(bad[i], 6, "not this"), -BANOS_EINVAL);
		CHECK_EQUAL(banos_print_text(bad[i], 6, "not this"),
			    -BANOS_EINVAL);
		CHECK_EQUAL(banos_print_limited(bad[i], 6, "not this"),
			    -BANOS_EINVAL);
	}
	CHECK_EQUAL(banos_print(driver, 8, "not this"), -BANOS_EINVAL);
	CHECK_EQUAL(banos_print(driver, UINT32_MAX, "not this"),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_print_text(driver, 8, "not this"), -BANOS_EINVAL);
	CHECK_EQUAL(banos_print_limited(driver, 8, "not this"),
		    -BANOS_EINVAL);
	CHECK_EQUAL(banos_print(driver, 6, none), -BANOS_EINVAL);
	CHECK_EQUAL(banos_print_text(driver, 6, NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_print_limited(driver, 6, none), -BANOS_EINVAL);
}

static char formatted[600];

#define FORMATS(wanted, ...)                                                  \
	do {                                                                  \
		uint64_t length_ = banos_format(formatted, sizeof(formatted), \
						__VA_ARGS__);                 \
		if (!CHECK(!banos_strcmp(formatted, wanted)))                 \
			banos_print_text(test->driver, BANOS_PRINT_INFO,      \
					 formatted);                          \
		CHECK_EQUAL(length_, sizeof(wanted) - 1);                     \
	} while (0)

static void format_some(struct test *test)
{
	FORMATS("", "%s", "");
	FORMATS("42 00042 42    | 0x2a", "%d %05d %-5d | %#x", 42, 42, 42, 42);
	FORMATS("-1 +1  1", "%d %+d % d", -1, 1, 1);
	FORMATS("18446744073709551615 -9223372036854775808", "%llu %lld",
		~0ULL, (long long)INT64_MIN);
	FORMATS("ff FF 377 0377", "%x %X %o %#o", 255, 255, 255, 255);
	FORMATS("  abc|abc  |ab", "%5s|%-5s|%.2s", "abc", "abc", "abc");
	FORMATS("(null)", "%s", (char *)hidden(NULL));
	FORMATS("a%b", "%c%%%c", 'a', 'b');
	FORMATS("1 2 3 4 5", "%hhd %hd %ld %zd %jd", (signed char)1, (short)2,
		3L, 4L, (intmax_t)5);
	FORMATS("   7|7   |007", "%*d|%-*d|%.*d", 4, 7, 4, 7, 3, 7);
}

static void text_is_formatted(struct test *test)
{
	format_some(test);
}

static void formatting_works_everywhere(struct test *test)
{
	test_everywhere(test, format_some);
}

static void format_tells_the_whole_length(struct test *test)
{
	char buffer[8] = "#######";

	CHECK_EQUAL(banos_format(NULL, 0, "%s", "abcdef"), 6);
	CHECK_EQUAL(banos_format(buffer, 0, "%s", "abcdef"), 6);
	CHECK(buffer[0] == '#');
	CHECK_EQUAL(banos_format(buffer, 1, "%s", "abcdef"), 6);
	CHECK(buffer[0] == '\0' && buffer[1] == '#');
	CHECK_EQUAL(banos_format(buffer, 4, "%s", "abcdef"), 6);
	CHECK(!banos_strcmp(buffer, "abc") && buffer[4] == '#');
	CHECK_EQUAL(banos_format(buffer, 7, "%s", "abcdef"), 6);
	CHECK(!banos_strcmp(buffer, "abcdef") && buffer[7] == '\0');
	CHECK_EQUAL(banos_format(buffer, 4, "%1000000d", 1), 1000000);
	CHECK(!banos_strcmp(buffer, "   "));
}

static void pointers_are_hashed(struct test *test)
{
	char first[40], second[40], other[40], plain[40];

	banos_format(first, sizeof(first), "%p", (void *)test);
	banos_format(second, sizeof(second), "%p", (void *)test);
	banos_format(other, sizeof(other), "%p", (void *)first);
	banos_format(plain, sizeof(plain), "%016llx", (unsigned long long)test);
	CHECK(!banos_strcmp(first, second));
	CHECK(banos_strcmp(first, other));
	CHECK(!banos_strstr(first, plain));
	/* Its lower half, which no two pages share. */
	CHECK(!banos_strstr(first, plain + 8));
}

static void what_is_no_conversion_is_printed(struct test *test)
{
	banos_format(formatted, sizeof(formatted), hidden("%d %f %d"), 1, 2, 3);
	CHECK(!banos_strcmp(formatted, "1 %f %d"));
	banos_format(formatted, sizeof(formatted), hidden("a%nb%d"), 1);
	CHECK(!banos_strcmp(formatted, "a%nb%d"));
	banos_format(formatted, sizeof(formatted), hidden("100%"));
	CHECK(!banos_strcmp(formatted, "100%"));
	banos_format(formatted, sizeof(formatted), hidden("%pK %pS"), NULL,
		     NULL);
	/* What stands behind a pointer is text. */
	CHECK(banos_strstr(formatted, "K ") && banos_strstr(formatted, "S"));
}

static void print_some(struct test *test)
{
	banos_dprintln(test->where);
	CHECK_EQUAL(banos_print(test->driver, BANOS_PRINT_INFO, "from %s",
				test->where), 0);
	CHECK_EQUAL(banos_print_text(test->driver, BANOS_PRINT_INFO,
				     test->where), 0);
	CHECK(banos_print_limited(test->driver, BANOS_PRINT_INFO, "often, %s",
				  test->where) >= 0);
}

static void messages_are_written_everywhere(struct test *test)
{
	test_everywhere(test, print_some);
}

/* One request at a time: the program does not call twice at once. */
static struct print_request request;

static int64_t print_limited(void)
{
	uint32_t written = 0;

	for (uint32_t i = 0; i < request.count; i++)
		written += banos_print_limited(suite_driver(),
					       BANOS_PRINT_NOTICE,
					       "limited: %s", request.text) > 0;
	request.count = written;
	return 0;
}

static int64_t print_looked_up(void)
{
	void (*print)(const char *text) =
		(void (*)(const char *))banos_lookup_symbol("banos_dprintln");

	if (!print)
		return -BANOS_ENOENT;
	print(request.text);
	return 0;
}

static int64_t print(uint32_t command)
{
	switch (command) {
	case PRINT_LINE:
		banos_dprintln(request.text);
		return 0;
	case PRINT_NOTHING:
		banos_dprintln(NULL);
		return 0;
	case PRINT_TEXT:
		return banos_print_text(suite_driver(), request.level,
					request.text);
	case PRINT_FORMATTED:
		return banos_print(suite_driver(), request.level, "%s",
				   request.text);
	case PRINT_LIMITED:
		return print_limited();
	case PRINT_LIMITED_ELSEWHERE:
		return banos_print_limited(suite_driver(), BANOS_PRINT_INFO,
					   "elsewhere");
	case PRINT_LOOKED_UP:
		return print_looked_up();
	}
	return -BANOS_ENOTTY;
}

static int64_t own_ioctl(struct banos_file *file, uint32_t command,
			 uint64_t argument)
{
	int64_t error = banos_user_copy_in(&request, argument, sizeof(request));
	int64_t answer;

	(void)file;
	if (error)
		return error;
	answer = print(command);
	error = banos_user_copy_out(argument, &request, sizeof(request));
	return error ? error : answer;
}

TEST_DRIVER(test_print, PRINT_CASES, .ioctl = own_ioctl);

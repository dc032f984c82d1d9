/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* Tests of <banos/string.h>. */
#include "suite.h"
#include "test_string.h"

#define LONGEST 160

/* So that the compiler cannot know what lies where. */
static unsigned char *hidden(void *memory)
{
	__asm__ volatile("" : "+r"(memory) : : "memory");
	return memory;
}

static void count_up(unsigned char *bytes, uint64_t size)
{
	for (uint64_t i = 0; i < size; i++)
		bytes[i] = (unsigned char)(i * 7 + 1);
}

static void copy_one(struct test *test, uint64_t size, uint64_t skew)
{
	unsigned char from[LONGEST + 16], to[LONGEST + 16];

	count_up(from, sizeof(from));
	for (uint64_t i = 0; i < sizeof(to); i++)
		to[i] = 0xee;
	CHECK(banos_memcpy(hidden(to + skew), hidden(from), size) == to + skew);
	for (uint64_t i = 0; i < sizeof(to); i++) {
		bool inside = i >= skew && i < skew + size;

		CHECK_EQUAL(to[i], inside ? from[i - skew] : 0xee);
	}
}

static void bytes_are_copied(struct test *test)
{
	for (uint64_t size = 0; size <= LONGEST; size++)
		copy_one(test, size, size % 9);
}

static void move_one(struct test *test, uint64_t size, uint64_t from,
		     uint64_t to)
{
	unsigned char bytes[LONGEST + 64], wanted[LONGEST + 64];

	count_up(bytes, sizeof(bytes));
	count_up(wanted, sizeof(wanted));
	for (uint64_t i = 0; i < size; i++)
		wanted[to + i] = bytes[from + i];
	CHECK(banos_memmove(hidden(bytes + to), bytes + from, size) ==
	      bytes + to);
	for (uint64_t i = 0; i < sizeof(bytes); i++)
		CHECK_EQUAL(bytes[i], wanted[i]);
}

static void overlapping_bytes_are_moved(struct test *test)
{
	for (uint64_t size = 0; size <= LONGEST; size += 1 + size / 16) {
		for (uint64_t distance = 0; distance < 48; distance += 5) {
			move_one(test, size, 0, distance);
			move_one(test, size, distance, 0);
		}
	}
}

static bool all_are(const unsigned char *bytes, uint64_t size,
		    unsigned char value)
{
	for (uint64_t i = 0; i < size; i++) {
		if (bytes[i] != value)
			return false;
	}
	return true;
}

static void bytes_are_filled_and_cleared(struct test *test)
{
	unsigned char bytes[LONGEST + 2];

	for (uint64_t size = 0; size <= LONGEST; size++) {
		bytes[0] = bytes[size + 1] = 0x11;
		CHECK(banos_memset(hidden(bytes + 1), 0x1234, size) ==
		      bytes + 1);
		CHECK(all_are(bytes + 1, size, 0x34));
		banos_memzero(bytes + 1, size);
		CHECK(all_are(hidden(bytes + 1), size, 0));
		CHECK(bytes[0] == 0x11 && bytes[size + 1] == 0x11);
	}
}

struct big {
	unsigned char bytes[256];
};

static __attribute__((noinline)) void fill(struct big *big)
{
	count_up(big->bytes, sizeof(big->bytes));
}

/* Assignments and initialisers of this size become calls. */
static void compiler_finds_its_functions(struct test *test)
{
	struct big from, to, cleared = {};

	fill(&from);
	hidden(&from);
	to = from;
	hidden(&to);
	hidden(&cleared);
	for (uint64_t i = 0; i < sizeof(to.bytes); i++)
		CHECK_EQUAL(to.bytes[i], (unsigned char)(i * 7 + 1));
	CHECK(all_are(cleared.bytes, sizeof(cleared.bytes), 0));
}

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

static void bytes_are_compared(struct test *test)
{
	static const unsigned char low[] = { 1, 2, 3, 0x7f };
	static const unsigned char high[] = { 1, 2, 3, 0x80 };
	unsigned char *bytes = (unsigned char *)low;

	CHECK_EQUAL(sign(banos_memcmp(low, high, 4)), -1);
	CHECK_EQUAL(sign(banos_memcmp(high, low, 4)), 1);
	CHECK_EQUAL(banos_memcmp(low, high, 3), 0);
	CHECK_EQUAL(banos_memcmp(low, high, 0), 0);
	CHECK(banos_memchr(low, 3, 4) == bytes + 2);
	CHECK(banos_memchr(low, 0x7f, 3) == NULL);
	CHECK(banos_memchr(high, 0x180, 4) == high + 3);
	CHECK(banos_memchr(low, 1, 0) == NULL);
}

static void strings_are_measured(struct test *test)
{
	static const char text[] = "seven b";

	CHECK_EQUAL(banos_strlen((char *)hidden("")), 0);
	CHECK_EQUAL(banos_strlen((char *)hidden((void *)text)), 7);
	CHECK_EQUAL(banos_strnlen(text, 0), 0);
	CHECK_EQUAL(banos_strnlen(text, 6), 6);
	CHECK_EQUAL(banos_strnlen(text, 7), 7);
	CHECK_EQUAL(banos_strnlen(text, ~(uint64_t)0), 7);
}

static void strings_are_compared(struct test *test)
{
	CHECK_EQUAL(banos_strcmp("", ""), 0);
	CHECK_EQUAL(banos_strcmp("abc", "abc"), 0);
	CHECK_EQUAL(sign(banos_strcmp("ab", "abc")), -1);
	CHECK_EQUAL(sign(banos_strcmp("abd", "abc")), 1);
	CHECK_EQUAL(sign(banos_strcmp("a\x80", "a\x7f")), 1);
	CHECK_EQUAL(banos_strncmp("abc", "abd", 2), 0);
	CHECK_EQUAL(banos_strncmp("abc", "xyz", 0), 0);
	CHECK_EQUAL(sign(banos_strncmp("abc", "abd", 3)), -1);
	CHECK_EQUAL(banos_strncmp("abc", "abc", ~(uint64_t)0), 0);
	CHECK_EQUAL(sign(banos_strncmp("\xff", "\x01", 1)), 1);
}

static void strings_are_searched(struct test *test)
{
	static char text[] = "abcabc";

	CHECK(banos_strchr(text, 'b') == text + 1);
	CHECK(banos_strrchr(text, 'b') == text + 4);
	CHECK(banos_strchr(text, 'z') == NULL);
	CHECK(banos_strrchr(text, 'z') == NULL);
	CHECK(banos_strchr(text, 0) == text + 6);
	CHECK(banos_strrchr(text, 0) == text + 6);
	CHECK(banos_strstr(text, "") == text);
	CHECK(banos_strstr(text, "ca") == text + 2);
	CHECK(banos_strstr(text, "abcabcd") == NULL);
	CHECK(banos_strstr(text, "acb") == NULL);
	CHECK(banos_strstr("", "a") == NULL);
}

static void copies_of_strings_are_cut(struct test *test)
{
	char to[8] = "#######";

	CHECK_EQUAL(banos_strscpy(to, "abc", 0), -BANOS_E2BIG);
	CHECK(to[0] == '#');
	CHECK_EQUAL(banos_strscpy(to, "abc", 1), -BANOS_E2BIG);
	CHECK(to[0] == '\0' && to[1] == '#');
	CHECK_EQUAL(banos_strscpy(to, "abc", 4), 3);
	CHECK(!banos_strcmp(to, "abc") && to[4] == '#');
	CHECK_EQUAL(banos_strscpy(to, "abcd", 4), -BANOS_E2BIG);
	CHECK(!banos_strcmp(to, "abc") && to[4] == '#');
	CHECK_EQUAL(banos_strscpy(to, "", sizeof(to)), 0);
	CHECK(to[0] == '\0');
	CHECK_EQUAL(banos_strscpy(to, "abcdefg", ~(uint64_t)0), 7);
}

static void strings_are_duplicated(struct test *test)
{
	char *copy = banos_string_duplicate(test->driver, "a string", 0);

	if (CHECK(copy)) {
		CHECK(!banos_strcmp(copy, "a string"));
		CHECK(banos_memory_size(copy) >= sizeof("a string"));
	}
	banos_memory_free(copy);
	copy = banos_string_duplicate(test->driver, "", BANOS_MEMORY_ATOMIC);
	CHECK(copy && !copy[0]);
	banos_memory_free(copy);
	CHECK(!banos_string_duplicate(test->driver, NULL, 0));
	CHECK(!banos_string_duplicate(NULL, "a", 0));
	CHECK(!banos_string_duplicate(no_driver(), "a", 0));
	CHECK(!banos_string_duplicate(test->driver, "a", 4));
}

static void numbers_are_parsed(struct test *test)
{
	static const struct {
		const char *text;
		uint32_t base;
		uint64_t value;
	} good[] = {
		{ "0", 0, 0 },
		{ "0", 10, 0 },
		{ "18446744073709551615", 0, ~(uint64_t)0 },
		{ "0xffffffffffffffff", 0, ~(uint64_t)0 },
		{ "0x1F", 0, 31 },
		{ "017", 0, 15 },
		{ "017", 10, 17 },
		{ "1F", 16, 31 },
		{ "1f", 16, 31 },
		{ "101", 2, 5 },
		{ "21", 3, 7 },
		{ "12\n", 0, 12 },
		{ "+5", 0, 5 },
	};

	for (uint64_t i = 0; i < ARRAY_LENGTH(good); i++) {
		uint64_t value = 99;

		CHECK_EQUAL(banos_parse_u64(good[i].text, good[i].base, &value),
			    0);
		CHECK_EQUAL(value, good[i].value);
	}
}

static void bad_numbers_are_refused(struct test *test)
{
	static const struct {
		const char *text;
		uint32_t base;
		int32_t error;
	} bad[] = {
		{ "18446744073709551616", 0, -BANOS_ERANGE },
		{ "0x10000000000000000", 0, -BANOS_ERANGE },
		{ "99999999999999999999999", 10, -BANOS_ERANGE },
		{ "", 0, -BANOS_EINVAL },
		{ "\n", 0, -BANOS_EINVAL },
		{ " 5", 0, -BANOS_EINVAL },
		{ "5 ", 0, -BANOS_EINVAL },
		{ "5\n\n", 0, -BANOS_EINVAL },
		{ "-1", 0, -BANOS_EINVAL },
		{ "++1", 0, -BANOS_EINVAL },
		{ "0x", 0, -BANOS_EINVAL },
		{ "08", 0, -BANOS_EINVAL },
		{ "12a", 10, -BANOS_EINVAL },
		{ "2", 2, -BANOS_EINVAL },
		{ "5", 1, -BANOS_EINVAL },
		{ "5", 17, -BANOS_EINVAL },
		{ "5", ~(uint32_t)0, -BANOS_EINVAL },
		{ NULL, 0, -BANOS_EINVAL },
	};
	uint64_t value = 99;
	int64_t with_sign = 99;

	for (uint64_t i = 0; i < ARRAY_LENGTH(bad); i++)
		CHECK_EQUAL(banos_parse_u64(bad[i].text, bad[i].base, &value),
			    bad[i].error);
	CHECK_EQUAL(value, 99);
	CHECK_EQUAL(banos_parse_u64("1", 0, NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_parse_i64("1", 0, NULL), -BANOS_EINVAL);
	CHECK_EQUAL(banos_parse_i64(NULL, 0, &with_sign), -BANOS_EINVAL);
	CHECK_EQUAL(banos_parse_i64("1", 1, &with_sign), -BANOS_EINVAL);
	CHECK_EQUAL(with_sign, 99);
}

static void signed_numbers_are_parsed(struct test *test)
{
	int64_t value = 99;

	CHECK_EQUAL(banos_parse_i64("9223372036854775808", 0, &value),
		    -BANOS_ERANGE);
	CHECK_EQUAL(banos_parse_i64("-9223372036854775809", 0, &value),
		    -BANOS_ERANGE);
	CHECK_EQUAL(banos_parse_i64("--1", 0, &value), -BANOS_EINVAL);
	CHECK_EQUAL(banos_parse_i64("-", 0, &value), -BANOS_EINVAL);
	CHECK_EQUAL(value, 99);
	CHECK_EQUAL(banos_parse_i64("9223372036854775807", 0, &value), 0);
	CHECK_EQUAL(value, INT64_MAX);
	CHECK_EQUAL(banos_parse_i64("-9223372036854775808", 0, &value), 0);
	CHECK_EQUAL(value, INT64_MIN);
	CHECK_EQUAL(banos_parse_i64("-0x10\n", 0, &value), 0);
	CHECK_EQUAL(value, -16);
	CHECK_EQUAL(banos_parse_i64("+7", 10, &value), 0);
	CHECK_EQUAL(value, 7);
}

static void call_all(struct test *test)
{
	copy_one(test, LONGEST, 3);
	move_one(test, LONGEST, 0, 7);
	compiler_finds_its_functions(test);
	bytes_are_compared(test);
	strings_are_measured(test);
	strings_are_compared(test);
	strings_are_searched(test);
	copies_of_strings_are_cut(test);
	numbers_are_parsed(test);
	bad_numbers_are_refused(test);
	signed_numbers_are_parsed(test);
}

static void all_of_it_works_everywhere(struct test *test)
{
	test_everywhere(test, call_all);
}

/* An offset, as results of searches are told to the program. */
static int64_t offset(const void *found, const char *start)
{
	return found ? (const char *)found - start : -1;
}

static int64_t call(const struct string_call *call)
{
	const char *left = call->left, *right = call->right;

	switch (call->function) {
	case STRING_MEMCMP:
		return sign(banos_memcmp(left, right, call->size));
	case STRING_MEMCHR:
		return offset(banos_memchr(left, call->value, call->size),
			      left);
	case STRING_STRLEN:
		return (int64_t)banos_strlen(left);
	case STRING_STRNLEN:
		return (int64_t)banos_strnlen(left, call->size);
	case STRING_STRCMP:
		return sign(banos_strcmp(left, right));
	case STRING_STRNCMP:
		return sign(banos_strncmp(left, right, call->size));
	case STRING_STRCHR:
		return offset(banos_strchr(left, call->value), left);
	case STRING_STRRCHR:
		return offset(banos_strrchr(left, call->value), left);
	default:
		return offset(banos_strstr(left, right), left);
	}
}

static int64_t own_ioctl(struct banos_file *file, uint32_t command,
			 uint64_t argument)
{
	struct string_call request;
	int64_t error;

	(void)file;
	if (command != STRING_CALL)
		return -BANOS_ENOTTY;
	error = banos_user_copy_in(&request, argument, sizeof(request));
	if (error)
		return error;
	if (request.function >= STRING_FUNCTIONS ||
	    request.size > STRING_SIZE || request.left[STRING_SIZE - 1] ||
	    request.right[STRING_SIZE - 1])
		return -BANOS_EINVAL;
	request.result = call(&request);
	return banos_user_copy_out(argument, &request, sizeof(request));
}

TEST_DRIVER(test_string, STRING_CASES, .ioctl = own_ioctl);

// SPDX-License-Identifier: GPL-2.0-only
// Copyright (C) 2026 The banos developers
/*
 * Names in /dev. See node_name.h.
 *
 * The kernel answers a second device of one name with a backtrace, and puts no
 * node into /dev, without a word, where something of that name is already. So
 * both are looked at here first.
 */
#include <linux/ctype.h>
#include <linux/hashtable.h>
#include <linux/idr.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/namei.h>
#include <linux/path.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/stringhash.h>

#include "node_name.h"

#define TABLE_BITS 10

/**
 * struct name_series - the numbers of one pattern, such as "ring%u"
 * @node:    in series_table
 * @pattern: of it
 * @numbers: that are taken
 * @users:   names that have one; 0: it is freed
 */
struct name_series {
	struct hlist_node node;
	char pattern[NODE_NAME_SIZE];
	struct ida numbers;
	unsigned int users;
};

/* All guarded by names_lock. */
static DEFINE_HASHTABLE(names, TABLE_BITS);
static DEFINE_HASHTABLE(series_table, TABLE_BITS);
static DEFINE_MUTEX(names_lock);

static unsigned int hash_of(const char *text)
{
	return full_name_hash(NULL, text, strlen(text));
}

static bool is_taken_here(const char *text)
{
	struct node_name *name;

	hash_for_each_possible(names, name, node, hash_of(text)) {
		if (!strcmp(name->text, text))
			return true;
	}
	return false;
}

/* As the process sees /dev that creates the device. */
static bool is_taken_elsewhere(const char *text)
{
	char full[sizeof("/dev/") + NODE_NAME_SIZE];
	struct path path;

	snprintf(full, sizeof(full), "/dev/%s", text);
	if (kern_path(full, 0, &path))
		return false;
	path_put(&path);
	return true;
}

static bool is_taken(const char *text)
{
	return is_taken_here(text) || is_taken_elsewhere(text);
}

static bool is_name_character(char character)
{
	return (isascii(character) && isalnum(character)) ||
	       (character && strchr("_.:+@-", character));
}

/* Returns: how many "%u" there are, or -EINVAL. */
static int check_pattern(const char *pattern)
{
	size_t length = pattern ? strnlen(pattern, NODE_NAME_SIZE) : 0;
	int numbers = 0;
	size_t i;

	if (!length || length >= NODE_NAME_SIZE)
		return -EINVAL;
	if (!strcmp(pattern, ".") || !strcmp(pattern, ".."))
		return -EINVAL;
	for (i = 0; i < length; i++) {
		if (pattern[i] == '%' && pattern[i + 1] == 'u') {
			numbers++;
			i++;
		} else if (!is_name_character(pattern[i])) {
			return -EINVAL;
		}
	}
	return numbers;
}

static struct name_series *find_series(const char *pattern)
{
	struct name_series *series;

	hash_for_each_possible(series_table, series, node, hash_of(pattern)) {
		if (!strcmp(series->pattern, pattern))
			return series;
	}
	return NULL;
}

static struct name_series *get_series(const char *pattern)
{
	struct name_series *series = find_series(pattern);

	if (!series) {
		series = kzalloc(sizeof(*series), GFP_KERNEL);
		if (!series)
			return NULL;
		strscpy(series->pattern, pattern, sizeof(series->pattern));
		ida_init(&series->numbers);
		hash_add(series_table, &series->node, hash_of(pattern));
	}
	series->users++;
	return series;
}

static void put_series(struct name_series *series)
{
	if (--series->users)
		return;
	hash_del(&series->node);
	ida_destroy(&series->numbers);
	kfree(series);
}

/* Returns: 0, or -EINVAL: with the number it is too long. */
static int compose(char text[NODE_NAME_SIZE], const char *pattern, int number)
{
	const char *percent = strchr(pattern, '%');
	int length = snprintf(text, NODE_NAME_SIZE, "%.*s%d%s",
			      (int)(percent - pattern), pattern, number,
			      percent + 2);

	return length < NODE_NAME_SIZE ? 0 : -EINVAL;
}

/*
 * The lowest number whose name is free. Numbers whose names are taken by
 * others are passed over, and stay free: they may be free next time.
 */
static int take_number(struct node_name *name)
{
	struct ida *numbers = &name->series->numbers;
	int number = 0;
	int error;

	do {
		number = ida_alloc_min(numbers, number, GFP_KERNEL);
		if (number < 0)
			return number;
		error = compose(name->text, name->series->pattern, number);
		if (!error && !is_taken(name->text)) {
			name->number = number;
			return 0;
		}
		ida_free(numbers, number);
		number++;
	} while (!error);
	return error;
}

static int take_from_series(struct node_name *name, const char *pattern)
{
	int error;

	name->series = get_series(pattern);
	if (!name->series)
		return -ENOMEM;
	error = take_number(name);
	if (error)
		put_series(name->series);
	return error;
}

static int take_literally(struct node_name *name, const char *text)
{
	if (is_taken(text))
		return -EEXIST;
	name->series = NULL;
	strscpy(name->text, text, sizeof(name->text));
	return 0;
}

int node_name_take(struct node_name *name, const char *pattern)
{
	int numbers = check_pattern(pattern);
	int error;

	if (numbers < 0 || numbers > 1)
		return -EINVAL;
	mutex_lock(&names_lock);
	error = numbers ? take_from_series(name, pattern) :
			  take_literally(name, pattern);
	if (!error)
		hash_add(names, &name->node, hash_of(name->text));
	mutex_unlock(&names_lock);
	return error;
}

void node_name_give_back(struct node_name *name)
{
	mutex_lock(&names_lock);
	hash_del(&name->node);
	if (name->series) {
		ida_free(&name->series->numbers, name->number);
		put_series(name->series);
	}
	mutex_unlock(&names_lock);
}

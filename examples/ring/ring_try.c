/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * usage: ring_try /dev/ring0
 *
 * A program for the driver ring: does everything that ring.h promises, once,
 * and says what was not so. Works on the native twin as well. Nobody else may
 * use the device meanwhile.
 */
#include "ring.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static int failures;
static int ring;
static unsigned long long size;

static void expect(bool right, const char *what)
{
	if (right)
		return;
	fprintf(stderr, "ring_try: not so: %s (errno %d)\n", what, errno);
	failures++;
}

static struct ring_statistics statistics(void)
{
	struct ring_statistics now = { 0 };

	expect(ioctl(ring, RING_STATISTICS, &now) == 0, "statistics are told");
	return now;
}

static short events(void)
{
	struct pollfd asked = { .fd = ring, .events = POLLIN | POLLOUT };

	expect(poll(&asked, 1, 0) >= 0, "poll works");
	return asked.revents;
}

static void try_empty(void)
{
	char byte;

	expect(ioctl(ring, RING_RESET, 0) == 0, "it can be reset");
	expect(events() == POLLOUT, "an empty ring can be written only");
	expect(read(ring, &byte, 1) < 0 && errno == EAGAIN,
	       "a nonblocking read of an empty ring is EAGAIN");
	expect(read(ring, &byte, 0) == 0, "no bytes are read at once");
}

static void try_order(void)
{
	char bytes[8] = "";

	expect(write(ring, "abc", 3) == 3, "three bytes fit");
	expect(write(ring, "de", 2) == 2, "two more fit");
	expect(events() == (POLLIN | POLLOUT), "it can be read and written");
	expect(statistics().used == 5, "five bytes are in it");
	expect(read(ring, bytes, 4) == 4 && !memcmp(bytes, "abcd", 4),
	       "four come out in order");
	expect(read(ring, bytes, 8) == 1 && bytes[0] == 'e',
	       "a read takes what there is");
	expect(lseek(ring, 0, SEEK_SET) < 0 && errno == ESPIPE,
	       "a stream has no position");
}

/* Head and tail are at 5 now, so that the memory's end lies in between. */
static void try_full(void)
{
	char *sent = malloc(size + 1);
	char *got = malloc(size + 1);

	for (unsigned long long i = 0; sent && i <= size; i++)
		sent[i] = (char)(i * 7);
	expect(sent && got, "there is memory");
	expect(write(ring, sent, size + 1) == (ssize_t)size,
	       "a write puts in what fits");
	expect(events() == POLLIN, "a full ring can be read only");
	expect(write(ring, sent, 1) < 0 && errno == EAGAIN,
	       "a nonblocking write to a full ring is EAGAIN");
	expect(read(ring, got, size + 1) == (ssize_t)size &&
	       !memcmp(sent, got, size),
	       "the same comes out across the memory's end");
	free(sent);
	free(got);
}

static void try_mapping(void)
{
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED,
			    ring, 0);

	expect(memory != MAP_FAILED, "it can be mapped");
	if (memory == MAP_FAILED)
		return;
	expect(ioctl(ring, RING_RESET, 0) == 0, "it can be reset");
	expect(write(ring, "mapped", 6) == 6 && !memcmp(memory, "mapped", 6),
	       "what is written is seen in the mapping");
	memory[0] = 'M';
	char first = 0;
	expect(read(ring, &first, 1) == 1 && first == 'M',
	       "what is changed in the mapping is read");
	munmap(memory, size);
	expect(mmap(NULL, size * 2, PROT_READ, MAP_SHARED, ring, 0) ==
		       MAP_FAILED,
	       "no more can be mapped than there is");
}

static void try_bad_calls(void)
{
	void *nowhere = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
			     -1, 0);

	expect(ioctl(ring, 0x52ff, 0) < 0 && errno == ENOTTY,
	       "an unknown command is ENOTTY");
	expect(ioctl(ring, RING_SIZE, 0) < 0 && errno == EFAULT,
	       "a bad address is EFAULT");
	expect(write(ring, nowhere, 10) < 0 && errno == EFAULT,
	       "writing from a bad address is EFAULT");
}

/* A reader that waits gets what another process writes later. */
static void try_waiting(void)
{
	char byte = 0;
	int status = 0;
	pid_t child;

	expect(ioctl(ring, RING_RESET, 0) == 0, "it can be reset");
	expect(fcntl(ring, F_SETFL, 0) == 0, "it can be made blocking");
	child = fork();
	if (child == 0) {
		while (statistics().read_waits == 0)
			usleep(1000);
		_exit(write(ring, "x", 1) == 1 ? 0 : 1);
	}
	expect(child > 0, "there can be a second process");
	expect(read(ring, &byte, 1) == 1 && byte == 'x',
	       "a read waits for a write");
	waitpid(child, &status, 0);
	expect(status == 0, "the writer is content");
	expect(statistics().written == 1 && statistics().read == 1,
	       "one byte is counted");
}

int main(int count, char **arguments)
{
	if (count != 2) {
		fprintf(stderr, "usage: ring_try /dev/ring0\n");
		return 2;
	}
	ring = open(arguments[1], O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (ring < 0 || ioctl(ring, RING_SIZE, &size) < 0) {
		perror(arguments[1]);
		return 2;
	}
	try_empty();
	try_order();
	try_full();
	try_mapping();
	try_bad_calls();
	try_waiting();
	if (!failures)
		printf("ring_try: %s does what ring.h promises\n", arguments[1]);
	return failures ? 1 : 0;
}

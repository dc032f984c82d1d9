/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/*
 * Usage: launch FILE PROGRAM ARGUMENT...
 *
 * Runs the program and writes to the file: seconds, KiB at its peak, status. A
 * child's peak is never less than what its parent had when it was made: so this
 * one is small, and linked statically. With LAUNCH_PRELOAD in the environment,
 * that is what the program gets as LD_PRELOAD.
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char** environ;

static double now(void) {
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

int main(int count, char** words) {
    const char* preload = getenv("LAUNCH_PRELOAD");
    struct rusage usage;
    double begin, end;
    int status;
    pid_t child;
    FILE* file;

    if (count < 3)
        return 2;
    if (preload != NULL && setenv("LD_PRELOAD", preload, 1) != 0)
        return 2;
    begin = now();
    if (posix_spawn(&child, words[2], NULL, NULL, words + 2, environ) != 0)
        return 2;
    if (wait4(child, &status, 0, &usage) != child)
        return 2;
    end = now();
    file = fopen(words[1], "w");
    if (file == NULL)
        return 2;
    fprintf(file, "%.6f %ld %d\n", end - begin, usage.ru_maxrss, status);
    return fclose(file) == 0 ? 0 : 2;
}

/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int command_open(void) {
    int saved = errno;
    int device;

    do {
        device = open(BANOS_CONTROL_PATH, O_RDWR | O_CLOEXEC);
    } while (device < 0 && errno == EINTR);
    if (device < 0)
        device = -errno;
    errno = saved;
    return device;
}

/* A log without room is as good as none, and the kernel need not write one. */
static void lend_log(struct banos_request* request, struct banos_log* log) {
    if (log == NULL)
        return;
    log->used = 0;
    if (log->text == NULL || log->size == 0)
        return;
    log->text[0] = '\0';
    request->log = (uint64_t)(uintptr_t)log->text;
    request->log_size = log->size > UINT32_MAX ? UINT32_MAX : (uint32_t)log->size;
}

/* Whatever the kernel did, the caller finds a string. */
static void take_log_back(const struct banos_request* request, struct banos_log* log) {
    if (log == NULL || request->log == 0)
        return;
    log->used = request->log_used;
    log->text[log->size - 1] = '\0';
}

int command_run(int device, unsigned int command, struct banos_request* request, uint32_t size,
                struct banos_log* log) {
    int saved = errno;
    int answer;

    request->size = size;
    lend_log(request, log);
    answer = ioctl(device, (unsigned long)command, request);
    if (answer < 0)
        answer = -errno;
    take_log_back(request, log);
    errno = saved;
    return answer < 0 ? answer : 0;
}

int command_once(unsigned int command, struct banos_request* request, uint32_t size,
                 struct banos_log* log) {
    int device;
    int answer;

    if (log != NULL)
        log->used = 0;
    device = command_open();
    if (device < 0)
        return device;
    answer = command_run(device, command, request, size, log);
    close(device);
    return answer;
}

int command_copy_options(void* to, uint64_t known, uint64_t first, const void* from) {
    const unsigned char* bytes = from;
    uint64_t size;
    uint64_t i;

    memset(to, 0, known);
    if (from == NULL)
        return 0;
    memcpy(&size, from, sizeof(size));
    if (size < first)
        return -EINVAL;
    for (i = known; i < size; i++) {
        if (bytes[i] != 0)
            return -E2BIG;
    }
    memcpy(to, from, size < known ? size : known);
    return 0;
}

int banos_available(void) {
    int device = command_open();

    if (device < 0)
        return device;
    close(device);
    return 0;
}

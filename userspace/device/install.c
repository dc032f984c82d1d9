/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Of Linux 6.3; the C library of Debian 12 doesn't name it yet. */
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U
#endif

/* One string after the other, each with its NUL. To be freed. */
static int join_parameters(const struct banos_install_options* options, char** text,
                           uint32_t* size) {
    uint64_t total = 0;
    uint64_t i;
    char* end;

    *text = NULL;
    *size = 0;
    if (options->parameter_count == 0)
        return 0;
    if (options->parameters == NULL)
        return -EINVAL;
    for (i = 0; i < options->parameter_count; i++) {
        if (options->parameters[i] == NULL)
            return -EINVAL;
        total += strlen(options->parameters[i]) + 1;
        if (total > UINT32_MAX)
            return -E2BIG;
    }
    *text = malloc(total);
    if (*text == NULL)
        return -ENOMEM;
    end = *text;
    for (i = 0; i < options->parameter_count; i++)
        end = stpcpy(end, options->parameters[i]) + 1;
    *size = (uint32_t)total;
    return 0;
}

static int install(int image, const struct banos_install_options* options, uint64_t* id) {
    struct banos_install_request request;
    char* parameters;
    int answer;

    memset(&request, 0, sizeof(request));
    answer = join_parameters(options, &parameters, &request.parameters_size);
    if (answer != 0)
        return answer;
    request.image_fd = image;
    request.parameters = (uint64_t)(uintptr_t)parameters;
    answer = command_once(BANOS_INSTALL, &request.request, sizeof(request), options->log);
    free(parameters);
    /* The kernel sets it before it calls init(), and tells it in any case. */
    if (id != NULL)
        *id = request.id;
    return answer;
}

/*
 * An administrator may forbid memory files that could be executed, and older
 * kernels do not know how to ask for the others.
 */
static int memory_file(void) {
    int file = memfd_create("banos-image", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);

    if (file < 0 && errno == EINVAL)
        file = memfd_create("banos-image", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    return file < 0 ? -errno : file;
}

static int write_all(int file, const unsigned char* bytes, uint64_t size) {
    while (size > 0) {
        ssize_t written = write(file, bytes, size);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -errno;
        bytes += written;
        size -= (uint64_t)written;
    }
    return 0;
}

/* Sealed, so that nobody changes it while the kernel looks at it. */
static int fill(int file, const void* image, uint64_t size) {
    int answer = write_all(file, image, size);

    if (answer != 0)
        return answer;
    if (fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
        return -errno;
    return 0;
}

static int copy_options(struct banos_install_options* to,
                        const struct banos_install_options* from) {
    return command_copy_options(to, sizeof(*to), sizeof(struct banos_install_options), from);
}

int banos_install_fd(int image, const struct banos_install_options* options, uint64_t* id) {
    struct banos_install_options known;
    int answer = copy_options(&known, options);

    if (id != NULL)
        *id = 0;
    return answer != 0 ? answer : install(image, &known, id);
}

int banos_install(const void* image, uint64_t size, const struct banos_install_options* options,
                  uint64_t* id) {
    struct banos_install_options known;
    int saved = errno;
    int answer = copy_options(&known, options);
    int file;

    if (id != NULL)
        *id = 0;
    if (answer != 0)
        return answer;
    file = memory_file();
    answer = file < 0 ? file : fill(file, image, size);
    if (answer == 0)
        answer = install(file, &known, id);
    if (file >= 0)
        close(file);
    errno = saved;
    return answer;
}

int banos_uninstall(uint64_t id, const struct banos_uninstall_options* options) {
    struct banos_uninstall_options known;
    struct banos_uninstall_request request;
    int answer = command_copy_options(&known, sizeof(known), sizeof(known), options);

    if (answer != 0)
        return answer;
    memset(&request, 0, sizeof(request));
    request.request.flags = known.flags;
    request.id = id;
    request.timeout_ms = known.timeout_ms;
    return command_once(BANOS_UNINSTALL, &request.request, sizeof(request), known.log);
}

int banos_lock_down(struct banos_log* log) {
    struct banos_lock_down_request request;

    memset(&request, 0, sizeof(request));
    return command_once(BANOS_LOCK_DOWN, &request.request, sizeof(request), log);
}

/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
#include "command.h"

#include <errno.h>
#include <string.h>

static uint32_t capped(uint64_t capacity) {
    return capacity > UINT32_MAX ? UINT32_MAX : (uint32_t)capacity;
}

/* Never more than there was room for, whatever the answer says. */
static uint64_t believed(uint32_t count, uint32_t capacity) {
    return count < capacity ? count : capacity;
}

/*
 * Elements that are structs start with the size that the program knows, which
 * the kernel reads; plain numbers, of eight bytes, do not.
 */
static void prepare(void* elements, uint32_t stride, uint64_t capacity) {
    unsigned char* element = elements;
    uint64_t i;

    memset(elements, 0, stride * capacity);
    if (stride <= sizeof(uint64_t))
        return;
    for (i = 0; i < capacity; i++, element += stride)
        memcpy(element, &stride, sizeof(stride));
}

int banos_list(uint64_t after, uint64_t* ids, uint64_t capacity, uint64_t* count) {
    struct banos_list_request request;
    int answer;

    memset(&request, 0, sizeof(request));
    request.after = after;
    request.ids = (uint64_t)(uintptr_t)ids;
    request.capacity = capped(capacity);
    answer = command_once(BANOS_LIST, &request.request, sizeof(request), NULL);
    *count = answer == 0 ? believed(request.count, request.capacity) : 0;
    return answer;
}

int banos_info_table(uint64_t id, uint32_t kind, uint64_t first, void* elements, uint32_t stride,
                     uint64_t capacity, uint64_t* count) {
    struct banos_info_request request;
    int answer;

    memset(&request, 0, sizeof(request));
    request.id = id;
    request.kind = kind;
    request.stride = stride;
    request.elements = (uint64_t)(uintptr_t)elements;
    request.first = first;
    request.capacity = capped(capacity);
    prepare(elements, stride, request.capacity);
    answer = command_once(BANOS_INFO, &request.request, sizeof(request), NULL);
    *count = answer == 0 ? believed(request.count, request.capacity) : 0;
    return answer;
}

int banos_abi_table(uint32_t kind, uint64_t first, void* elements, uint32_t stride,
                    uint64_t capacity, uint64_t* count) {
    struct banos_abi_request request;
    int answer;

    memset(&request, 0, sizeof(request));
    request.kind = kind;
    request.stride = stride;
    request.elements = (uint64_t)(uintptr_t)elements;
    request.first = first;
    request.capacity = capped(capacity);
    prepare(elements, stride, request.capacity);
    answer = command_once(BANOS_ABI, &request.request, sizeof(request), NULL);
    *count = answer == 0 ? believed(request.count, request.capacity) : 0;
    return answer;
}

/* One element, or the kernel broke its promise. */
static int exactly_one(int answer, uint64_t count) {
    if (answer == 0 && count != 1)
        return -EPROTO;
    return answer;
}

int banos_info(uint64_t id, struct banos_instance_info* info) {
    uint64_t count;
    int answer;

    if (info->size <= sizeof(uint64_t))
        return -EINVAL;
    answer = banos_info_table(id, BANOS_INFO_INSTANCE, 0, info, info->size, 1, &count);
    return exactly_one(answer, count);
}

int banos_abi_shim(struct banos_shim_info* info) {
    uint64_t count;
    int answer;

    if (info->size <= sizeof(uint64_t))
        return -EINVAL;
    answer = banos_abi_table(BANOS_ABI_SHIM, 0, info, info->size, 1, &count);
    return exactly_one(answer, count);
}

int banos_get_statistics(struct banos_statistics* statistics) {
    struct banos_statistics_request request;

    if (statistics->size <= sizeof(uint64_t))
        return -EINVAL;
    memset(&request, 0, sizeof(request));
    request.elements = (uint64_t)(uintptr_t)statistics;
    request.stride = statistics->size;
    prepare(statistics, statistics->size, 1);
    return command_once(BANOS_STATISTICS, &request.request, sizeof(request), NULL);
}

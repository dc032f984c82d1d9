/* SPDX-License-Identifier: MIT */
/* Copyright (C) 2026 The banos developers */
/* So many pairs of malloc and free, for callgrind to count the instructions. */
#include <stdlib.h>

int main(int count, char** words) {
    size_t size = count > 1 ? (size_t)atol(words[1]) : 64;
    long pairs = count > 2 ? atol(words[2]) : 0;

    for (long pair = 0; pair < pairs; pair++) {
        char* volatile block = malloc(size);

        free(block);
    }
    return 0;
}

// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
//
// What LeakSanitizer is not to tell of: fonts that fontconfig keeps for the whole program, and
// drops at its end without freeing them.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig";
}

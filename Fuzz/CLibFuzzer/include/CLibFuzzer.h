#pragma once
#include <stddef.h>
#include <stdint.h>

/// libFuzzer's loop, from the compiler's runtime: runs `test` on inputs until it is told to stop.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *start, size_t count));

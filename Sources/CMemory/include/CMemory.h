// What the allocator is told, where it can be told: glibc's header has no module for Swift.

#ifndef CMEMORY_H
#define CMEMORY_H

#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

// Keeps up to `kept` bytes that are given back, to be taken again in pieces of up to `piece` bytes.
// Both are at most INT_MAX.
static inline void memory_keep(int piece, int kept) {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, piece);
  mallopt(M_TRIM_THRESHOLD, kept);
#else
  (void)piece;
  (void)kept;
#endif
}

#endif

#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A compiled pattern, owned by whoever called `pql_re2_create`.
typedef struct pql_re2 pql_re2;

/// Compiles `length` bytes of UTF-8. Never fails: ask `pql_re2_error` whether it can match.
/// Returns null only when memory ran out.
pql_re2 *_Nullable pql_re2_create(const char *_Nonnull pattern, size_t length, bool ignores_case);

/// What is wrong with the pattern, or null when it compiled. Lives as long as the pattern.
const char *_Nullable pql_re2_error(const pql_re2 *_Nonnull pattern);

/// Whether the pattern occurs anywhere in `length` bytes of `text`. Safe from several threads.
bool pql_re2_matches(const pql_re2 *_Nonnull pattern, const char *_Nullable text, size_t length);

/// Gives the pattern's memory back.
void pql_re2_destroy(pql_re2 *_Nonnull pattern);

#ifdef __cplusplus
}
#endif

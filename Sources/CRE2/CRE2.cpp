#include "CRE2.h"

#include <new>
#include <re2/re2.h>

struct pql_re2 {
  re2::RE2 compiled;
  pql_re2(re2::StringPiece text, const re2::RE2::Options &options) : compiled(text, options) {}
};

pql_re2 *pql_re2_create(const char *pattern, size_t length, bool ignores_case) {
  re2::RE2::Options options;
  options.set_case_sensitive(!ignores_case);
  options.set_log_errors(false);
  options.set_max_mem(8 << 20);
  return new (std::nothrow) pql_re2(re2::StringPiece(pattern, length), options);
}

const char *pql_re2_error(const pql_re2 *pattern) {
  return pattern->compiled.ok() ? nullptr : pattern->compiled.error().c_str();
}

bool pql_re2_matches(const pql_re2 *pattern, const char *text, size_t length) {
  return re2::RE2::PartialMatch(re2::StringPiece(text ? text : "", length), pattern->compiled);
}

void pql_re2_destroy(pql_re2 *pattern) { delete pattern; }

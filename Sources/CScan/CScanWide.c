#include "CScanWalk.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define WIDE __attribute__((target("avx2,bmi,bmi2")))

WIDE static inline __m256i load(const uint8_t *bytes) {
  return _mm256_loadu_si256((const __m256i *)bytes);
}

WIDE static inline uint32_t mask(__m256i marks) { return (uint32_t)_mm256_movemask_epi8(marks); }

WIDE static inline __m256i equal(__m256i block, char byte) {
  return _mm256_cmpeq_epi8(block, _mm256_set1_epi8(byte));
}

// Of 32 bytes, those at which plain JSON text stops.
WIDE static inline uint32_t stops_of_32(__m256i block) {
  __m256i control = _mm256_cmpeq_epi8(_mm256_min_epu8(block, _mm256_set1_epi8(0x1F)), block);
  return mask(_mm256_or_si256(_mm256_or_si256(equal(block, '"'), equal(block, '\\')), control));
}

WIDE static inline __m256i look_up(__m256i nibbles, __m128i table) {
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(table), nibbles);
}

WIDE static inline __m256i high_nibbles(__m256i block) {
  return _mm256_and_si256(_mm256_srli_epi16(block, 4), _mm256_set1_epi8(0x0F));
}

// Of 32 bytes, those that cannot stand behind the three before them in valid UTF-8.
//
// Keiser and Lemire, Validating UTF-8 in less than one instruction per byte (2021): each bit of the
// three tables stands for one way in which two bytes cannot follow each other, and two bytes do so
// when all three have it. The last table's way `two continuations` is none behind the lead of three
// or four bytes.
WIDE static uint32_t invalid_of_32(const uint8_t *bytes) {
  enum {
    too_short = 1, too_long = 2, overlong_3 = 4, too_large = 8, surrogate = 16, overlong_2 = 32,
    too_large_1000 = 64, overlong_4 = 64, continuations = 128,
    carry = too_short | too_long | continuations
  };
  const __m128i first_high = _mm_setr_epi8(
      too_long, too_long, too_long, too_long, too_long, too_long, too_long, too_long,
      (char)continuations, (char)continuations, (char)continuations, (char)continuations,
      too_short | overlong_2, too_short, too_short | overlong_3 | surrogate,
      too_short | too_large | too_large_1000 | overlong_4);
  const __m128i first_low = _mm_setr_epi8(
      (char)(carry | overlong_2 | overlong_3 | overlong_4), (char)(carry | overlong_2), (char)carry,
      (char)carry, (char)(carry | too_large), (char)(carry | too_large | too_large_1000),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000),
      (char)(carry | too_large | too_large_1000),
      (char)(carry | too_large | too_large_1000 | surrogate),
      (char)(carry | too_large | too_large_1000), (char)(carry | too_large | too_large_1000));
  const __m128i second_high = _mm_setr_epi8(
      too_short, too_short, too_short, too_short, too_short, too_short, too_short, too_short,
      (char)(too_long | overlong_2 | continuations | overlong_3 | too_large_1000 | overlong_4),
      (char)(too_long | overlong_2 | continuations | overlong_3 | too_large),
      (char)(too_long | overlong_2 | continuations | surrogate | too_large),
      (char)(too_long | overlong_2 | continuations | surrogate | too_large), too_short, too_short,
      too_short, too_short);
  __m256i before = load(bytes - 1);
  __m256i low = _mm256_and_si256(before, _mm256_set1_epi8(0x0F));
  __m256i wrong = _mm256_and_si256(
      _mm256_and_si256(look_up(high_nibbles(before), first_high), look_up(low, first_low)),
      look_up(high_nibbles(load(bytes)), second_high));
  __m256i third = _mm256_subs_epu8(load(bytes - 2), _mm256_set1_epi8((char)(0xE0 - 0x80)));
  __m256i fourth = _mm256_subs_epu8(load(bytes - 3), _mm256_set1_epi8((char)(0xF0 - 0x80)));
  __m256i inner = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
  wrong = _mm256_xor_si256(wrong, inner);
  return ~mask(_mm256_cmpeq_epi8(wrong, _mm256_setzero_si256()));
}

// The three bytes before a text are ASCII: its quote, and what leads to that.
WIDE static inline int64_t text_length_by_32(const uint8_t *text) {
  __m256i block = load(text);
  uint32_t stops = stops_of_32(block);
  uint64_t high = mask(block);
  int64_t length = 0;
  if (stops == 0) {
    block = load(text + 32);
    stops = stops_of_32(block);
    if (stops == 0) return -1;
    high |= (uint64_t)mask(block) << 32;
    length = 32;
  }
  length += __builtin_ctz(stops);
  if (text[length] != '"') return -1;
  if (within(high, length) == 0) return length;
  uint64_t invalid = invalid_of_32(text);
  // A character cut off by the quote is told at the quote.
  if (length >= 32) invalid |= (uint64_t)invalid_of_32(text + 32) << 32;
  return within(invalid, length) | (invalid >> length & 1) ? -1 : length;
}

WIDE static inline int64_t list_length_by_32(const uint8_t *list) {
  __m256i block = load(list);
  uint32_t quotes = mask(equal(block, '"'));
  // From each opening quote on up to before its closing one.
  uint32_t inside = quotes;
  for (int distance = 1; distance < 32; distance *= 2) inside ^= inside << distance;
  uint32_t closing = quotes & ~inside;
  uint32_t brackets = mask(equal(block, ']')) & ~inside;
  if (brackets == 0) return -1;
  int64_t length = __builtin_ctz(brackets);
  if (length == 0) return 1;
  uint32_t list_bytes = ((uint32_t)1 << length) - 1;
  uint32_t commas = mask(equal(block, ',')) & ~inside & list_bytes;
  // Outside of texts there are commas alone, one behind each closing quote but the last, and behind
  // each an opening one.
  bool is_list = (list_bytes & ~inside & ~closing) == commas &&
                 (closing & list_bytes) << 1 == (commas | (uint32_t)1 << length) &&
                 (quotes & inside & list_bytes) == (commas << 1 | 1);
  uint32_t odd = (stops_of_32(block) & ~quotes) | mask(block);
  return is_list && (odd & list_bytes) == 0 ? length + 1 : -1;
}

static const looks by_32 = {text_length_by_32, list_length_by_32};

WIDE scan_walk_stop scan_walk_one_wide(scan_walk *walk) { return walk_on(walk, 1, by_32); }

WIDE scan_walk_stop scan_walk_two_wide(scan_walk *walk) { return walk_on(walk, 2, by_32); }

bool scan_looks_wide(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2");
}

#else

bool scan_looks_wide(void) { return false; }

// Nobody asks for it here.
scan_walk_stop scan_walk_one_wide(scan_walk *walk) {
  (void)walk;
  return scan_walk_at_key;
}

scan_walk_stop scan_walk_two_wide(scan_walk *walk) {
  (void)walk;
  return scan_walk_at_key;
}

#endif

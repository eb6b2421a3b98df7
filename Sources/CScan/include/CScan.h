// What a scanner asks of sixteen bytes at once.
//
// A function reads exactly sixteen bytes from its pointer, which need not be aligned, where it does not
// say otherwise, and answers with a bit a byte, the lowest for the first.

#ifndef CSCAN_H
#define CSCAN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "CScanMembers.h"

// The first and the last sixteen bytes of a text as words, the bytes that are not the text's as zeros:
// of one of up to sixteen bytes the first alone. Reads sixteen bytes at the least.
typedef struct {
  uint64_t first, second, third, fourth;
} scan_text_words;

#if defined(__SSE2__)
#include <emmintrin.h>

static inline uint32_t scan_json_stops(__m128i block) {
  __m128i quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
  __m128i slash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
  __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block);
  return (uint32_t)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, slash), control));
}

// The bytes at which plain JSON text stops: a quote, a backslash, anything below 0x20; above them, in
// the high half, those from 0x80 on.
static inline uint32_t scan_json_marks(const uint8_t *bytes) {
  __m128i block = _mm_loadu_si128((const __m128i *)bytes);
  return scan_json_stops(block) | (uint32_t)_mm_movemask_epi8(block) << 16;
}

// The same of 32 bytes.
static inline uint64_t scan_json_marks_of_32(const uint8_t *bytes) {
  __m128i first = _mm_loadu_si128((const __m128i *)bytes);
  __m128i second = _mm_loadu_si128((const __m128i *)(bytes + 16));
  uint64_t stops = scan_json_stops(first) | scan_json_stops(second) << 16;
  uint64_t high = (uint32_t)_mm_movemask_epi8(first) | (uint32_t)_mm_movemask_epi8(second) << 16;
  return stops | high << 32;
}

// The bytes that are no decimal digits.
static inline uint32_t scan_no_digits(const uint8_t *bytes) {
  __m128i block = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)bytes), _mm_set1_epi8('0'));
  __m128i digit = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(9)), block);
  return (uint32_t)_mm_movemask_epi8(digit) ^ 0xFFFF;
}

// The bytes from 0x80 on.
static inline uint32_t scan_high_bytes(const uint8_t *bytes) {
  return (uint32_t)_mm_movemask_epi8(_mm_loadu_si128((const __m128i *)bytes));
}

static const uint8_t scan_masks[32] = {
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
};

// The first sixteen bytes of a text, and the last sixteen of one that is longer; other bytes as zeros.
static inline __m128i scan_head(__m128i bytes, uint64_t length) {
  uint64_t head = length < 16 ? length : 16;
  return _mm_and_si128(bytes, _mm_loadu_si128((const __m128i *)(scan_masks + 16 - head)));
}

static inline __m128i scan_tail(__m128i bytes, uint64_t length) {
  uint64_t absent = length > 16 ? 0 : 16;
  return _mm_and_si128(bytes, _mm_loadu_si128((const __m128i *)(scan_masks + absent)));
}

static inline scan_text_words scan_words(const uint8_t *text, uint64_t length) {
  uint64_t rest = length > 16 ? length - 16 : 0;
  __m128i head = scan_head(_mm_loadu_si128((const __m128i *)text), length);
  __m128i tail = scan_tail(_mm_loadu_si128((const __m128i *)(text + rest)), length);
  scan_text_words words = {
      (uint64_t)_mm_cvtsi128_si64(head), (uint64_t)_mm_cvtsi128_si64(_mm_srli_si128(head, 8)),
      (uint64_t)_mm_cvtsi128_si64(tail), (uint64_t)_mm_cvtsi128_si64(_mm_srli_si128(tail, 8))};
  return words;
}

// Whether two texts of a length of up to 32 bytes are the same.
static inline bool scan_same_text(const uint8_t *one, const uint8_t *other, uint64_t length) {
  uint64_t rest = length > 16 ? length - 16 : 0;
  __m128i head = _mm_xor_si128(_mm_loadu_si128((const __m128i *)one),
                               _mm_loadu_si128((const __m128i *)other));
  __m128i tail = _mm_xor_si128(_mm_loadu_si128((const __m128i *)(one + rest)),
                               _mm_loadu_si128((const __m128i *)(other + rest)));
  __m128i differs = _mm_or_si128(scan_head(head, length), scan_tail(tail, length));
  return _mm_movemask_epi8(_mm_cmpeq_epi8(differs, _mm_setzero_si128())) == 0xFFFF;
}

// The bytes that equal `byte`.
static inline uint32_t scan_equal(const uint8_t *bytes, uint8_t byte) {
  __m128i block = _mm_loadu_si128((const __m128i *)bytes);
  return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8((char)byte)));
}

#else

// The top bit of each of sixteen marked bytes, gathered.
static inline uint32_t scan_gather(const uint8_t *marks) {
  uint32_t bits = 0;
  for (int i = 0; i < 16; i++) bits |= (uint32_t)(marks[i] >> 7) << i;
  return bits;
}

static inline uint32_t scan_json_marks(const uint8_t *bytes) {
  uint32_t marks = 0;
  for (int i = 0; i < 16; i++) {
    marks |= (uint32_t)(bytes[i] == '"' || bytes[i] == '\\' || bytes[i] < 0x20) << i;
    marks |= (uint32_t)(bytes[i] >> 7) << (16 + i);
  }
  return marks;
}

static inline uint64_t scan_json_marks_of_32(const uint8_t *bytes) {
  uint64_t first = scan_json_marks(bytes), second = scan_json_marks(bytes + 16);
  return (first & 0xFFFF) | (second & 0xFFFF) << 16 | (first >> 16) << 32 | (second >> 16) << 48;
}

static inline uint32_t scan_no_digits(const uint8_t *bytes) {
  uint8_t marks[16];
  for (int i = 0; i < 16; i++) marks[i] = (uint8_t)(bytes[i] - '0') > 9 ? 0x80 : 0;
  return scan_gather(marks);
}

static inline uint32_t scan_high_bytes(const uint8_t *bytes) { return scan_gather(bytes); }

static inline uint32_t scan_equal(const uint8_t *bytes, uint8_t byte) {
  uint8_t marks[16];
  for (int i = 0; i < 16; i++) marks[i] = bytes[i] == byte ? 0x80 : 0;
  return scan_gather(marks);
}

static inline scan_text_words scan_words(const uint8_t *text, uint64_t length) {
  scan_text_words words = {0, 0, 0, 0};
  memcpy(&words.first, text, length < 16 ? length : 16);
  if (length > 16) memcpy(&words.third, text + length - 16, 16);
  return words;
}

static inline bool scan_same_text(const uint8_t *one, const uint8_t *other, uint64_t length) {
  return memcmp(one, other, length) == 0;
}

#endif

// Where, of the characters that begin from `start`, where one does, on and before `end`, the first
// byte stands that is no part of valid UTF-8; -1 when all are. Reads sixteen bytes past `end`.
int64_t scan_first_invalid(const uint8_t *bytes, int64_t start, int64_t end);

// Asks for the memory at a place, which will be read soon.
static inline void scan_prefetch(const void *place) { __builtin_prefetch(place); }

#endif

// What a scanner asks of sixteen bytes at once.
//
// Every function reads exactly sixteen bytes from its pointer, which need not be aligned, and answers
// with a bit a byte, the lowest for the first.

#ifndef CSCAN_H
#define CSCAN_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>

// The bytes at which plain JSON text stops: a quote, a backslash, anything below 0x20.
static inline uint32_t scan_json_stops(const uint8_t *bytes) {
  __m128i block = _mm_loadu_si128((const __m128i *)bytes);
  __m128i quote = _mm_cmpeq_epi8(block, _mm_set1_epi8('"'));
  __m128i slash = _mm_cmpeq_epi8(block, _mm_set1_epi8('\\'));
  __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block);
  return (uint32_t)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, slash), control));
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

static inline uint32_t scan_json_stops(const uint8_t *bytes) {
  uint8_t marks[16];
  for (int i = 0; i < 16; i++)
    marks[i] = (bytes[i] == '"' || bytes[i] == '\\' || bytes[i] < 0x20) ? 0x80 : 0;
  return scan_gather(marks);
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

#endif
#endif

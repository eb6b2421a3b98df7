#include "CScan.h"

#define ALWAYS static inline __attribute__((always_inline))

// Unrolled, so that the objects' places stay in registers.
#define EACH(i, count) _Pragma("clang loop unroll(full)") for (int i = 0; i < count; i++)

static uint64_t word(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return word;
}

// How a walk looks at what is behind a quote or a bracket.
typedef struct {
  // The length of a plain text; -1 when it is a long one, no text, or does not end with a quote.
  int64_t (*text_length)(const uint8_t *text);
  // The length of a list of plain texts, without its opening bracket and with its closing one; -1 when
  // it is a long one or none such.
  int64_t (*list_length)(const uint8_t *list);
} looks;

// Which of so many bytes are marked.
ALWAYS uint64_t within(uint64_t marks, int64_t length) {
  return marks & (((uint64_t)1 << length) - 1);
}

ALWAYS int64_t text_length_by_16(const uint8_t *text) {
  uint32_t marks = scan_json_marks(text);
  uint32_t stops = marks & 0xFFFF;
  uint64_t high = marks >> 16;
  int64_t length = 0;
  if (stops == 0) {
    uint64_t later = scan_json_marks_of_32(text + 16);
    stops = (uint32_t)later;
    if (stops == 0) return -1;
    high |= later >> 32 << 16;
    length = 16;
  }
  length += __builtin_ctz(stops);
  if (text[length] != '"') return -1;
  return within(high, length) != 0 && scan_first_invalid(text, 0, length) >= 0 ? -1 : length;
}

ALWAYS int64_t no_list(const uint8_t *list) {
  (void)list;
  return -1;
}

// Whether the lead of a key stands at a place.
ALWAYS bool has_lead(const uint8_t *bytes, int64_t at, const scan_key *key) {
  uint64_t first = (word(bytes + at) ^ key->first) & key->first_mask;
  uint64_t second = (word(bytes + at + 8) ^ key->second) & key->second_mask;
  if ((first | second) != 0) return false;
  if (key->lead_length <= 16) return key->lead_length > 0;
  // The known lead holds no zero, so that the end of the bytes ends the comparison.
  int64_t origin = key->lead_origin, last = key->lead_length - 8;
  for (int64_t done = 16; done < last; done += 8)
    if (word(bytes + at + done) != word(bytes + origin + done)) return false;
  return word(bytes + at + last) == word(bytes + origin + last);
}

ALWAYS uint64_t cell(uint64_t kind, int64_t at, int64_t length) {
  return kind | (uint64_t)length << scan_cell_length_shift | (uint64_t)at << scan_cell_offset_shift;
}

// The end of a number of up to 15 digits before and behind the point; -1 when it is none such.
ALWAYS int64_t number_end(const uint8_t *bytes, int64_t at) {
  int64_t first = at + (bytes[at] == '-');
  int64_t whole = __builtin_ctz(scan_no_digits(bytes + first) | 0x10000);
  if (whole == 0 || whole == 16 || (whole > 1 && bytes[first] == '0')) return -1;
  int64_t end = first + whole;
  if (bytes[end] == '.') {
    int64_t decimals = __builtin_ctz(scan_no_digits(bytes + end + 1) | 0x10000);
    if (decimals == 0 || decimals == 16) return -1;
    end += decimals + 1;
  }
  return (bytes[end] | 0x20) == 'e' ? -1 : end;
}

// The end of a value, and its cell; -1 when it is no plain text, number, list of such texts or null.
ALWAYS int64_t value_end(const uint8_t *bytes, int64_t at, uint64_t *found, const looks look) {
  uint8_t byte = bytes[at];
  if (byte == '"') {
    int64_t start = at + 1;
    int64_t length = look.text_length(bytes + start);
    if (length < 0) return -1;
    *found = length > 0 ? cell(scan_cell_text, start, length) : 0;
    return start + length + 1;
  }
  if ((uint8_t)(byte - '0') < 10 || byte == '-') {
    int64_t end = number_end(bytes, at);
    *found = cell(scan_cell_number, at, end - at);
    return end;
  }
  if (byte == '[') {
    int64_t length = look.list_length(bytes + at + 1);
    *found = cell(scan_cell_array, at, length + 1);
    return length < 0 ? -1 : at + 1 + length;
  }
  *found = 0;
  return memcmp(bytes + at, "null", 4) == 0 ? at + 4 : -1;
}

ALWAYS scan_walk_stop walk_on(scan_walk *walk, const int count, const looks look) {
  const uint8_t *bytes = walk->bytes;
  const scan_key *keys = walk->keys;
  uint64_t *first_cells = walk->cells + walk->row;
  int64_t at[2] = {walk->at[0], walk->at[1]}, end[2];
  int64_t duplicates = 0;
  int32_t last = walk->key, foretold = walk->foretold;
  scan_walk_stop stop;
  while (true) {
    stop = scan_walk_at_key;
    if (foretold < 0) break;
    const scan_key *key = keys + foretold;
    bool is_foretold = true;
    EACH(i, count) is_foretold = is_foretold && has_lead(bytes, at[i], key);
    if (!is_foretold) break;
    last = foretold;
    foretold = key->next;
    stop = scan_walk_at_value;
    EACH(i, count) at[i] += key->lead_length;
    if (key->column < 0) break;
    uint64_t found[2];
    bool is_usual = true;
    EACH(i, count) {
      end[i] = is_usual ? value_end(bytes, at[i], &found[i], look) : -1;
      is_usual = end[i] >= 0;
    }
    if (!is_usual) break;
    uint64_t *cells = first_cells + (int64_t)key->column * scan_block_stride;
    int ended = 0;
    EACH(i, count) {
      duplicates += cells[i] != 0;
      cells[i] = found[i];
      at[i] = end[i];
      ended += bytes[end[i]] == '}';
    }
    // Where one alone has ended, the next lead is not the other's.
    if (ended < count) continue;
    EACH(i, count) at[i]++;
    stop = scan_walk_ended;
    break;
  }
  EACH(i, count) walk->at[i] = at[i];
  walk->key = last;
  walk->foretold = foretold;
  walk->duplicates += duplicates;
  return stop;
}

static const looks by_16 = {text_length_by_16, no_list};

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

WIDE static scan_walk_stop walk_one_by_32(scan_walk *walk) { return walk_on(walk, 1, by_32); }

WIDE static scan_walk_stop walk_two_by_32(scan_walk *walk) { return walk_on(walk, 2, by_32); }

bool scan_looks_wide(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2");
}

scan_walk_stop scan_walk_one(scan_walk *walk) {
  return walk->is_wide ? walk_one_by_32(walk) : walk_on(walk, 1, by_16);
}

scan_walk_stop scan_walk_two(scan_walk *walk) {
  return walk->is_wide ? walk_two_by_32(walk) : walk_on(walk, 2, by_16);
}

#else

bool scan_looks_wide(void) { return false; }

scan_walk_stop scan_walk_one(scan_walk *walk) { return walk_on(walk, 1, by_16); }

scan_walk_stop scan_walk_two(scan_walk *walk) { return walk_on(walk, 2, by_16); }

#endif

// The walk over members, which each way of looking at bytes makes its own copy of.

#ifndef CSCANWALK_H
#define CSCANWALK_H

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

// The same with 32 bytes at once, where the machine can.
scan_walk_stop scan_walk_one_wide(scan_walk *walk);
scan_walk_stop scan_walk_two_wide(scan_walk *walk);

#endif

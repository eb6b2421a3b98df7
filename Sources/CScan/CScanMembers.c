#include "CScanWalk.h"

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

static const looks by_16 = {text_length_by_16, no_list};

scan_walk_stop scan_walk_one(scan_walk *walk) {
  return walk->is_wide ? scan_walk_one_wide(walk) : walk_on(walk, 1, by_16);
}

scan_walk_stop scan_walk_two(scan_walk *walk) {
  return walk->is_wide ? scan_walk_two_wide(walk) : walk_on(walk, 2, by_16);
}

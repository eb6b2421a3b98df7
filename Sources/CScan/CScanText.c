#include "CScan.h"

static bool continues(uint8_t byte) { return (byte & 0xC0) == 0x80; }

// The length of the well-formed sequence at a place, 0 when it is none (Unicode, table 3-7).
static int64_t sequence_length(const uint8_t *bytes) {
  uint8_t lead = bytes[0], second = bytes[1];
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return continues(second) ? 2 : 0;
  if (lead < 0xF0) {
    uint8_t low = lead == 0xE0 ? 0xA0 : 0x80, high = lead == 0xED ? 0x9F : 0xBF;
    return second >= low && second <= high && continues(bytes[2]) ? 3 : 0;
  }
  if (lead > 0xF4) return 0;
  uint8_t low = lead == 0xF0 ? 0x90 : 0x80, high = lead == 0xF4 ? 0x8F : 0xBF;
  bool is_whole = continues(bytes[2]) && continues(bytes[3]);
  return second >= low && second <= high && is_whole ? 4 : 0;
}

int64_t scan_first_invalid(const uint8_t *bytes, int64_t start, int64_t end) {
  int64_t at = start;
  while (at < end) {
    uint32_t high = scan_high_bytes(bytes + at);
    if (high == 0) {
      at += 16;
      continue;
    }
    at += __builtin_ctz(high);
    // Characters that are not ASCII mostly come several together.
    while (at < end && bytes[at] >= 0x80) {
      int64_t length = sequence_length(bytes + at);
      if (length == 0) return at;
      at += length;
    }
  }
  return -1;
}

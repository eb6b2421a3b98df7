// Walking over the members of JSON objects whose keys are known beforehand.

#ifndef CSCANMEMBERS_H
#define CSCANMEMBERS_H

#include <stdbool.h>
#include <stdint.h>

// What a key at one level of nesting leads to, and by which bytes it is met again.
//
// The lead of a key is all from the end of the value before up to the key's own value: comma, spaces,
// key, colon. The same bytes after the same key mean the same, so that one comparison passes them all.
typedef struct {
  // The first sixteen bytes of the lead, and which of them count.
  uint64_t first, second, first_mask, second_mask;
  // Where the lead last stood, and its length; 0 while none is known.
  int64_t lead_origin, lead_length;
  // The key that came next last time, -1 if none has.
  int32_t next;
  // The column of its plain values, -1 until there is one.
  int32_t column;
  // The level of its records, -1 until there is one.
  int32_t level;
  // Whether it is the key where that comes first, with no comma before it.
  bool is_first;
  // Where the key first stood, and its length.
  int64_t key_origin, key_length;
} scan_key;

// The kinds of a cell that the walk writes, and where a cell keeps its parts.
enum {
  scan_cell_text = 1,
  scan_cell_number = 4,
  scan_cell_array = 6,
  scan_cell_length_shift = 3,
  scan_cell_offset_shift = 24,
  // How far the cells of a column stand behind those of the column before. More than there are rows
  // by a line of the cache, in which all cells of a row would otherwise have one place.
  scan_block_stride = 520,
};

// Where a walk stands.
//
// Invariant, which the caller keeps: behind the last of `bytes` stands a zero, from which on 64 bytes
// may be read, and `at` does not pass it; `foretold` and each `next` are keys of `keys` or negative;
// `cells` has a block for each key's column, and `row` and, of two objects, the row after it are in it.
typedef struct {
  const uint8_t *bytes;
  const scan_key *keys;
  uint64_t *cells;
  int64_t row;
  // For each object: where its next lead is, or its next value.
  int64_t at[2];
  // The key that was read last, negative if none was, and the one that should come.
  int32_t key, foretold;
  // How many values stood where another was written.
  int64_t duplicates;
  // Whether to look at 32 bytes at once, where `scan_looks_wide` says that the machine can.
  bool is_wide;
} scan_walk;

// Whether the machine can look at 32 bytes at once.
bool scan_looks_wide(void);

// Why a walk has stopped.
typedef enum {
  // Behind the closing braces.
  scan_walk_ended,
  // Before a lead that is not the foretold one, or behind the last member.
  scan_walk_at_key,
  // Before values of `key`, of which one is none of those that are written, or the key has no column.
  scan_walk_at_value,
} scan_walk_stop;

// Goes on over the members of an object, and writes the cells of plain texts, short lists of them,
// numbers in their usual form and nulls.
scan_walk_stop scan_walk_one(scan_walk *walk);

// The same for two objects at once, as long as their keys are the same; cells go to `row` and the row
// after it. The second object's bytes do not wait for the first one's, so that it costs half as much.
scan_walk_stop scan_walk_two(scan_walk *walk);

#endif

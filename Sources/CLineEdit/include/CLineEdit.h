#pragma once

// libedit behind functions that Swift can call: its own are variadic, and speak wchar_t.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// The editing functions of ours that a key can be bound to, with the names `.editrc` knows.
#define CLE_COMMANDS(X)                                                                      \
  X(Abort, "edit-abort", "Leave what is under way")                                          \
  X(Backspace, "edit-backspace", "Delete the character before the cursor")                   \
  X(ClearScreen, "edit-clear-screen", "Clear the screen")                                    \
  X(Complete, "edit-complete", "Complete the word before the cursor")                        \
  X(Delete, "edit-delete", "Delete the character under the cursor")                          \
  X(DeleteOrEnd, "edit-delete-or-end", "Delete, or end the input of an empty line")          \
  X(Down, "edit-down", "Go a row down, or to the next entry of the history")                 \
  X(HistoryNext, "edit-history-next", "Go to the next entry of the history")                 \
  X(HistoryPrevious, "edit-history-previous", "Go to the entry before in the history")       \
  X(Interrupt, "edit-interrupt", "Drop the statement")                                       \
  X(KillRowEnd, "edit-kill-row-end", "Cut to the end of the row")                            \
  X(KillRowStart, "edit-kill-row-start", "Cut to the start of the row")                      \
  X(KillWord, "edit-kill-word", "Cut to the end of the word")                                \
  X(KillWordBack, "edit-kill-word-back", "Cut to the start of the word")                     \
  X(Left, "edit-left", "Go a character to the left")                                         \
  X(Newline, "edit-newline", "Open another row")                                             \
  X(Paste, "edit-paste", "Insert what the terminal pasted")                                  \
  X(PrefixNext, "edit-prefix-next", "Go to the next entry with the same start")              \
  X(PrefixPrevious, "edit-prefix-previous", "Go to the entry before with the same start")    \
  X(Right, "edit-right", "Go a character to the right")                                      \
  X(RowEnd, "edit-row-end", "Go to the end of the row")                                      \
  X(RowStart, "edit-row-start", "Go to the start of the row")                                \
  X(SearchBackward, "edit-search-backward", "Search the history, newest first")              \
  X(SearchForward, "edit-search-forward", "Search the history towards the newest")           \
  X(Submit, "edit-submit", "End the statement, or open another row")                         \
  X(Suspend, "edit-suspend", "Stop the program until fg")                                    \
  X(Undo, "edit-undo", "Take the last change back")                                          \
  X(Up, "edit-up", "Go a row up, or to the entry before in the history")                     \
  X(ViDelete, "edit-vi-delete", "Delete the character under the cursor, as x does")          \
  X(WordLeft, "edit-word-left", "Go to the start of the word")                               \
  X(WordRight, "edit-word-right", "Go to the end of the word")

/// One editing function of ours.
typedef enum __attribute__((enum_extensibility(closed))) CLECommand : uint32_t {
#define CLE_CASE(symbol, name, help) CLECommand##symbol,
  CLE_COMMANDS(CLE_CASE)
#undef CLE_CASE
} CLECommand;

/// What libedit does after a command of ours.
typedef enum __attribute__((enum_extensibility(closed))) CLEAfter : uint32_t {
  /// Read the next key.
  CLEAfterContinue,
  /// Read the next key and keep a count (`3x`) or an operator (`d`) for it.
  CLEAfterKeepArgument,
  /// Return from `cle_read`.
  CLEAfterFinish,
} CLEAfter;

/// Gives the next code in `code`; false when there is none and `cle_read` shall return.
typedef bool (*CLENextCode)(void *context, uint32_t *code);

/// Runs a command of ours.
typedef CLEAfter (*CLERun)(void *context, CLECommand command);

/// libedit with its keymaps, its line buffer and its terminal modes, but without its drawing.
typedef struct CLEEditor CLEEditor;

/// Opens libedit on a terminal; `name` is what `.editrc` calls the program. NULL when it refuses.
CLEEditor *_Nullable cle_create(const char *name, int input, int output);
/// Gives the terminal back and frees everything.
void cle_destroy(CLEEditor *editor);

/// The name `.editrc` knows a command by; static storage.
const char *cle_command_name(CLECommand command);
/// Runs one command of `.editrc`, given as `count` words that each end in 0. False when refused.
bool cle_configure(CLEEditor *editor, const uint32_t *words, size_t count);
/// Whether the vi keys are on.
bool cle_is_vi(CLEEditor *editor);

/// Reads keys until a command finishes, or, which gives false, there is no next code.
/// The callbacks are only called, and `context` only used, before this returns.
bool cle_read(CLEEditor *editor, void *context, CLENextCode next_code, CLERun run);

/// The scalars of the line and the cursor; valid until libedit runs again.
const uint32_t *cle_line(CLEEditor *editor, size_t *length, size_t *cursor);
/// Replaces the line. False when out of memory.
bool cle_set_line(CLEEditor *editor, const uint32_t *scalars, size_t length, size_t cursor);

/// Puts the terminal in the mode for editing, or back in the mode it had.
void cle_set_raw(CLEEditor *editor, bool raw);

/// The size of a terminal; false when it has none.
bool cle_window_size(int descriptor, int *columns, int *rows);
/// Makes a change of the window's size interrupt `poll`, or puts the handler from before back.
void cle_watch_window(CLEEditor *editor, bool watch);


/// Until `cle_end_guard` a signal that ends the program first gives the terminal the mode it has now.
/// One terminal at a time; false for a second one, and for what is none.
bool cle_guard_terminal(int descriptor);
/// Puts back what handled those signals before.
void cle_end_guard(void);

#pragma clang assume_nonnull end

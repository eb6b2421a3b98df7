#pragma once

// Pseudo-terminals for tests. Nothing here waits without a limit.

#include <stdbool.h>
#include <stddef.h>

#pragma clang assume_nonnull begin

/// Opens a pseudo-terminal; tests hold the controller, the program the terminal.
bool ct_open(int *controller, int *terminal, int columns, int rows);

/// Starts a program on a new terminal of its own, with no signal blocked or ignored.
/// Both lists end in NULL. The process id, or -1.
int ct_spawn(const char *path, char *_Nullable const *_Nonnull arguments,
             char *_Nullable const *_Nonnull environment, int columns, int rows, int *controller);

/// Starts a program in a folder with these descriptors for 0, 1 and 2, with no signal blocked or
/// ignored. Both lists end in NULL. The process id, or -1.
int ct_start(const char *path, char *_Nullable const *_Nonnull arguments,
             char *_Nullable const *_Nonnull environment, const char *folder, int input, int output,
             int error);

/// Opens a pipe that children do not inherit unless they are given an end.
bool ct_pipe(int *reader, int *writer);

/// Gives the window another size; a program on the terminal gets SIGWINCH.
bool ct_resize(int controller, int columns, int rows);

/// Whether the terminal edits lines and makes a signal of Ctrl-C, as shells leave it.
bool ct_is_cooked(int terminal);

/// Reads what there is within some milliseconds: the bytes read, 0 for none yet, -1 at the end.
long ct_read(int descriptor, void *buffer, size_t count, int milliseconds);

/// Writes what there is room for within some milliseconds: the bytes written, -1 when nobody reads.
long ct_write(int descriptor, const void *bytes, size_t count, int milliseconds);

/// Whether a child has ended; its exit code, or 128 and the signal, in `code`. Does not wait.
bool ct_has_ended(int process, int *code);

#pragma clang assume_nonnull end

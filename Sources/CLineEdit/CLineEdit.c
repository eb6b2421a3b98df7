#include "CLineEdit.h"

#include <histedit.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

_Static_assert(sizeof(wchar_t) == sizeof(uint32_t), "a wchar_t holds one scalar");

struct CLEEditor {
  EditLine *line;
  HistoryW *history;
  FILE *null;
  struct sigaction window_action;
  bool watches_window;
  void *context;
  CLENextCode next_code;
  CLERun run;
};

static CLEEditor *editor_of(EditLine *line) {
  CLEEditor *editor = NULL;
  el_wget(line, EL_CLIENTDATA, &editor);
  return editor;
}

static int get_character(EditLine *line, wchar_t *character) {
  CLEEditor *editor = editor_of(line);
  uint32_t code = 0;
  if (!editor || !editor->next_code || !editor->next_code(editor->context, &code)) return 0;
  // libedit draws, into /dev/null, what a command has changed, and writes past the end of its
  // picture of the screen if that is not up to date; our commands do not keep it so.
  el_wset(line, EL_REFRESH);
  *character = (wchar_t)code;
  return 1;
}

static unsigned char run_command(EditLine *line, CLECommand command) {
  CLEEditor *editor = editor_of(line);
  if (!editor || !editor->run) return CC_ERROR;
  switch (editor->run(editor->context, command)) {
    case CLEAfterContinue: return CC_NORM;
    case CLEAfterKeepArgument: return CC_ARGHACK;
    case CLEAfterFinish: return CC_NEWLINE;
  }
  return CC_ERROR;
}

// libedit tells a function its key but not its name, so each command needs a function of its own.
#define CLE_FUNCTION(symbol, name, help)                        \
  static unsigned char run_##symbol(EditLine *line, int key) { \
    (void)key;                                                  \
    return run_command(line, CLECommand##symbol);               \
  }
CLE_COMMANDS(CLE_FUNCTION)
#undef CLE_FUNCTION

const char *cle_command_name(CLECommand command) {
  switch (command) {
#define CLE_NAME(symbol, name, help) \
  case CLECommand##symbol: return name;
    CLE_COMMANDS(CLE_NAME)
#undef CLE_NAME
  }
  return "";
}

CLEEditor *cle_create(const char *name, int input, int output) {
  CLEEditor *editor = calloc(1, sizeof *editor);
  if (!editor) return NULL;
  // libedit draws into /dev/null; of the terminal it gets the descriptor, for the modes only.
  editor->null = fopen("/dev/null", "r+e");
  editor->history = history_winit();
  if (editor->null && editor->history)
    editor->line =
        el_init_fd(name, editor->null, editor->null, editor->null, input, output, output);
  if (!editor->line) {
    cle_destroy(editor);
    return NULL;
  }
  EditLine *line = editor->line;
  el_wset(line, EL_CLIENTDATA, editor);
  el_wset(line, EL_SIGNAL, 0);
  // Its functions for the history look it up unasked; an empty one keeps them off a NULL.
  el_wset(line, EL_HIST, history_w, editor->history);
  // Ctrl-C, Ctrl-Z and Ctrl-S are keys while editing, and a pasted CR LF is one line break.
  el_wset(line, EL_SETTY, L"-d", L"-isig", L"-ixon", L"-icrnl", L"-inlcr", NULL);
  // Of the window it knows nothing: its picture of the screen has one size for good.
  el_wset(line, EL_SETTC, L"co", L"80", NULL);
  el_wset(line, EL_SETTC, L"li", L"24", NULL);
  el_wset(line, EL_GETCFN, get_character);
  // EL_ADDFN keeps the pointers to name and help: these are literals.
#define CLE_ADD(symbol, name, help) el_wset(line, EL_ADDFN, L"" name, L"" help, run_##symbol);
  CLE_COMMANDS(CLE_ADD)
#undef CLE_ADD
  return editor;
}

void cle_destroy(CLEEditor *editor) {
  cle_watch_window(editor, false);
  if (editor->line) el_end(editor->line);
  if (editor->history) history_wend(editor->history);
  if (editor->null) fclose(editor->null);
  free(editor);
}

bool cle_configure(CLEEditor *editor, const uint32_t *words, size_t count) {
  const wchar_t *argv[16];
  if (count == 0 || count >= sizeof argv / sizeof *argv) return false;
  const wchar_t *word = (const wchar_t *)words;
  for (size_t index = 0; index < count; index++) {
    argv[index] = word;
    word += wcslen(word) + 1;
  }
  argv[count] = NULL;
  return el_wparse(editor->line, (int)count, argv) == 0;
}

bool cle_is_vi(CLEEditor *editor) {
  const wchar_t *name = NULL;
  el_wget(editor->line, EL_EDITOR, &name);
  return name && wcscmp(name, L"vi") == 0;
}

bool cle_read(CLEEditor *editor, void *context, CLENextCode next_code, CLERun run) {
  editor->context = context;
  editor->next_code = next_code;
  editor->run = run;
  int count = 0;
  bool has_line = el_wgets(editor->line, &count) != NULL;
  editor->next_code = NULL;
  editor->run = NULL;
  editor->context = NULL;
  return has_line;
}

const uint32_t *cle_line(CLEEditor *editor, size_t *length, size_t *cursor) {
  el_cursor(editor->line, 0);  // a mark of old may have led the cursor past the end
  const LineInfoW *info = el_wline(editor->line);
  *length = (size_t)(info->lastchar - info->buffer);
  *cursor = (size_t)(info->cursor - info->buffer);
  return (const uint32_t *)info->buffer;
}

static bool overwrite(EditLine *line, const uint32_t *scalars, size_t length) {
  wchar_t *text = calloc(length + 1, sizeof *text);
  if (!text) return false;
  memcpy(text, scalars, length * sizeof *text);
  bool fits = el_wreplacestr(line, text) == 0;
  free(text);
  return fits;
}

bool cle_set_line(CLEEditor *editor, const uint32_t *scalars, size_t length, size_t cursor) {
  // el_wline hands out libedit's own record of the line.
  LineInfoW *info = (LineInfoW *)el_wline(editor->line);
  size_t old = (size_t)(info->lastchar - info->buffer);
  bool is_same = old == length && memcmp(info->buffer, scalars, length * sizeof *scalars) == 0;
  if (is_same && info->cursor == info->buffer + cursor) return true;
  if (length == 0) {
    // The functions that delete would fill the kill buffer, so an empty line is made by hand.
    info->cursor = info->lastchar = info->buffer;
  } else {
    if (!is_same && !overwrite(editor->line, scalars, length)) return false;
    el_cursor(editor->line, (int)cursor - (int)(info->cursor - info->buffer));
  }
  return true;
}

void cle_set_raw(CLEEditor *editor, bool raw) {
  el_wset(editor->line, EL_PREP_TERM, raw ? 1 : 0);
}

bool cle_window_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
    return false;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return true;
}

static void note_window(int signal_number) { (void)signal_number; }

void cle_watch_window(CLEEditor *editor, bool watch) {
  if (watch == editor->watches_window) return;
  editor->watches_window = watch;
  if (!watch) {
    sigaction(SIGWINCH, &editor->window_action, NULL);
    return;
  }
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = note_window;  // without SA_RESTART, so that poll returns
  sigaction(SIGWINCH, &action, &editor->window_action);
}

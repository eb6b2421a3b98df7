// Gives the terminal back when a signal ends the program while a statement is typed.

#include "CLineEdit.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// Signals that end a program at once. SIGINT, SIGTERM and SIGHUP are the program's own to handle,
// SIGKILL nobody's.
static const int ending[] = {SIGQUIT, SIGILL,  SIGTRAP, SIGABRT, SIGBUS,  SIGFPE,
                             SIGSEGV, SIGSYS,  SIGXCPU, SIGALRM, SIGUSR1, SIGUSR2};
enum { ending_count = sizeof ending / sizeof *ending };

static struct sigaction before[ending_count];
static struct termios modes;
static int terminal = -1;
static volatile sig_atomic_t is_guarding = 0;

// Whether the program's own instruction brought the signal, and will again when the handler is left.
static bool is_fault(int number, const siginfo_t *info) {
  if (info->si_code <= 0) return false;
  return number == SIGILL || number == SIGBUS || number == SIGFPE || number == SIGSEGV;
}

// Nothing but calls that a handler may make.
static void give_back(int number, siginfo_t *info, void *context) {
  (void)context;
  if (is_guarding) {
    is_guarding = 0;
    static const char plain[] = "\x1b[?2004l\r\n";
    tcsetattr(terminal, TCSANOW, &modes);
    (void)!write(terminal, plain, sizeof plain - 1);
  }
  // A fault is for whoever had the signal before, as for Swift's runtime, which shows where it was.
  // Of what was sent from outside that would make a backtrace, and the program would go on.
  if (is_fault(number, info) || (number == SIGTRAP && info->si_code > 0)) {
    for (int index = 0; index < ending_count; index++)
      if (ending[index] == number) sigaction(number, &before[index], NULL);
  } else {
    signal(number, SIG_DFL);
  }
  // Comes when the handler is left.
  if (!is_fault(number, info)) raise(number);
}

// A stack that has overflowed has no room for a handler.
static void make_room(void) {
  stack_t old;
  if (sigaltstack(NULL, &old) != 0 || !(old.ss_flags & SS_DISABLE)) return;
  stack_t room;
  memset(&room, 0, sizeof room);
  room.ss_size = 64 * 1024;
  room.ss_sp = malloc(room.ss_size);
  if (room.ss_sp && sigaltstack(&room, NULL) != 0) free(room.ss_sp);
}

bool cle_guard_terminal(int descriptor) {
  if (is_guarding || tcgetattr(descriptor, &modes) != 0) return false;
  terminal = descriptor;
  make_room();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = give_back;
  action.sa_flags = SA_ONSTACK | SA_SIGINFO;
  // SIGTTOU among them, which would stop a program in the background that sets a mode.
  sigfillset(&action.sa_mask);
  is_guarding = 1;
  for (int index = 0; index < ending_count; index++) {
    sigaction(ending[index], NULL, &before[index]);
    // What the program was told to ignore does not end it.
    if (before[index].sa_handler != SIG_IGN) sigaction(ending[index], &action, NULL);
  }
  return true;
}

void cle_end_guard(void) {
  if (!is_guarding) return;
  for (int index = 0; index < ending_count; index++)
    if (before[index].sa_handler != SIG_IGN) sigaction(ending[index], &before[index], NULL);
  is_guarding = 0;
}

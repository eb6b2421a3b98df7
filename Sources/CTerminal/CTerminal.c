#define _GNU_SOURCE
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#if defined(__APPLE__)
#include <util.h>
#else
#include <pty.h>
#endif

static struct winsize window(int columns, int rows) {
  struct winsize size;
  memset(&size, 0, sizeof size);
  size.ws_col = (unsigned short)columns;
  size.ws_row = (unsigned short)rows;
  return size;
}

static void keep_from_children(int descriptor) {
  fcntl(descriptor, F_SETFD, fcntl(descriptor, F_GETFD) | FD_CLOEXEC);
}

bool ct_open(int *controller, int *terminal, int columns, int rows) {
  struct winsize size = window(columns, rows);
  if (openpty(controller, terminal, NULL, NULL, &size) != 0) return false;
  keep_from_children(*controller);
  keep_from_children(*terminal);
  return true;
}

// The threads of a test runner block signals, and a child inherits that.
static void clear_signals(void) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
}

int ct_spawn(const char *path, char *const *arguments, char *const *environment, int columns,
             int rows, int *controller) {
  struct winsize size = window(columns, rows);
  int process = forkpty(controller, NULL, NULL, &size);
  if (process == 0) {
    clear_signals();
    execve(path, arguments, environment);
    _exit(127);
  }
  if (process > 0) keep_from_children(*controller);
  return process;
}

int ct_start(const char *path, char *const *arguments, char *const *environment,
             const char *folder, int input, int output, int error) {
  int process = fork();
  if (process == 0) {
    clear_signals();
    bool ready = chdir(folder) == 0 && dup2(input, 0) == 0 && dup2(output, 1) == 1 &&
                 dup2(error, 2) == 2;
    if (ready) execve(path, arguments, environment);
    _exit(127);
  }
  return process;
}

bool ct_pipe(int *reader, int *writer) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  keep_from_children(ends[0]);
  keep_from_children(ends[1]);
  *reader = ends[0];
  *writer = ends[1];
  return true;
}

bool ct_resize(int controller, int columns, int rows) {
  struct winsize size = window(columns, rows);
  return ioctl(controller, TIOCSWINSZ, &size) == 0;
}

bool ct_is_cooked(int terminal) {
  struct termios mode;
  if (tcgetattr(terminal, &mode) != 0) return false;
  tcflag_t wanted = ICANON | ISIG | ECHO;
  return (mode.c_lflag & wanted) == wanted && (mode.c_iflag & ICRNL) != 0;
}

long ct_read(int descriptor, void *buffer, size_t count, int milliseconds) {
  struct pollfd request = {descriptor, POLLIN, 0};
  int ready = poll(&request, 1, milliseconds);
  if (ready == 0 || (ready < 0 && errno == EINTR)) return 0;
  if (ready < 0) return -1;
  long got = read(descriptor, buffer, count);
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return 0;
  return got > 0 ? got : -1;
}

long ct_write(int descriptor, const void *bytes, size_t count, int milliseconds) {
  struct pollfd request = {descriptor, POLLOUT, 0};
  if (poll(&request, 1, milliseconds) <= 0) return 0;
  // In small parts: a terminal with room for one byte is ready, but would block on more.
  long written = write(descriptor, bytes, count < 256 ? count : 256);
  return written < 0 && (errno == EINTR || errno == EAGAIN) ? 0 : written;
}

bool ct_has_ended(int process, int *code) {
  int status = 0;
  if (waitpid(process, &status, WNOHANG) != process) return false;
  *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return true;
}

import CLineEdit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The state of an editor while it reads, and the link to libedit.
///
/// libedit keeps the keymaps and edits one row; what the screen shows, the other rows, the history
/// and the menus are ours. It asks `nextCode` for keys and calls `run` for the commands of ours.
/// A class, because libedit's callbacks need something that stays where it is.
@safe final class EditorCore {
  /// What is on the screen beside the text.
  enum Overlay {
    case none
    case menu(CompletionMenu)
    case search(HistorySearch)
  }

  let settings: EditorSettings
  let behavior: EditorBehavior
  /// Whether the terminal knows no sequences.
  let isDumb: Bool

  var terminal: Terminal
  var size: Terminal.Size
  var history: History
  var draft = Draft()
  var overlay = Overlay.none
  var undo = UndoStack()
  /// Codes that libedit gets before another key is read.
  var codes: [UInt32] = []
  var pasted = ""
  /// The column of the screen that Up and Down keep to.
  var goalColumn: Int?
  var outcome: ReadOutcome?
  var painter: ScreenPainter
  private var awaitsMeta = false

  /// Made by `cle_create`, freed in `deinit`, and used by nothing else.
  private let handle: OpaquePointer

  init(
    settings: EditorSettings, behavior: EditorBehavior, history: History, input: Int32,
    output: Int32
  ) throws(EditorFailure) {
    guard let handle = unsafe cle_create(settings.programName, input, output) else {
      throw .libeditRefused
    }
    unsafe self.handle = handle
    self.settings = settings
    self.behavior = behavior
    self.history = history
    terminal = Terminal(input: input, output: output)
    size = terminal.size
    let name = settings.terminalName ?? Environment.value(of: "TERM") ?? ""
    isDumb = name.isEmpty || name == "dumb"
    painter = ScreenPainter(isDumb: isDumb)
    configure()
  }

  deinit {
    unsafe cle_destroy(handle)
  }

  // MARK: - Reading

  /// Reads one statement.
  func read() -> ReadOutcome {
    draft = Draft()
    undo = UndoStack()
    overlay = .none
    outcome = nil
    codes = []
    goalColumn = nil
    history.rewind()
    guardTerminal()
    enter()
    let context = unsafe Unmanaged.passUnretained(self)
    // `self` outlives the call, and libedit forgets the context when it returns.
    let hasLine = unsafe cle_read(
      handle, context.toOpaque(), Self.nextCodeCallback, Self.runCallback)
    let outcome = self.outcome ?? endedByLibedit(hasLine: hasLine)
    overlay = .none
    leave()
    endGuard()
    return outcome
  }

  /// What it means that libedit stopped reading and no command of ours was the reason.
  private func endedByLibedit(hasLine: Bool) -> ReadOutcome {
    // It could not set the terminal's mode.
    guard hasLine else { return .failed(EIO) }
    pull()
    let text = draft.text
    return .statement(text.last == "\n" ? String(text.dropLast()) : text)
  }

  private static let nextCodeCallback: CLENextCode = { context, code in
    // The context is the `EditorCore` of the `cle_read` under way.
    let core = unsafe Unmanaged<EditorCore>.fromOpaque(context).takeUnretainedValue()
    guard let next = core.nextCode() else { return false }
    unsafe code.pointee = next
    return true
  }

  private static let runCallback: CLERun = { context, command in
    // As above.
    let core = unsafe Unmanaged<EditorCore>.fromOpaque(context).takeUnretainedValue()
    return core.run(command)
  }

  /// Gets the terminal ready; libedit sets its mode when it first reads.
  func enter() {
    unsafe cle_watch_window(handle, true)
    size = terminal.size
    painter.reset()
    if !isDumb { terminal.write("\u{1B}[?2004h") }
  }

  /// Shows the text whole and leaves the terminal at the start of the row after it.
  func leave() {
    terminal.write(painter.finish(finalFrame()))
    if !isDumb { terminal.write("\u{1B}[?2004l") }
    unsafe cle_watch_window(handle, false)
  }

  /// Sees to it that a signal which ends the program gives the terminal back as it is now.
  func guardTerminal() {
    if settings.guardsTerminal { _ = cle_guard_terminal(terminal.input) }
  }

  func endGuard() {
    if settings.guardsTerminal { cle_end_guard() }
  }

  /// Puts the terminal in the mode for editing, or back in the mode it had.
  func setRaw(_ isRaw: Bool) {
    unsafe cle_set_raw(handle, isRaw)
  }

  private func nextCode() -> UInt32? {
    while codes.isEmpty {
      pull()
      undo.record(draft)
      guard let key = nextKey() else { return nil }
      enqueue(key)
    }
    return codes.removeFirst()
  }

  /// Shows the text and waits for a key; nil when the terminal gave out, with the outcome set.
  func nextKey() -> Key? {
    // Not between keys that come at once, such as text pasted in a terminal that does not say so.
    if !terminal.hasPending { paint() }
    while true {
      if settings.mustEnd() {
        outcome = .endOfInput
        return nil
      }
      switch terminal.next() {
      case .key(let key): return key
      case .idle: adaptToWindow()
      case .end:
        outcome = .endOfInput
        return nil
      case .failed(let code):
        outcome = .failed(code)
        return nil
      }
    }
  }

  private func adaptToWindow() {
    let now = terminal.size
    guard now != size else { return }
    if now.columns != size.columns { terminal.write(painter.reflow(columns: now.columns)) }
    size = now
    paint()
  }

  /// Makes the codes that libedit gets for a key.
  func enqueue(_ key: Key) {
    let isVi = unsafe cle_is_vi(handle)
    let followsEscape = awaitsMeta
    awaitsMeta = false
    switch key {
    case .scalar(let scalar) where followsEscape: codes += [0x1B, scalar.value]
    case .scalar(let scalar): codes.append(scalar.value)
    case .meta(let scalar): codes += [isVi ? NamedKey.escape.rawValue : 0x1B, scalar.value]
    case .named(let named): codes.append(named.rawValue)
    case .paste(let text):
      pasted = text
      codes.append(NamedKey.paste.rawValue)
    case .escape where isVi: codes.append(NamedKey.escape.rawValue)
    // With the emacs keys, Escape stands for Alt with the key after it, however late.
    case .escape: awaitsMeta = true
    case .unknown: break
    }
  }

  // MARK: - libedit's row

  /// Takes the row over from libedit.
  func pull() {
    var length = 0
    var cursor = 0
    // The line stays valid until libedit runs again, and is copied here.
    let line = unsafe cle_line(handle, &length, &cursor)
    let scalars = unsafe UnsafeBufferPointer(start: line, count: length).map {
      Unicode.Scalar($0) ?? "\u{FFFD}"
    }
    guard scalars != draft.current || cursor != draft.column else { return }
    goalColumn = nil
    draft.takeRow(scalars, cursor: cursor)
    push()
  }

  /// Gives libedit the row of the cursor; nothing happens if it is what it has.
  func push() {
    // With an end, so that there is an address for an empty row too.
    let values = draft.current.map(\.value) + [0]
    // The values are copied by the call.
    unsafe values.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress {
        _ = unsafe cle_set_line(handle, base, buffer.count - 1, draft.column)
      }
    }
  }

  // MARK: - Configuration

  private func configure() {
    let lines = EditRC.lines(of: EditRC.text(at: settings.editrcPath))
    let isVi = EditRC.asksForVi(lines, programName: settings.programName)
    apply(["bind", isVi ? "-v" : "-e"])
    for line in KeyBindings.lines(vi: isVi) { apply(line) }
    for line in lines {
      if let adapted = EditRC.adapted(line, programName: settings.programName) { apply(adapted) }
    }
  }

  private func apply(_ line: ConfigurationLine) {
    var words: [UInt32] = []
    for word in line { words += word.unicodeScalars.filter { $0 != "\0" }.map(\.value) + [0] }
    // As many words as the count says, each with its end; copied or used up by the call.
    unsafe words.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress { _ = unsafe cle_configure(handle, base, line.count) }
    }
  }
}

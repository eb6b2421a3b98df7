import PQLThreads

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads the records of a file in pieces, on one thread or several, and puts them together.
///
/// Only a reader that comes from the beginning knows where a record begins. Any other begins at a
/// guess, and what it has read counts only if the reader before it arrives exactly there; else the
/// place is read again from where that one stood. A wrong guess so costs time and never a record.
final class PieceQueue<Reader: PieceReading> {
  /// How many bytes a piece has: few enough for what it holds to stay in the cache.
  private let pieceSize: Int
  /// How many pieces may wait for one before them.
  private static var mostWaiting: Int { 32 }

  /// A piece that is being read, or has been and waits for those before it.
  private struct Begun {
    var number: Int
    var start: Int
    var piece: RecordPiece?
  }

  private let bytes: FileBytes
  private let view: ByteView
  private let threads: ThreadCount
  private let makeReader: () -> Reader
  private let watch: LoadWatch
  /// Whether the bytes are known to be text.
  private let isChecked: Bool
  private let lock = ThreadLock()
  // What follows is looked at and changed under the lock alone.
  private var assembly: RecordAssembly
  private var failure: RecordFailure?
  /// Finds, from an offset on and before another, where a record may begin.
  private var guess: (Int, Int) -> Int? = { _, _ in nil }
  private var begun: [Begun] = []
  private var begunCount = 0
  /// Where the piece after the last one begun may begin.
  private var nextStart: Int?
  private var pool: [RecordPiece] = []
  /// How many guesses were wrong.
  ///
  /// What a reader has told pieces that were thrown away is lost, so that every reader begins anew.
  private var generation = 0

  init(
    _ bytes: FileBytes, from start: Int, isChecked: Bool, threads: ThreadCount, pieceSize: Int,
    watch: LoadWatch, makeReader: @escaping () -> Reader
  ) {
    self.isChecked = isChecked
    self.bytes = bytes
    view = bytes.view
    self.threads = threads
    self.pieceSize = pieceSize
    self.watch = watch
    self.makeReader = makeReader
    assembly = RecordAssembly(bytes.view, from: start)
  }

  /// Reads everything; `guess` is made from the first records.
  func read(
    guessingBy makeGuess: (RecordAssembly) -> (Int, Int) -> Int?
  ) throws(RecordFailure) -> RecordAssembly {
    var first = Worker(reader: makeReader(), number: assembly.addReader(), generation: 0)
    let piece = RecordPiece()
    piece.begin(at: assembly.position, reader: first.number, columnCount: first.reader.columnCount)
    read(piece, &first.reader, to: assembly.position + max(pieceSize / 4, 1))
    add(piece)
    if !isDone {
      guess = makeGuess(assembly)
      _ = SideBySide.results(threads.count, threads: threads) { number in
        var worker = number == 0 ? first : newWorker
        work(&worker)
        return true
      }
    }
    if let failure { throw failure }
    return assembly
  }

  /// What a thread works with.
  private struct Worker {
    var reader: Reader
    /// The reader's, by which the assembly knows it.
    var number: Int
    var generation: Int
  }

  private var newWorker: Worker {
    let reader = makeReader()
    return locked {
      Worker(reader: reader, number: assembly.addReader(), generation: generation)
    }
  }

  /// Takes pieces until there are none.
  private func work(_ worker: inout Worker) {
    while !isDone {
      if worker.generation != locked({ generation }) { worker = newWorker }
      guard let (begun, piece, end) = take(&worker) else {
        var pause = timespec(tv_sec: 0, tv_nsec: 50_000)
        unsafe nanosleep(&pause, nil)
        continue
      }
      read(piece, &worker.reader, to: end)
      locked { finish(begun, piece) }
    }
  }

  private var isDone: Bool { locked { failure != nil || assembly.isComplete } }

  /// Does what only one thread may do at a time.
  private func locked<Result>(_ body: () -> Result) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return body()
  }

  /// The next piece, its number and where it ends; nil when it is not known yet where one begins.
  ///
  /// A piece ends at a guess, so that where pieces begin and end depends on the file alone.
  private func take(_ worker: inout Worker) -> (Int, RecordPiece, Int)? {
    locked {
      guard failure == nil, !assembly.isComplete, begun.count < Self.mostWaiting,
        worker.generation == generation
      else { return nil }
      guard let start = begun.isEmpty ? assembly.position : nextStart else { return nil }
      let piece = pool.popLast() ?? RecordPiece()
      piece.begin(at: start, reader: worker.number, columnCount: worker.reader.columnCount)
      assembly.inform(&worker.reader, number: worker.number)
      begun.append(Begun(number: begunCount, start: start))
      begunCount += 1
      let wanted = min(start + pieceSize, view.count)
      nextStart = guess(wanted, min(wanted + pieceSize, view.count))
      return (begunCount - 1, piece, nextStart ?? wanted)
    }
  }

  private func read(_ piece: RecordPiece, _ reader: inout Reader, to wanted: Int) {
    let end = min(max(wanted, piece.start + 1), view.count)
    view.fetch(from: piece.start, to: end)
    reader.read(piece, to: end)
    // What is read again, if anything, is fetched again.
    defer { bytes.letGo(from: piece.start, to: end) }
    guard !isChecked, !Reader.checksText else { return }
    let read = max(end, piece.arrival)
    if let place = view.firstInvalid(from: piece.start, to: read) {
      piece.fail(.notText(at: place))
    }
  }

  /// Adds every piece that begins where the one before it arrived.
  private func finish(_ number: Int, _ piece: RecordPiece) {
    guard let index = begun.firstIndex(where: { $0.number == number }) else { return drop(piece) }
    begun[index].piece = piece
    while failure == nil, !assembly.isComplete, let first = begun.first {
      guard first.start == assembly.position else {
        // The guess was wrong, and so is all that came after it.
        for late in begun { if let piece = late.piece { drop(piece) } }
        begun = []
        generation += 1
        return
      }
      guard let piece = first.piece else { return }
      begun.removeFirst()
      add(piece)
    }
  }

  private func add(_ piece: RecordPiece) {
    do throws(RecordFailure) {
      let start = assembly.position
      try assembly.append(piece)
      // A reader that stands still would be asked for the same piece for ever.
      precondition(assembly.isComplete || assembly.position > start, "a reader stands still")
      if watch.isStopped(afterReading: piece.arrival - piece.start) { throw .stopped }
    } catch {
      failure = error
    }
    drop(piece)
  }

  private func drop(_ piece: RecordPiece) { pool.append(piece) }
}

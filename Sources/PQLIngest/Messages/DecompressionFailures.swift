/// Why a file could not be decompressed; the loader knows its name.
struct DecompressionFailure: Error {
  var message: String
  var advice: String

  /// The file ends too early.
  static func cutOff(_ compression: Compression, after count: Int) -> DecompressionFailure {
    DecompressionFailure(
      message: "the \(compression.rawValue) file is cut off: it ends after \(count) bytes, in the "
        + "middle of its data",
      advice: "copy or download it again")
  }

  /// The library refuses what stands in the file, or the sum it keeps of the data differs.
  static func damaged(_ compression: Compression, _ reason: String) -> DecompressionFailure {
    DecompressionFailure(
      message: "the \(compression.rawValue) file is damaged: \(reason)",
      advice: "copy or download it again; `\(compression.rawValue) -t` checks it")
  }

  /// A file of `compressed` bytes that holds more than `count`.
  static func tooMuch(_ compressed: Int, holds count: Int) -> DecompressionFailure {
    DecompressionFailure(
      message: "the file has \(compressed) bytes and holds more than \(count) once it is "
        + "decompressed, which is too much",
      advice: "an export holds 5 to 100 times its size; decompress it yourself if it is meant to "
        + "hold more, and if this machine has the memory for it")
  }

  static let noMemory = DecompressionFailure(
    message: "there is no memory to decompress the file",
    advice: "decompress it with `zstd -d` first")

  static let noLibrary = DecompressionFailure(
    message: "zlib cannot be used", advice: "decompress the file with `gzip -d` first")
}

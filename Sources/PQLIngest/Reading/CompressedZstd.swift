import CZstd

/// Zstandard files (RFC 8878), with one frame or several after each other.
enum Zstandard {
  /// Adds what the file holds to `output`.
  static func decompress(
    _ file: FileBytes, into output: inout DecompressedBytes
  ) throws(DecompressionFailure) {
    guard let context = unsafe ZSTD_createDCtx() else {
      throw .noMemory
    }
    defer { unsafe ZSTD_freeDCtx(context) }
    var offset = 0
    while true {
      let start = offset
      let (status, taken, written) = try unsafe output.append { room in
        unsafe file.withBytes { bytes in
          // Both buffers live until the call returns, and the positions it moves stay within.
          var input = unsafe ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: start)
          var free = unsafe ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
          let status = unsafe ZSTD_decompressStream(context, &free, &input)
          return unsafe (free.pos, (status, input.pos - start, free.pos))
        }
      }
      offset += taken
      if ZSTD_isError(status) != 0 {
        let reason = unsafe String(cString: ZSTD_getErrorName(status)).lowercased()
        throw .damaged(.zstd, reason)
      }
      // Zero says that a frame is over and written out whole.
      if status == 0, offset == file.count { return }
      if offset == file.count, taken == 0, written == 0 { throw .cutOff(.zstd, after: file.count) }
    }
  }
}

import CZlib

/// Gzip files (RFC 1952) by zlib, with one member or several after each other.
enum Gzip {
  /// The window of 32 KiB, and headers and sums of gzip only.
  private static let windowBits: Int32 = 15 + 16

  /// Adds what the file holds to `output`.
  static func decompress(
    _ file: FileBytes, into output: inout DecompressedBytes
  ) throws(DecompressionFailure) {
    // zlib keeps the address of the stream, so that it must stay where it is.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    defer { unsafe stream.deallocate() }
    let size = unsafe Int32(MemoryLayout<z_stream>.size)
    guard unsafe inflateInit2_(stream, windowBits, ZLIB_VERSION, size) == Z_OK else {
      throw .noLibrary
    }
    defer { unsafe inflateEnd(stream) }
    var offset = 0
    while true {
      let status = try unsafe step(stream, file, &offset, &output)
      switch status {
      case Z_OK: continue
      // With room to write to, nothing can be done for want of input alone.
      case Z_BUF_ERROR: throw .cutOff(.gzip, after: file.count)
      case Z_STREAM_END:
        if file.isZero(from: offset) { return }
        guard Compression(file.view, at: offset) == .gzip else {
          throw .damaged(.gzip, "from byte \(offset + 1) on it is no gzip any more")
        }
        unsafe inflateReset(stream)
      default:
        let reason = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
        throw .damaged(.gzip, "\(reason ?? "zlib gives up") near byte \(offset + 1)")
      }
    }
  }

  /// Decompresses until the room is full or the input ends; moves `offset` past what was taken.
  private static func step(
    _ stream: UnsafeMutablePointer<z_stream>, _ file: FileBytes, _ offset: inout Int,
    _ output: inout DecompressedBytes
  ) throws(DecompressionFailure) -> Int32 {
    let start = offset
    let (status, taken) = try unsafe output.append { room in
      unsafe file.withBytes { bytes in
        // zlib counts in 32 bits, and what it is given lives until it returns; it writes to none of
        // its input, though its header asks for a pointer that it might write to.
        let given = UInt32(clamping: bytes.count - start)
        let free = UInt32(clamping: room.count)
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
          mutating: bytes.baseAddress?.advanced(by: start).assumingMemoryBound(to: UInt8.self))
        unsafe stream.pointee.avail_in = given
        unsafe stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = free
        let status = unsafe inflate(stream, Z_NO_FLUSH)
        let taken = unsafe Int(given - stream.pointee.avail_in)
        return unsafe (Int(free - stream.pointee.avail_out), (status, taken))
      }
    }
    offset += taken
    return status
  }
}

import Foundation

/// Reads the lines that arrive at a descriptor.
struct LineReader {
  let descriptor: Int32

  /// Hands each line to `take`, as soon as it is there, until the end of the stream or a read error; returns what has come of a line
  /// that has no end, nil for nothing.
  func forEachLine(_ take: (Data) -> Void) -> Data? {
    var framer = LineFramer()
    while let bytes = readSome() { framer.feed(bytes).forEach(take) }
    return framer.finish()
  }

  /// What has come in, as soon as anything has; nil at the end. (`FileHandle.read` waits until its count is full.)
  private func readSome() -> Data? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 { return Data(buffer[..<count]) }
      if count == 0 || errno != EINTR { return nil }
    }
  }
}

import Foundation

/// Reads the lines that arrive at a descriptor.
struct LineReader {
  let descriptor: Int32

  /// Hands each line to `take`, as soon as it is there, until the end of the stream, a read error, or a line that is too long.
  func forEachLine(_ take: (Data) -> Void) {
    var framer = LineFramer()
    while let bytes = readSome(), let lines = try? framer.feed(bytes) { lines.forEach(take) }
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

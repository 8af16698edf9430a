import Dispatch
import Glibc
import Synchronization

/// The last lines that came out of a descriptor; a thread reads it until its end and then closes it.
final class LineTail: Sendable {
  private struct Text {
    var complete: [String] = []
    var unfinished: [UInt8] = []
  }

  private static let longestLine = 4096
  private let limit: Int
  private let text = Mutex(Text())
  private let ended = DispatchSemaphore(value: 0)

  /// Keeps the last `limit` lines of what comes out of `descriptor`, each cut at 4096 bytes.
  init(limit: Int, reading descriptor: Int32) {
    self.limit = limit
    try? startThread("tail \(descriptor)") { [self] in readAll(descriptor) }
  }

  /// The last lines so far, the unfinished one included.
  var lines: [String] {
    text.withLock {
      let last = $0.unfinished.isEmpty ? [] : [String(decoding: $0.unfinished, as: UTF8.self)]
      return Array(($0.complete + last).suffix(limit))
    }
  }

  private func readAll(_ descriptor: Int32) {
    var buffer = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count > 0 { take(buffer[..<count]) } else if count == 0 || errno != EINTR { break }
    }
    close(descriptor)
    ended.signal()
  }

  /// Waits for the end of the descriptor, `milliseconds` at the longest: processes that were left behind may keep it open.
  func waitForEnd(milliseconds: Int) {
    if ended.wait(timeout: .now() + .milliseconds(milliseconds)) == .success { ended.signal() }
  }

  private func take(_ bytes: ArraySlice<UInt8>) {
    text.withLock { text in
      for byte in bytes {
        if byte == UInt8(ascii: "\n") {
          text.complete.append(String(decoding: text.unfinished, as: UTF8.self))
          text.unfinished.removeAll(keepingCapacity: true)
          if text.complete.count > 4 * limit { text.complete.removeFirst(text.complete.count - limit) }
        } else if text.unfinished.count < Self.longestLine {
          text.unfinished.append(byte)
        }
      }
    }
  }
}

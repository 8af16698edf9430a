/// A WebSocket message that is sent, as often as there is time.
package struct PreparedMessage: Equatable, Sendable {
  /// What it says.
  package var payload: [UInt8]
  /// Whether it is text, in UTF-8; otherwise it is binary.
  package var isText: Bool

  /// A message.
  package init(_ payload: [UInt8], isText: Bool) {
    self.payload = payload
    self.isText = isText
  }

  /// Its frame, masked with the key 0.
  var frame: PreparedRequest {
    let size = OutgoingFrame.size(of: payload.count)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      guard let start = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
      count = payload.withUnsafeBufferPointer {
        OutgoingFrame.write(isText ? .text : .binary, $0, key: 0, to: start)
      }
    }
    return PreparedRequest(bytes: bytes)
  }
}

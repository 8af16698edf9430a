/// Why a connection is closed (RFC 6455, 7.4).
enum CloseCode {
  /// The purpose is fulfilled.
  static let normal: UInt16 = 1000
  /// Stands for a close frame without a code; never sent.
  static let none: UInt16 = 1005
  /// What came is not the protocol.
  static let violation: UInt16 = 1002

  /// The one that tells a server which rule it broke.
  static func of(_ violation: FrameViolation) -> UInt16 {
    switch violation {
    case .text: 1007
    case .tooLarge: 1009
    default: Self.violation
    }
  }

  /// Whether the payload of a close frame is none, or a code that may be sent with a reason in UTF-8.
  static func isValid(_ payload: [UInt8]) -> Bool {
    guard !payload.isEmpty else { return true }
    guard payload.count >= 2 else { return false }
    var text = UTF8Check()
    let isText = payload[2...].withUnsafeBufferPointer { text.take($0) } && text.isComplete
    return isText && isSent(UInt16(payload[0]) << 8 | UInt16(payload[1]))
  }

  /// Those of the protocol and its registry, of frameworks and of applications; 1004, 1005, 1006 and 1015 are never sent.
  private static func isSent(_ code: UInt16) -> Bool {
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}

/// A canary: an answer kept in full, for the caller to compare with what was asked.
package struct CapturedAnswer: Equatable, Sendable {
  /// Which of the spec's requests it answers.
  package let variant: Int
  /// The request, where it is made anew each time; empty of others.
  package let request: [UInt8]
  /// The status code.
  package internal(set) var status = 0
  /// The status line and header fields as received, each line ended by CR LF, without the empty line.
  package internal(set) var head: [UInt8] = []
  /// The body without its transfer coding.
  package internal(set) var body: [UInt8] = []

  init(variant: Int, request: [UInt8] = []) {
    self.variant = variant
    self.request = request
  }

  mutating func appendHead(_ line: Bytes) {
    guard !line.isEmpty else { return }
    head.append(contentsOf: line)
    head.append(13)
    head.append(10)
  }
}

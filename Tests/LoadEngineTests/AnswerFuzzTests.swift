import SeededRandom
import Testing

@testable import LoadEngine

@Test(
  "whatever changes an answer, the parser ends, and reads it in any pieces alike",
  arguments: 0..<8 as Range<UInt64>)
func fuzz(seed: UInt64) {
  var random = SeededGenerator(seed: seed)
  for _ in 0..<1500 {
    let isHead = random.integer(in: 0...7) == 0
    let bytes = mutant(with: &random)
    let whole = ParsedAnswer(pieces: [bytes], isHead: isHead)
    for pieceBytes in [1, random.integer(in: 2...20)] {
      let pieces = ParsedAnswer(pieces: bytes.pieces(atMost: pieceBytes), isHead: isHead)
      #expect(pieces == whole, "seed \(seed), in \(pieceBytes)s: \(bytes.latin1.debugDescription)")
    }
    #expect(whole.body.count <= bytes.count)
  }
}

/// An answer of the corpus, or of two of them, with a few bytes or words changed.
private func mutant(with random: inout SeededGenerator) -> [UInt8] {
  var bytes = random.element(of: answers) ?? []
  if random.integer(in: 0...3) == 0 { bytes += random.element(of: answers) ?? [] }
  for _ in 0..<random.integer(in: 1...6) {
    let at = random.integer(in: 0...bytes.count)
    let end = random.integer(in: at...min(at + 8, bytes.count))
    switch random.integer(in: 0...4) {
    case 0: bytes.removeSubrange(at..<end)
    case 1 where at < bytes.count: bytes[at] = UInt8(random.integer(in: 0...255))
    case 2: bytes.insert(contentsOf: bytes[at..<end], at: random.integer(in: 0...bytes.count))
    default: bytes.insert(contentsOf: random.element(of: words) ?? [], at: at)
    }
  }
  return bytes
}

private let answers = Corpus.cases.map(\.bytes).filter { $0.count < 1000 }

/// What answers are made of, and what they may not hold.
private let words = [
  "\r", "\n", "\r\n", "\r\n\r\n", "\r\n ", " ", "\t", "\0", "\u{7f}", "\u{ff}", ":", ",", ";", "\"",
  "0", "f", "0\r\n\r\n", "7fffffffffffffff", "HTTP/1.0 ", "HTTP/1.1 100 ", "Content-Length: 5\r\n",
  "Connection: close\r\n", "Transfer-Encoding: chunked\r\n", "chunked",
].map(Array.init(latin1:))

extension [UInt8] {
  fileprivate var latin1: String { String(String.UnicodeScalarView(map { Unicode.Scalar($0) })) }
}

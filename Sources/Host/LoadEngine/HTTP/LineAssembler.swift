import Glibc

/// Cuts CR LF lines out of a stream; keeps the start of a line only while its end has not arrived.
struct LineAssembler: ~Copyable {
  private var kept = UnsafeMutablePointer<UInt8>?.none
  private var keptCount = 0
  private var capacity = 0

  deinit { kept?.deallocate() }

  /// What is kept of the unfinished line.
  var unfinished: Bytes { Bytes(start: kept, count: keptCount) }

  /// Forgets an unfinished line.
  mutating func reset() {
    keptCount = 0
  }

  /// The next line without its CR LF, valid until the next call; nil when the input ends first.
  ///
  /// Throws `excess` as soon as the line cannot end within `budget` bytes, of which a line uses its length.
  mutating func next(
    from input: inout Bytes, budget: inout Int, excess: Malformation
  ) throws(Malformation) -> Bytes? {
    let reach = min(input.count, budget - keptCount)
    guard let start = input.baseAddress, reach > 0, let found = memchr(start, 10, reach) else {
      guard keptCount + input.count < budget else { throw excess }
      keep(input)
      input = Bytes(rebasing: input[input.count...])
      return nil
    }
    let count = UnsafeRawPointer(found) - UnsafeRawPointer(start) + 1
    var line = Bytes(start: start, count: count)
    input = Bytes(rebasing: input[count...])
    if keptCount > 0 {
      keep(line)
      line = unfinished
      keptCount = 0
    }
    budget -= line.count
    guard line.count >= 2, line[line.count - 2] == 13 else { throw .lineEnding }
    return Bytes(rebasing: line.dropLast(2))
  }

  private mutating func keep(_ bytes: Bytes) {
    guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
    let needed = keptCount + bytes.count
    if needed > capacity {
      capacity = max(256, 2 * needed)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      if let kept {
        larger.update(from: kept, count: keptCount)
        kept.deallocate()
      }
      kept = larger
    }
    kept?.advanced(by: keptCount).update(from: source, count: bytes.count)
    keptCount = needed
  }
}

/// Takes in the values that pointers name.
protocol PointerReading: ~Copyable {
  /// The next piece of a pointer's value as it is written; it is valid in the call.
  mutating func read(_ piece: Bytes, of pointer: Int)
  /// Its value is complete.
  mutating func end(pointer: Int)
}

/// Finds the values of pointers in a JSON text as it comes, in pieces of any size.
///
/// Values are texts, numbers, true, false and null; an array or an object is none. Of members of the same name the first counts. Nothing
/// is looked at behind the last value that is wanted, and what no pointer enters only for its end: a text may be wrong there unnoticed.
struct PointerScanner {
  private enum State {
    case value, firstElement, firstKey, key, colon, next
    case inKey, inString, stringEscape, inScalar
    case skipping, skippedString, skippedEscape
    case done, malformed
  }

  /// An array or object that a pointer enters.
  private struct Level {
    var node: Int16 = 0
    /// How many of its children were not met.
    var left: Int16 = 0
    /// The place of the element that comes or is read; -1: it is an object.
    var index: Int32 = -1
  }

  private var state = State.value
  private var depth = 0
  /// The node of the value that comes or is read; -1: none.
  private var target = 0
  /// How many arrays and objects that no pointer enters are open.
  private var skipped = 0
  private var key = KeyMatch(among: 0)
  private var decoder = StringDecoder()
  private var found = 0
  private var levels = InlineArray<8, Level>(repeating: Level())
  private var met = InlineArray<5, UInt64>(repeating: 0)

  /// Whether what came is no JSON text.
  var isMalformed: Bool { state == .malformed }

  /// Takes in the next piece of the text.
  mutating func read(
    _ piece: Bytes, by tree: borrowing PointerTree, to reader: inout some PointerReading & ~Copyable
  ) {
    var position = 0
    while position < piece.count {
      switch state {
      case .done, .malformed: return
      case .inKey: position = readKey(piece, from: position, by: tree)
      case .inString, .stringEscape: position = readString(piece, from: position, by: tree, to: &reader)
      case .inScalar: position = readScalar(piece, from: position, by: tree, to: &reader)
      case .skipping, .skippedString, .skippedEscape: position = skip(piece, from: position)
      case .value, .firstElement, .firstKey, .key, .colon, .next:
        let byte = piece[position]
        if !byte.isBlank { take(byte, by: tree) }
        // A value's first byte is a part of it.
        if state == .inString, target >= 0 {
          position = readString(piece, from: position, by: tree, to: &reader, isFirst: true)
        } else if state != .inScalar {
          position += 1
        }
      }
    }
  }

  /// The text is over.
  mutating func end(by tree: borrowing PointerTree, to reader: inout some PointerReading & ~Copyable) {
    if state == .inScalar, depth == 0 { endValue(by: tree, to: &reader) }
    if state != .done { state = .malformed }
  }

  // MARK: Between values

  private mutating func take(_ byte: UInt8, by tree: borrowing PointerTree) {
    switch (state, byte) {
    case (.firstElement, Byte.closingBracket), (.firstKey, Byte.closingBrace): leave()
    case (.value, _), (.firstElement, _): begin(byte, by: tree)
    case (.firstKey, Byte.quote), (.key, Byte.quote):
      state = .inKey
      key = KeyMatch(among: tree.nodes[Int(levels[depth - 1].node)].children.count)
    case (.colon, Byte.colon): state = .value
    case (.next, Byte.comma):
      if levels[depth - 1].index < 0 {
        state = .key
      } else {
        levels[depth - 1].index += 1
        state = .value
      }
    case (.next, Byte.closingBracket) where levels[depth - 1].index >= 0: leave()
    case (.next, Byte.closingBrace) where levels[depth - 1].index < 0: leave()
    default: state = .malformed
    }
  }

  private mutating func begin(_ byte: UInt8, by tree: borrowing PointerTree) {
    if depth > 0, levels[depth - 1].index >= 0 { aim(at: Int(levels[depth - 1].index), by: tree) }
    switch byte {
    case Byte.brace, Byte.bracket:
      guard target >= 0, !tree.nodes[target].children.isEmpty else {
        (state, skipped) = (.skipping, 1)
        return
      }
      let isArray = byte == Byte.bracket
      levels[depth] = Level(
        node: Int16(target), left: Int16(tree.nodes[target].children.count), index: isArray ? 0 : -1)
      depth += 1
      state = isArray ? .firstElement : .firstKey
    case Byte.quote: state = .inString
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "t"), UInt8(ascii: "f"),
      UInt8(ascii: "n"):
      state = .inScalar
    default: state = .malformed
    }
  }

  /// The element of an array that comes.
  private mutating func aim(at index: Int, by tree: borrowing PointerTree) {
    let children = tree.nodes[Int(levels[depth - 1].node)].children
    meet(children.first { tree.nodes[$0].index == index })
  }

  /// What comes is the value of this node, if it has not been met.
  private mutating func meet(_ node: Int?) {
    target = -1
    guard let node, met[node / 64] & 1 << (node % 64) == 0 else { return }
    met[node / 64] |= 1 << (node % 64)
    levels[depth - 1].left -= 1
    target = node
  }

  /// An array or object is over.
  private mutating func leave() {
    depth -= 1
    goOn()
  }

  /// A value is over.
  private mutating func goOn() {
    target = -1
    if depth == 0 {
      state = .done
    } else if levels[depth - 1].left > 0 {
      state = .next
    } else {
      depth -= 1
      (state, skipped) = (.skipping, 1)
    }
  }

  // MARK: Keys

  private mutating func readKey(_ piece: Bytes, from start: Int, by tree: borrowing PointerTree) -> Int {
    let children = tree.nodes + tree.nodes[Int(levels[depth - 1].node)].children.lowerBound
    var position = start
    while position < piece.count {
      if key.isHopeless, decoder.isPlain { position = piece.quoteOrEscape(from: position) }
      guard position < piece.count else { break }
      position += 1
      if piece[position - 1] == Byte.quote, decoder.isPlain {
        key.take(decoder.end(), among: children)
        meet(key.child(among: children).map { children + $0 - tree.nodes })
        state = .colon
        return position
      }
      guard let bytes = decoder.take(piece[position - 1]) else {
        state = .malformed
        return position
      }
      key.take(bytes, among: children)
    }
    return position
  }

  // MARK: Values

  private mutating func readString(
    _ piece: Bytes, from start: Int, by tree: borrowing PointerTree,
    to reader: inout some PointerReading & ~Copyable, isFirst: Bool = false
  ) -> Int {
    var position = isFirst ? start + 1 : start
    var isOver = false
    while position < piece.count, !isOver {
      if state == .stringEscape {
        state = .inString
        position += 1
      } else {
        position = piece.quoteOrEscape(from: position)
        guard position < piece.count else { break }
        if piece[position] == Byte.quote { isOver = true } else { state = .stringEscape }
        position += 1
      }
    }
    hand(piece, start..<position, by: tree, to: &reader)
    if isOver { endValue(by: tree, to: &reader) }
    return position
  }

  private mutating func readScalar(
    _ piece: Bytes, from start: Int, by tree: borrowing PointerTree,
    to reader: inout some PointerReading & ~Copyable
  ) -> Int {
    var position = start
    while position < piece.count, !piece[position].endsScalar { position += 1 }
    hand(piece, start..<position, by: tree, to: &reader)
    if position < piece.count { endValue(by: tree, to: &reader) }
    return position
  }

  private func hand(
    _ piece: Bytes, _ range: Range<Int>, by tree: borrowing PointerTree,
    to reader: inout some PointerReading & ~Copyable
  ) {
    guard target >= 0, tree.nodes[target].pointer >= 0, !range.isEmpty else { return }
    reader.read(Bytes(rebasing: piece[range]), of: tree.nodes[target].pointer)
  }

  private mutating func endValue(
    by tree: borrowing PointerTree, to reader: inout some PointerReading & ~Copyable
  ) {
    if target >= 0, tree.nodes[target].pointer >= 0 {
      reader.end(pointer: tree.nodes[target].pointer)
      found += 1
    }
    if found == tree.count { state = .done } else { goOn() }
  }

  // MARK: What no pointer enters

  private mutating func skip(_ piece: Bytes, from start: Int) -> Int {
    var position = start
    while position < piece.count {
      switch state {
      case .skippedEscape:
        state = .skippedString
        position += 1
      case .skippedString:
        position = piece.quoteOrEscape(from: position)
        guard position < piece.count else { break }
        state = piece[position] == Byte.quote ? .skipping : .skippedEscape
        position += 1
      default:
        position = piece.structure(from: position)
        guard position < piece.count else { break }
        position += 1
        switch piece[position - 1] {
        case Byte.quote: state = .skippedString
        case Byte.brace, Byte.bracket: skipped += 1
        default:
          skipped -= 1
          if skipped == 0 {
            goOn()
            return position
          }
        }
      }
    }
    return position
  }
}

extension SeededGenerator {
  /// A whole number of `range`, each equally likely.
  ///
  /// Lemire, "Fast random integer generation in an interval", ACM TOMACS 2019: multiply, and draw again in the
  /// few cases that would favour some numbers.
  @inlinable
  public mutating func integer(in range: ClosedRange<Int>) -> Int {
    let size = UInt64(truncatingIfNeeded: range.upperBound &- range.lowerBound) &+ 1
    guard size != 0 else { return Int(truncatingIfNeeded: next()) }
    var product = next().multipliedFullWidth(by: size)
    if product.low < size {
      let unfair = (0 &- size) % size
      while product.low < unfair { product = next().multipliedFullWidth(by: size) }
    }
    return range.lowerBound &+ Int(truncatingIfNeeded: product.high)
  }

  /// A number in 0 ..< 1, a multiple of 2⁻⁵³.
  @inlinable
  public mutating func uniform() -> Double {
    Double(next() &>> 11) * 0x1p-53
  }

  /// Puts `items` in a random order, each order equally likely (Fisher–Yates, from the end).
  @inlinable
  public mutating func shuffle<Item>(_ items: inout [Item]) {
    for last in items.indices.dropFirst().reversed() {
      items.swapAt(last, integer(in: 0...last))
    }
  }

  /// `items` in a random order.
  @inlinable
  public mutating func shuffled<Item>(_ items: [Item]) -> [Item] {
    var items = items
    shuffle(&items)
    return items
  }

  /// One of `items`, each equally likely; nil when there is none.
  @inlinable
  public mutating func element<Item>(of items: [Item]) -> Item? {
    items.isEmpty ? nil : items[integer(in: 0...items.count - 1)]
  }
}

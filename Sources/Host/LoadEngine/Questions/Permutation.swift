/// A permutation of the numbers below a bound that looks like chance, without memory: a Feistel network over the next power of four, gone
/// through again while the result is not below the bound.
struct Permutation {
  private static let rounds: UInt64 = 4

  private let bound: UInt64
  private let halfBits: UInt64
  private let seed: UInt64

  /// The permutation of a seed.
  init(below bound: Int, seed: UInt64) {
    precondition(bound > 0, "there is something to permute")
    self.bound = UInt64(bound)
    let bits = UInt64(64 - max(1, bound - 1).leadingZeroBitCount)
    halfBits = (bits + 1) / 2
    self.seed = seed
  }

  /// Where a number below the bound goes.
  func callAsFunction(_ number: Int) -> Int {
    var value = UInt64(number)
    repeat { value = once(value) } while value >= bound
    return Int(value)
  }

  private func once(_ value: UInt64) -> UInt64 {
    let mask: UInt64 = 1 << halfBits - 1
    var (left, right) = (value >> halfBits, value & mask)
    for round in 0..<Self.rounds {
      (left, right) = (right, left ^ Self.mixed(right ^ seed ^ round << 56) & mask)
    }
    return left << halfBits | right
  }

  /// The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}

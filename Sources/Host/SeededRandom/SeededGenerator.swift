/// Random numbers that are the same for the same seed on every machine and with every Swift version.
///
/// xoshiro256** 1.0, its state filled by SplitMix64 (Blackman and Vigna, "Scrambled linear pseudorandom number
/// generators", ACM TOMS 2021). Use the methods here instead of the standard library's `random(in:using:)` and
/// `shuffle(using:)`, whose algorithms may change between Swift versions.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  @usableFromInline var state: (UInt64, UInt64, UInt64, UInt64)

  /// The generator of `seed`.
  @inlinable
  public init(seed: UInt64) {
    var counter = seed
    state = (
      Self.splitMix(&counter), Self.splitMix(&counter), Self.splitMix(&counter), Self.splitMix(&counter)
    )
  }

  /// An independent stream of `seed` that belongs to `stream`, so that a new consumer does not move the others.
  ///
  /// The 64-bit FNV-1a hash of the name's UTF-8 (RFC 9923) is combined with the seed by exclusive or.
  @inlinable
  public init(seed: UInt64, stream: String) {
    let hash = stream.utf8.reduce(0xcbf2_9ce4_8422_2325) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    self.init(seed: seed ^ hash)
  }

  /// The next 64 random bits.
  @inlinable
  public mutating func next() -> UInt64 {
    let result = Self.rotate(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 &<< 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotate(state.3, by: 45)
    return result
  }

  @inlinable
  static func rotate(_ word: UInt64, by bits: UInt64) -> UInt64 {
    word &<< bits | word &>> (64 &- bits)
  }

  /// One step of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014; constants of Vigna's splitmix64.c).
  @inlinable
  static func splitMix(_ counter: inout UInt64) -> UInt64 {
    counter &+= 0x9e37_79b9_7f4a_7c15
    var word = counter
    word = (word ^ word &>> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word &>> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word &>> 31
  }
}

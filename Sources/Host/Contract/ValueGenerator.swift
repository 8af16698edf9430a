import SeededRandom

/// Random values of all kinds that payloads need.
struct ValueGenerator {
  private static let words = [
    "harbour", "copper", "Zürich", "meadow", "naïve", "signal", "Ångström", "river", "東京", "lantern", "señor",
    "quartz",
    "Кофе", "window", "rocket🚀", "velvet", "ελιά", "garden", "orbit", "café",
  ]
  private static let specials = [
    "a&b=c", "50% + 1", "tab\tend", "q?x#y", "\"quoted\"", "semi;colon", "/path\\", "<tag>",
  ]
  private static let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")

  private var random: SeededGenerator

  init(_ random: SeededGenerator) { self.random = random }

  mutating func element<Item>(of items: [Item]) -> Item { items[random.integer(in: 0...(items.count - 1))] }
  mutating func boolean() -> Bool { random.integer(in: 0...1) == 1 }

  /// Mostly a small number, now and then one from the whole range.
  mutating func integer(_ range: ClosedRange<Int>) -> Int {
    let isWide = random.integer(in: 0...7) == 0
    return random.integer(
      in: range.lowerBound...(isWide ? range.upperBound : min(range.upperBound, range.lowerBound + 9999)))
  }

  /// A number with two decimals.
  mutating func number(_ range: ClosedRange<Double>) -> Double {
    let (low, high) = (
      Int((range.lowerBound * 100).rounded(.up)), Int((min(range.upperBound, 1e6) * 100).rounded(.down))
    )
    return Double(random.integer(in: low...high)) / 100
  }

  /// Words of several scripts; its length in Unicode scalars lies in `lengths`.
  mutating func text(_ lengths: ClosedRange<Int>) -> String {
    if lengths.upperBound < 12 {
      return identifier(random.integer(in: max(1, lengths.lowerBound)...lengths.upperBound))
    }
    let most = lengths.upperBound >= 500 ? 120 : min(lengths.upperBound, 28)
    let wanted = random.integer(in: max(lengths.lowerBound, most / 3)...most)
    var text = element(of: Self.words)
    while text.unicodeScalars.count < wanted { text += " " + element(of: Self.words) }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(wanted)))
  }

  /// Lower-case letters and digits.
  mutating func identifier(_ length: Int) -> String {
    String((0..<length).map { _ in element(of: Self.letters) })
  }

  /// A file's bytes; their number lies in the middle of `sizes`.
  mutating func bytes(_ sizes: Range<Int>, isText: Bool) -> [UInt8] {
    let span = sizes.upperBound - sizes.lowerBound
    let count = random.integer(in: (sizes.lowerBound + span / 8)...(sizes.lowerBound + span / 2))
    return (0..<count).map { _ in
      isText
        ? UInt8(ascii: "a") + UInt8(random.integer(in: 0...25)) : UInt8(truncatingIfNeeded: random.next())
    }
  }

  /// So many bytes of any value.
  mutating func bytes(exactly count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  mutating func datetime() -> String {
    let time = [23, 59, 59].map { two(random.integer(in: 0...$0)) }.joined(separator: ":")
    return "\(date())T\(time)Z"
  }

  mutating func date() -> String {
    "\(random.integer(in: 1980...2037))-\(two(random.integer(in: 1...12)))-\(two(random.integer(in: 1...28)))"
  }

  /// A random UUID (RFC 9562 §5.4) in lower case.
  mutating func uuid() -> String {
    let high = (random.next() & ~0xf000) | 0x4000
    let low = (random.next() >> 2) | (1 << 63)
    let digits = Array(high.hexadecimal + low.hexadecimal)
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
    return parts.map { String(digits[$0]) }.joined(separator: "-")
  }

  /// A text of a type without rules.
  mutating func text(of type: ParamType) -> String {
    switch type {
    case .string, .enumeration: text(4...28)
    case .integer: String(integer(0...9_007_199_254_740_991))
    case .float: "\(number(0...1e6))"
    case .boolean: boolean() ? "true" : "false"
    case .uuid: uuid()
    case .date: date()
    case .datetime: datetime()
    }
  }

  /// A text that keeps a parameter's rules; with `special`, texts have characters that must be escaped.
  mutating func text(for parameter: Parameter, special: Bool) -> String {
    switch parameter.type {
    case .string:
      let lengths = (parameter.minLength ?? 1)...(parameter.maxLength ?? 40)
      return special && lengths.upperBound >= 20
        ? element(of: Self.specials) + " " + identifier(4) : text(lengths)
    case .enumeration: return element(of: parameter.values ?? [""])
    case .integer:
      return String(integer(Int(parameter.minimum ?? 0)...Int(parameter.maximum ?? 9_007_199_254_740_991)))
    case .float: return "\(number((parameter.minimum ?? 0)...(parameter.maximum ?? 1e4)))"
    default: return text(of: parameter.type)
    }
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension UInt64 {
  /// 16 hexadecimal digits.
  fileprivate var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Escapes texts for paths, queries and forms (RFC 3986 §2.1).
public enum PercentEncoding {
  /// Everything but unreserved characters escaped.
  public static func component(_ text: String, spaceAsPlus: Bool = false) -> String {
    text.utf8.reduce(into: "") { encoded, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: " ") where spaceAsPlus: encoded += "+"
      default: encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
  }

  /// `name=value` pairs joined by `&`.
  public static func pairs(_ pairs: [(String, String)], spaceAsPlus: Bool) -> String {
    pairs.map { component($0, spaceAsPlus: spaceAsPlus) + "=" + component($1, spaceAsPlus: spaceAsPlus) }
      .joined(separator: "&")
  }
}

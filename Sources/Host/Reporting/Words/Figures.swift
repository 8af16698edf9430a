import Glibc

/// Numbers as text, the same everywhere: three significant digits, a dot, no grouping but thin separators in large counts.
package enum Figures {
  /// Three significant digits, e.g. `0.0123`, `1.23`, `12.3`, `123`, `1230`.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return "n/a" }
    guard value != 0 else { return "0" }
    let digits = min(15, max(0, 2 - Int(log10(abs(value)).rounded(.down))))
    // What rounding makes a digit longer has one less behind the dot.
    let isLonger = digits > 0 && (abs(value) * pow(10, Double(digits))).rounded() >= 1000
    return fixed(value, isLonger ? digits - 1 : digits)
  }

  /// A fixed number of digits after the dot; a number too large for that as it is, e.g. `1e+300`.
  package static func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = pow(10, Double(digits))
    guard abs(value) * scale < 0x1p62 else { return "\(value)" }
    let scaled = Int((abs(value) * scale).rounded())
    let sign = value < 0 && scaled != 0 ? "-" : ""
    guard digits > 0 else { return sign + String(scaled) }
    let fraction = String(scaled % Int(scale))
    return
      "\(sign)\(scaled / Int(scale)).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
  }

  /// A whole number with groups of three, e.g. `12,345`.
  package static func count(_ value: Int) -> String {
    var groups: [String] = []
    var digits = String(abs(value))
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// A number that should be whole, with groups of three; what is none, or too large for that, as it is, e.g. `1e+300`.
  package static func whole(_ value: Double) -> String {
    abs(value) < 0x1p62 ? count(Int(value.rounded())) : "\(value)"
  }

  /// How often per second: three significant digits, and whole from 100 on, e.g. `0.600`, `48.2`, `1,004`.
  package static func rate(_ value: Double) -> String { abs(value) >= 100 ? whole(value) : short(value) }

  /// A ratio with its sign of multiplication, e.g. `1.25×`.
  package static func ratio(_ value: Double) -> String { multiple(value) + "×" }

  /// So many times, e.g. `0.0502`, `1.25`, `1,234`; beyond a million only that it is.
  static func multiple(_ value: Double, digits: Int = 2) -> String {
    switch value {
    case ..<0.1: short(value)
    case ..<1000: fixed(value, digits)
    case ..<1e6: count(Int(value.rounded()))
    default: ">10⁶"
    }
  }

  /// Nanoseconds in the unit that fits, e.g. `850 µs`, `1.20 ms`, `2.50 s`.
  package static func time(_ nanoseconds: Double) -> String {
    switch nanoseconds {
    case ..<1e3: short(nanoseconds) + " ns"
    case ..<1e6: short(nanoseconds / 1e3) + " µs"
    case ..<1e9: short(nanoseconds / 1e6) + " ms"
    default: short(nanoseconds / 1e9) + " s"
    }
  }

  /// A time, or one that the true time is beyond, e.g. `> 812 ms`.
  static func time(_ nanoseconds: Double, isLowerBound: Bool) -> String {
    (isLowerBound ? "> " : "") + time(nanoseconds)
  }

  /// Bytes in the unit that fits, e.g. `850 B`, `1.20 kB`, `48.0 MB`.
  package static func bytes(_ bytes: Double) -> String {
    switch bytes {
    case ..<1e3: short(bytes) + " B"
    case ..<1e6: short(bytes / 1e3) + " kB"
    case ..<1e9: short(bytes / 1e6) + " MB"
    default: short(bytes / 1e9) + " GB"
    }
  }

  /// A share of 1, e.g. `2.10 %`, `<0.001 %`.
  package static func percent(_ share: Double) -> String {
    share > 0 && share < 1e-5 ? "<0.001 %" : short(share * 100) + " %"
  }

  /// What a ratio is as a change, e.g. `−12.3 %`, `+5.00 %`.
  static func change(_ ratio: Double) -> String { (ratio < 1 ? "−" : "+") + percent(abs(ratio - 1)) }

  /// A share of 1 in whole percents, e.g. `50 %`.
  package static func wholePercent(_ share: Double) -> String { fixed(share * 100, 0) + " %" }

  /// A count of things, e.g. `1 trial`, `1,200 trials`.
  static func count(_ value: Int, _ thing: String) -> String {
    "\(count(value)) \(thing)\(value == 1 ? "" : "s")"
  }

  /// A p value as an equation, e.g. `p = 0.0021`, `p < 0.0001`.
  static func equation(p: Double) -> String { p < 0.0001 ? "p < 0.0001" : "p = \(probability(p))" }

  /// A probability, e.g. `0.0021`, `<0.0001`.
  package static func probability(_ p: Double) -> String { p < 0.0001 ? "<0.0001" : fixed(p, 4) }
}

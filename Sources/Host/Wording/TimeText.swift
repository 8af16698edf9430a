/// Lengths of time as people write them.
package enum TimeText {
  /// So many seconds, or so many parts of one.
  private static let units: [String: (seconds: Double, parts: Double)] = [
    "us": (1, 1e6), "µs": (1, 1e6), "ms": (1, 1e3), "s": (1, 1), "m": (60, 1), "min": (60, 1), "h": (3600, 1),
  ]

  /// The seconds of numbers with units, e.g. `500ms` or `1m30s`; nil for anything else.
  package static func seconds(_ text: String) -> Double? {
    var (rest, sum) = (text[...], 0.0)
    repeat {
      let number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
      let unit = rest.dropFirst(number.count).prefix(while: \.isLetter)
      guard let count = Double(number), let size = units[String(unit)] else { return nil }
      sum += count * size.seconds / size.parts
      rest = rest.dropFirst(number.count + unit.count)
    } while !rest.isEmpty
    return sum
  }

  /// The shortest text of one unit that stands for so many seconds.
  package static func text(_ seconds: Double) -> String {
    func number(_ value: Double) -> String {
      value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
    if seconds > 0, seconds < 1 { return number((seconds * 1e6).rounded() / 1e3) + "ms" }
    for (unit, size) in [("h", 3600.0), ("m", 60)]
    where seconds >= size && (seconds / size).rounded() == seconds / size {
      return number(seconds / size) + unit
    }
    return number(seconds) + "s"
  }
}

import Glibc

/// Where values stand along an axis.
struct Scale: Equatable, Sendable {
  enum Kind: Equatable, Sendable { case linear, logarithmic }

  let kind: Kind
  /// The ends, logarithms where the scale is logarithmic.
  private let low: Double
  private let high: Double

  /// A scale that has room for values, and a share of its length more at both ends; nil without a value, of a logarithmic one above 0.
  init?(_ kind: Kind, over values: some Sequence<Double>, padding: Double = 0.04) {
    let places = values.compactMap { Self.transformed($0, kind) }
    guard let least = places.min(), let most = places.max() else { return nil }
    // Without any width all stand in the middle.
    let room = most > least ? (most - least) * padding : max(abs(most) * 0.1, 0.1)
    self.kind = kind
    low = least - room
    high = most + room
  }

  /// Where a value stands, in percent of the length; what is beyond an end stands there.
  func place(_ value: Double) -> Double { min(100, max(0, unbounded(value))) }

  /// The same, below 0 or above 100 for what is beyond an end.
  func unbounded(_ value: Double) -> Double {
    guard let place = Self.transformed(value, kind) else { return value > 0 ? 100 : 0 }
    return 100 * (place - low) / (high - low)
  }

  private static func transformed(_ value: Double, _ kind: Kind) -> Double? {
    guard value.isFinite else { return nil }
    switch kind {
    case .linear: return value
    case .logarithmic: return value > 0 ? log(value) : nil
    }
  }

  /// Round values within the ends, at most so many, but two where the scale has room for them.
  func ticks(atMost count: Int) -> [Double] {
    // Who is at an end has come there by a logarithm.
    let slack = 1e-9
    let ends = kind == .linear ? low...high : exp(low - slack)...exp(high + slack)
    guard kind == .logarithmic else { return Self.linearTicks(in: ends, atMost: count) }
    let found = Self.mantissas.lazy.map { Self.ticks(of: $0, in: ends) }.first { $0.count <= count } ?? []
    return found.count >= 2 ? found : Self.linearTicks(in: ends, atMost: count)
  }

  /// The first digits of logarithmic ticks, the most first.
  private static let mantissas: [[Double]] = [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]

  private static func ticks(of mantissas: [Double], in ends: ClosedRange<Double>) -> [Double] {
    let decades = Int(log10(ends.lowerBound).rounded(.down))...Int(log10(ends.upperBound).rounded(.up))
    return decades.flatMap { decade in mantissas.map { $0 * pow(10, Double(decade)) } }.filter(ends.contains)
  }

  private static func linearTicks(in ends: ClosedRange<Double>, atMost count: Int) -> [Double] {
    let width = ends.upperBound - ends.lowerBound
    guard width > 0, width.isFinite, count > 1 else { return [] }
    let decade = pow(10, log10(width / Double(count)).rounded(.down))
    let steps = [1, 2, 2.5, 5, 10, 20].map { $0 * decade }
    let step = steps.first { (width / $0).rounded(.down) + 1 <= Double(count) } ?? width
    let first = (ends.lowerBound / step).rounded(.up)
    return (0..<count).map { (first + Double($0)) * step }.filter(ends.contains)
  }
}

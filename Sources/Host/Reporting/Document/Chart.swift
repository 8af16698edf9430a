/// The data of a chart; where nothing can be drawn, a table or nothing takes its place.
package struct Chart: Equatable, Sendable {
  /// How data are drawn.
  package enum Kind: Equatable, Sendable {
    /// A bar from 0 for each mark.
    case bars
    /// A point with its interval for each mark, on a logarithmic axis around 1; the numbers are in a table beside it.
    case ratios
  }

  /// One thing that is drawn.
  package struct Mark: Equatable, Sendable {
    /// What it is.
    package let label: String
    /// How far it reaches, or where it is.
    package let value: Double
    /// The ends of its interval; nil: it has none.
    package let interval: ClosedRange<Double>?
    /// Its value as people read it.
    package let text: String
    /// How it is to be taken; nil: neither way.
    package let tone: Table.Tone?
  }

  /// How long the longest bar of a table is, in characters.
  private static let widths = 10...50

  /// Unique in its document.
  package let id: String
  /// How it is drawn.
  package let kind: Kind
  /// What it shows.
  package let title: String
  /// What marks and values are.
  package let axes: (mark: String, value: String)
  /// What is drawn, from the top.
  package let marks: [Mark]

  /// What stands for the chart where nothing can be drawn; nil: nothing needs to.
  package var table: Table? { table(within: nil) }

  /// The same in so many columns; nil: as many as it takes.
  func table(within columns: Int?) -> Table? {
    guard kind == .bars else { return nil }
    let most = marks.map(\.value).max() ?? 0
    let words = [axes.mark, axes.value].map(\.count)
    let room = (columns ?? .max) - 4 - marks.reduce(words[0]) { max($0, $1.label.count) }
    let left = room - marks.reduce(words[1]) { max($0, $1.text.count) }
    let longest = Double(min(max(left, Self.widths.lowerBound), Self.widths.upperBound))
    var table = Table(columns: [(axes.mark, .right), (axes.value, .right), ("", .left)])
    for mark in marks {
      let length = most > 0 ? Int((longest * mark.value / most).rounded()) : 0
      table.append([mark.label, mark.text, String(repeating: "█", count: length)])
    }
    return table
  }

  package static func == (first: Chart, second: Chart) -> Bool {
    first.id == second.id && first.kind == second.kind && first.title == second.title
      && first.axes == second.axes && first.marks == second.marks
  }
}

import Analysis
import Record

/// A contest as a row of a matrix: what everybody's cell of it says.
struct MatrixRow {
  let condition: Condition
  let contest: Contest
  private let cells: [Cell]
  private let measure: Measure
  private let pairs: [Key<Participant>: Pair]

  init(_ point: Point, _ contest: Contest, _ measure: Measure, reference: Key<Participant>) {
    condition = point.condition
    cells = point.cells
    self.contest = contest
    self.measure = measure
    pairs = contest.pairs(with: reference)
  }

  /// Everybody's cell, in the plan's order.
  var entries: [Entry] {
    cells.map { cell in
      Entry(
        participant: cell.participant, state: cell.state,
        published: cell.figures[measure.id]?.value,
        value: cell.figures[measure.id].map { measure.text($0) } ?? cell.stateWords,
        pair: pairs[cell.participant], isWinner: contest.winner == cell.participant)
    }
  }

  /// What the run cannot tell apart here.
  var resolution: String { contest.twin?.resolution.map(Figures.percent) ?? "n/a" }

  /// One participant's cell.
  struct Entry {
    let participant: Key<Participant>
    let state: Cell.State
    let published: Double?
    /// The published value, or what became of it.
    let value: String
    /// It over the reference; nil of the reference itself, and when there is none.
    let pair: Pair?
    let isWinner: Bool

    /// The ratio to the reference with its interval; empty without one.
    var ratio: String { pair.map { PairWords.ratio($0.ratio, $0.interval) } ?? "" }

    /// What may be said; empty when nothing may.
    var mark: String {
      [pair?.verdict.mark, isWinner ? "★" : nil].compactMap(\.self).joined(separator: " ")
    }

    /// How it is to be taken.
    var tone: Table.Tone? { published == nil && state != .measured ? .bad : pair?.verdict.tone }

    /// The ratio alone and what may be said; without a ratio the value.
    var short: Table.Cell {
      Table.Cell(pair.map { "\(Figures.short($0.ratio))× \(mark)" } ?? value, tone)
    }

    /// The value, the ratio and what may be said.
    var brief: Table.Cell { cell(pair.map { Figures.ratio($0.ratio) } ?? "") }

    /// All of it in one cell.
    var cell: Table.Cell { cell(ratio) }

    private func cell(_ ratio: String) -> Table.Cell {
      let said = [ratio, mark].filter { !$0.isEmpty }.joined(separator: " ")
      return Table.Cell(said.isEmpty ? value : "\(value)  \(said)", tone)
    }
  }
}

extension Contest {
  /// Those of its pairs that the reference is second of, by the first.
  func pairs(with reference: Key<Participant>) -> [Key<Participant>: Pair] {
    Dictionary(pairs.filter { $0.b == reference }.map { ($0.a, $0) }) { first, _ in first }
  }
}

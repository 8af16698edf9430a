/// The counter pages of an app: all that were ever seen in its folder, of threads that have ended as well.
package struct CounterPages {
  /// Where a metric is: the total at `slot` of the pages of a kind, `less` another one.
  package struct Place: Sendable {
    /// The kind of page.
    package let kind: String
    /// The slot of its total.
    package let slot: Int
    /// The slot whose total is taken off; nil: none is.
    package let less: Int?
    /// Whether threads that have ended count for nothing.
    package let isGauge: Bool

    /// A slot, or the difference of two.
    package init(kind: String, slot: Int, less: Int?, isGauge: Bool) {
      self.kind = kind
      self.slot = slot
      self.less = less
      self.isGauge = isGauge
    }
  }

  private struct Entry {
    let kind: String
    let thread: Int32
    let page: CounterPage
  }

  private let folder: String
  private var entries: [String: Entry] = [:]
  private var living: Set<Int32> = []

  /// The pages in `folder`, of which there may be none yet.
  package init(in folder: String) {
    self.folder = folder
    refresh()
  }

  /// Opens the pages that are new, and looks which threads are alive.
  package mutating func refresh() {
    for name in ProcessTree.entries(in: folder) where entries[name] == nil {
      let parts = name.split(separator: ".")
      guard parts.count == 2, let thread = Int32(parts[1]), let page = CounterPage(path: "\(folder)/\(name)")
      else { continue }
      entries[name] = Entry(kind: String(parts[0]), thread: thread, page: page)
    }
    living = Set(entries.values.map(\.thread)).filter { !ProcessTree.isZombie($0) }
  }

  /// The sum over pages, from 0; nil without a page of the kind, and when one of them cannot tell.
  package func value(at place: Place) -> Int? {
    let pages = entries.values.filter { $0.kind == place.kind }
    let values = pages.filter { !place.isGauge || living.contains($0.thread) }.map { entry -> Int? in
      guard let total = entry.page.total(place.slot) else { return nil }
      guard let less = place.less else { return total }
      return entry.page.total(less).map { max(0, total - $0) }
    }
    guard !pages.isEmpty, !values.contains(nil) else { return nil }
    return Int(clamping: values.reduce(UInt64(0)) { $0 &+ UInt64($1 ?? 0) })
  }

  /// Why the pages of a kind do not tell, as the first of them says that says so; nil when all tell.
  package func reason(_ kind: String) -> String? {
    entries.values.filter { $0.kind == kind }.compactMap(\.page.reason).min()
  }

  /// Begins the next period of maxima: those of the last one are what `maximum` tells from now on.
  package func beginReading() { entries.values.forEach { $0.page.beginReading() } }

  /// The greatest value of a slot between the last two readings, 0 if there was none; nil without a page of the kind.
  package func maximum(_ slot: Int, of kind: String) -> Int? {
    entries.values.filter { $0.kind == kind }.compactMap { $0.page.maximum(slot) }.max()
  }

  /// The events since the last call.
  package func takeEvents() -> [CounterEvent] { entries.values.flatMap { $0.page.takeEvents() } }

  /// Whether there are pages of a kind.
  package func have(_ kind: String) -> Bool { entries.values.contains { $0.kind == kind } }
}

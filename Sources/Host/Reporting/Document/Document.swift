/// What is told, before it is known where: blocks that a renderer makes text of.
package struct Document: Equatable, Sendable {
  /// The blocks, in the order of reading.
  package let blocks: [Block]

  /// A document of blocks.
  package init(_ blocks: [Block]) { self.blocks = blocks }
}

/// A part of a document.
package indirect enum Block: Equatable, Sendable {
  /// A title of level 1, the document's, or deeper.
  case heading(Int, Text)
  /// A paragraph.
  case text(Text)
  /// Remarks on what stands above, a line each.
  case notes([Text])
  /// Items without an order.
  case list([Text])
  /// Items without an order of a line each, which is cut where there is no room for it.
  case remarks([Text])
  /// Rows and columns.
  case table(Table)
  /// Lines as somebody else wrote them.
  case verbatim([String])
  /// The place of a chart.
  case chart(Chart)
  /// A picture beside the document, on light paper and on dark, and what it shows.
  case picture(light: String, dark: String, words: String)
  /// What only some readers want to see.
  case details(summary: Text, [Block])

  /// A list of the first items, with a last one that says how many others `place` has.
  static func list(_ items: [Text], atMost count: Int, others place: String) -> Block {
    guard items.count > count else { return .list(items) }
    return .list(items.prefix(count) + [Text("\(items.count - count) more in \(place)")])
  }
}

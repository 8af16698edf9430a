/// Questions that a file has itself: texts with places for words and numbers, `How warm is it in {city} on day {day}?`.
package struct OwnQuestions: Equatable, Sendable {
  package let templates: [String]
  /// What can stand in a place, by its name.
  package let lists: [String: [String]]
  package let ranges: [String: ClosedRange<Int>]

  /// How many there are before one comes again.
  package var count: Int { templates.count * (templates.map { count(of: $0) }.min() ?? 0) }

  /// How many a template makes.
  private func count(of template: String) -> Int {
    Self.places(of: template).reduce(1) { $0 * (choices($1) ?? 1) }
  }

  /// The names of the places in a template, in their order.
  static func places(of template: String) -> [String] {
    template.matches(of: /\{([a-z]+)\}/).map { String($0.1) }
  }

  /// How much can stand in a place; nil: nothing.
  func choices(_ name: String) -> Int? { lists[name]?.count ?? ranges[name]?.count }
}

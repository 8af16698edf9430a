import JSON

/// Reads questions of a file's own: `questions: { weather: { templates: […], city: ["Oslo", "Rome"], day: [1, 28] } }`.
enum QuestionReader {
  /// More questions of one text than anybody asks; their numbers must not overflow.
  private static let most = 1 << 40

  static func questions(_ root: inout JSON5Fields) -> [String: OwnQuestions] {
    guard let node = root.node("questions") else { return [:] }
    var all = JSON5Fields(node, at: "questions")
    defer { root.take(all) }
    var questions: [String: OwnQuestions] = [:]
    for member in all.everyMember() {
      if !FlowReader.isName(member.name) || QuestionName(rawValue: member.name) != nil {
        all.complain(
          member.place,
          "questions.\(member.name): a name of your own has small letters, digits, `_` and `-`, and is none of those that are built in"
        )
      }
      var own = JSON5Fields(member.node, at: all.path(to: member.name))
      defer { all.take(own) }
      questions[member.name] = self.questions(member, &own)
    }
    return questions
  }

  private static func questions(_ member: JSON5Member, _ own: inout JSON5Fields) -> OwnQuestions? {
    guard let nodes = own.elements("templates", 1...1000) else {
      if own.node("templates") == nil {
        own.complain(
          member.place, "\(own.path) needs templates, e.g. [\"How warm is it in {city} on day {day}?\"]")
      }
      _ = own.everyMember()
      return nil
    }
    var (lists, ranges): ([String: [String]], [String: ClosedRange<Int>]) = ([:], [:])
    for member in own.everyMember() where member.name != "templates" {
      guard member.name.wholeMatch(of: /[a-z]+/) != nil, case .array(let nodes) = member.node.value,
        !nodes.isEmpty
      else {
        own.complain(
          member.place,
          "\(own.path(to: member.name)): a place has small letters, and an array of texts or of two whole numbers, the lowest and the highest"
        )
        continue
      }
      if let range = range(nodes) { ranges[member.name] = range } else { lists[member.name] = texts(nodes) }
      if ranges[member.name] == nil, lists[member.name] == nil {
        own.complain(
          member.node.place,
          "\(own.path(to: member.name)) must be texts, or two whole numbers of which the first is not above the second"
        )
      }
    }
    let questions = OwnQuestions(templates: texts(nodes) ?? [], lists: lists, ranges: ranges)
    check(questions, nodes, member.place, &own)
    return questions
  }

  /// Complains of templates that are none, of places that nothing stands in and of lists that nothing uses.
  private static func check(
    _ questions: OwnQuestions, _ nodes: [JSON5Node], _ place: TextPlace, _ own: inout JSON5Fields
  ) {
    if questions.templates.isEmpty { own.complain(place, "\(own.path(to: "templates")) must be texts") }
    var used: Set<String> = []
    for (index, template) in questions.templates.enumerated() {
      let places = OwnQuestions.places(of: template)
      used.formUnion(places)
      let at = "\(own.path(to: "templates"))[\(index)]"
      for name in places where questions.choices(name) == nil {
        own.complain(
          nodes[index].place, "\(at): nothing stands in {\(name)}; give \(own.path(to: name)) its words")
      }
      let count = places.reduce((1, false)) { sum, name in
        let (product, overflows) = sum.0.multipliedReportingOverflow(by: questions.choices(name) ?? 1)
        return (product, sum.1 || overflows)
      }
      if count.1 || count.0 > most {
        own.complain(nodes[index].place, "\(at) has more than 2^40 texts; use fewer words")
      }
    }
    let unused = Set(questions.lists.keys).union(questions.ranges.keys).subtracting(used).sorted()
    for name in unused {
      own.complain(place, "\(own.path(to: name)): no template has {\(name)}")
    }
  }

  private static func range(_ nodes: [JSON5Node]) -> ClosedRange<Int>? {
    guard nodes.count == 2, case .integer(let low) = nodes[0].value, case .integer(let high) = nodes[1].value,
      low <= high, -most <= low, high <= most
    else { return nil }
    return Int(low)...Int(high)
  }

  private static func texts(_ nodes: [JSON5Node]) -> [String]? {
    let texts = nodes.compactMap(\.value.string).filter { !$0.isEmpty }
    return texts.count == nodes.count ? texts : nil
  }
}

import Testing

@testable import LoadEngine

@Suite struct QuestionTests {
  @Test func `a file's own are made of its words`() {
    let texts = QuestionTexts(
      forms: ["{city} on {day}?", "Why {day}?"], lists: ["city": ["Oslo", "Rome"]], ranges: ["day": -1...1])
    let questions = texts.questions(seed: 1)
    #expect(questions.count == 6 && questions.mostBytes == 11)
    let all = Set((0..<12).map { questions[$0] })
    #expect(all.count == 9 && all.contains("Rome on -1?") && all.contains("Why 0?"))
  }

  @Test(arguments: QuestionKind.allCases)
  func `questions are all different, whoever asks them`(kind: QuestionKind) {
    let questions = kind.texts.questions(seed: 7)
    #expect(questions.count >= 1 << 19)
    var seen: Set<String> = []
    let count = kind == .mixed ? 100_000 : 5000
    for number in 0..<count { seen.insert(questions[number]) }
    #expect(seen.count == count)
    let most = questions.mostBytes
    #expect(seen.allSatisfy { $0.utf8.count <= most && !$0.contains("{") })
  }

  @Test func `a seed decides the order, and the same one gives the same`() {
    let texts = { (seed: UInt64) in (0..<50).map { QuestionKind.technical.texts.questions(seed: seed)[$0] } }
    #expect(texts(1) == texts(1) && Set(texts(1)).intersection(texts(2)).count < 5)
  }

  @Test func `mixed ones are of all kinds in turn`() {
    let mixed = QuestionKind.mixed.texts.questions(seed: 3)
    for (index, kind) in QuestionKind.allCases.dropLast().enumerated() {
      let starts = kind.texts.questions(seed: 1)
      #expect(mixed[index].prefix(4) == starts[0].prefix(4))
    }
  }

  @Test(arguments: [1, 2, 3, 100, 1 << 12, 5000])
  func `a permutation takes every number once`(bound: Int) {
    let permutation = Permutation(below: bound, seed: 42)
    let all = (0..<bound).map { permutation($0) }
    #expect(all.sorted() == Array(0..<bound) && (bound < 100 || all != all.sorted()))
  }
}

import Testing

@testable import Reporting

private func markdown(_ blocks: Block...) -> String { MarkdownRenderer().text(Document(blocks)) }

private func plain(width: Int? = nil, colour: Bool = false, _ blocks: Block...) -> String {
  TerminalRenderer(TerminalStyle(colour: colour, width: width)).text(Document(blocks))
}

private let chart = Chart(
  id: "c", kind: .bars, title: "t", axes: ("what", "how much"),
  marks: [
    .init(label: "a", value: 1, interval: nil, text: "one", tone: nil),
    .init(label: "b", value: 2, interval: nil, text: "two", tone: nil),
  ])

private let table = {
  var table = Table(columns: [("name", .left), ("n", .right)])
  table.append([.init("a|b"), .init("1", .good)])
  table.append(["long name", "100"])
  return table
}()

@Test func `a plain table is aligned, left and right, without blanks at the end`() {
  #expect(table.plain() == "name         n\n─────────  ───\na|b          1\nlong name  100\n")
  var short = Table(columns: [("a", .left), ("b", .left), ("c", .right)])
  short.append(["x", "", ""])
  #expect(short.plain() == "a  b  c\n─  ─  ─\nx\n")
}

@Test func `a Markdown table escapes bars and has no line ends in cells`() {
  #expect(markdown(.table(table)) == "| name | n |\n| --- | ---: |\n| a\\|b | 1 |\n| long name | 100 |\n")
  var broken = Table(columns: [("a\nb", .left)])
  broken.append(["c\nd"])
  #expect(markdown(.table(broken)) == "| a b |\n| --- |\n| c d |\n")
}

@Test func `tones are colours, and only when asked`() {
  #expect(plain(colour: true, .table(table)).contains("\u{1b}[36m1\u{1b}[0m"))
  #expect(!plain(colour: false, .table(table)).contains("\u{1b}"))
}

@Test(arguments: [
  ("a *b* `c`", #"a \*b\* \`c\`"#), ("snake_case _x_", #"snake_case \_x\_"#), ("p <0.0001", "p <0.0001"),
  ("<html>", #"\<html>"#), ("[0.97, 1.11] ~", "[0.97, 1.11] ~"), (#"a\b"#, #"a\\b"#),
])
func `what others wrote is no markup`(words: String, text: String) {
  #expect(markdown(.text(Text(words))) == text + "\n")
}

@Test func `spans have their marks, and code may contain a back quote`() {
  let words: Text = "a \(strong: "b*") \(emphasis: "c") \(code: "d*") \(code: "e`") \(5)"
  #expect(markdown(.text(words)) == "a **b\\*** *c* `d*` `` e` `` 5\n")
  #expect(words.plain == "a b* c d* e` 5")
  #expect(plain(colour: true, .text(words)).contains("\u{1b}[1mb*\u{1b}[0m"))
}

@Test func `blocks are separated by one empty line, and what shows nothing leaves none`() {
  let invisible = Chart(id: "r", kind: .ratios, title: "", axes: ("", ""), marks: [])
  let blocks: [Block] = [
    .heading(2, "h"), .chart(invisible), .notes(["n1", "n2"]), .list(["i1", "i2"]), .verbatim(["```x"]),
    .details(summary: "s <b>", [.text("t")]),
  ]
  #expect(
    MarkdownRenderer().text(Document(blocks))
      == "## h\n\nn1  \nn2\n\n- i1\n- i2\n\n````\n```x\n````\n\n<details>\n<summary>s &lt;b&gt;</summary>\n\nt\n\n</details>\n"
  )
  #expect(
    TerminalRenderer(.plain).text(Document(blocks))
      == "h\n\nn1\nn2\n\n- i1\n- i2\n\n  ```x\n\ns <b>\n  t\n")
}

@Test func `bars take the place of a chart that cannot be drawn`() {
  let bars = [25, 50].map { String(repeating: "█", count: $0) }
  #expect(plain(.chart(chart)).hasSuffix("   a       one  \(bars[0])\n   b       two  \(bars[1])\n"))
  #expect(markdown(.chart(chart)).contains("| b | two | \(bars[1]) |"))
}

@Test func `text is broken between words, whatever they are, and a list keeps its indentation`() {
  let words: Text = "one two\(strong: "three") four five six seven"
  #expect(plain(width: 20, .text(words)) == "one twothree four\nfive six seven\n")
  #expect(plain(width: 22, .list([words])) == "- one twothree four\n  five six seven\n")
  #expect(plain(.text("a  b")) == "a  b\n", "blanks stay where nothing is broken")
}

@Test func `a table that is too wide is split, each part with the first column`() {
  var wide = Table(columns: (0..<5).map { ("column \($0)", .left) })
  wide.append((0..<5).map { "value \($0)" })
  let text = plain(width: 29, .table(wide))
  #expect(text.split(separator: "\n").allSatisfy { $0.count <= 29 }, "\(text)")
  let heads = text.split(separator: "\n").filter { $0.hasPrefix("column 0") }
  #expect(heads == ["column 0  column 1  column 2", "column 0  column 3  column 4"])
  #expect(plain(width: 5, .table(wide)).contains("column 0  column 4\n"), "one column at least")
}

@Test func `words in a table take several lines where they have no room, and stay in their column`() {
  var wide = Table(columns: [("check", .left), ("n", .right), ("finding", .left)])
  wide.append(["one", "7", "words that take several lines of their own"])
  wide.append([.init("two"), .init("12", .bad), .init("few")])
  #expect(
    plain(width: 34, .table(wide)) == """
      check   n  finding
      ─────  ──  ───────────────────────
      one     7  words that take several
                 lines of their own
      two    12  few

      """)
}

@Test func `figures that have no room beside their row's name take several lines too`() {
  var wide = Table(columns: [("condition", .left), ("figure", .right)])
  wide.append(["json-small at 500/s", "1.00 ms  1.17× [0.82, 1.69] ≋"])
  let lines = plain(width: 36, .table(wide)).split(separator: "\n")
  #expect(lines.allSatisfy { $0.count <= 36 } && lines.count > 3, "\(lines)")
}

@Test(arguments: [40, 60, 100])
func `a chart's bars and what is indented have room in the terminal`(columns: Int) {
  let text = plain(
    width: columns, .chart(chart),
    .details(summary: "s", [.text(Text(String(repeating: "word ", count: 40)))]))
  #expect(text.split(separator: "\n").allSatisfy { $0.count <= columns }, "\(text)")
  #expect(text.contains("█"))
}

@Test func `a long list is cut, and says how much`() {
  #expect(Block.list(["a", "b", "c"], atMost: 3, others: "x") == .list(["a", "b", "c"]))
  #expect(Block.list(["a", "b", "c"], atMost: 1, others: "x") == .list(["a", "2 more in x"]))
}

@Test func `words of one kind are one span, however they were put together`() {
  #expect("a \(1) \("b")" == Text("a 1 b"))
  #expect(Text("a") + Text(.strong("b")) + Text(.strong("c")) == "a\(strong: "bc")")
  let colour = TerminalRenderer(TerminalStyle(colour: true, width: 80))
  #expect(colour.text(Document([.heading(1, "a long title")])) == "\u{1b}[1ma long title\u{1b}[0m\n")
}

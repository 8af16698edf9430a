import Testing

@testable import Reporting

@Suite struct HTMLTests {
  @Test func `words are escaped, markup is not`() {
    let words = "<b a=\"1\">&"
    let markup: HTML = "<i>\(words)</i>"
    #expect(markup.source == "<i>&lt;b a=&quot;1&quot;&gt;&amp;</i>")
    let both: HTML = "<p>\([markup, markup])\(7)\(HTML?.none)</p>"
    #expect(both.source == "<p>\(markup.source)\(markup.source)7</p>")
    #expect(HTML(words: "plain").source == "plain" && HTML.verbatim(words).source == words)
    #expect([markup, "<br>"].joined(separator: " ").source == markup.source + " <br>")
  }

  @Test func `figures stay with their units`() {
    #expect(
      HTML(words: "from 3.2 % to 12 ms, 5 s and 4 servers").unbroken.source
        == "from 3.2\u{202F}% to 12\u{202F}ms, 5\u{202F}s and 4 servers")
  }

  @Test func `every block of a document has its markup`() {
    var table = Table(columns: [("a", .left), ("b", .right)])
    table.append([.init("<x>"), .init("1", .bad)])
    let blocks: [Block] = [
      .heading(2, "Title \(strong: "x")"), .text("a \(code: "b") \(emphasis: "c")"), .notes(["n", "m"]),
      .list(["i"]), .table(table), .verbatim(["<l", "m"]), .details(summary: "s", [.text("t")]),
    ]
    let html = HTMLRenderer(depth: 1).html(blocks).source
    #expect(
      html.hasPrefix(
        "<h3>Title <b>x</b></h3><p>a <code>b</code> <em>c</em></p><p class=\"note\">n<br>m</p><ul><li>i</li></ul>"
      ))
    #expect(html.contains("<tr><td class=\"l\">&lt;x&gt;</td><td data-tone=\"bad\">1</td></tr>"))
    #expect(html.hasSuffix("<pre>&lt;l\nm</pre><details><summary>s</summary><p>t</p></details>"))
  }

  @Test(arguments: [
    ("5.00 ms", "5 ms"), ("1.50×", "1.5×"), ("100 µs", "100 µs"), ("10.0", "10"), ("1,000", "1,000"),
    ("−10.0 %", "−10 %"), ("0.0500", "0.05"), ("2,000/s", "2,000/s"),
  ])
  func `ticks have no zeros that say nothing`(words: String, tick: String) {
    #expect(Figures.tick(words) == tick)
  }
}

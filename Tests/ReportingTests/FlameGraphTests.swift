import Foundation
import FoundationXML
import Testing

@testable import Reporting

struct FlameGraphTests {
  private static let profile = "main;a;b 3\nmain;a 1\nmain;c 4\nother 2\nmain;a;b 2\n"

  @Test func `equal stacks are added, and a line without a count is named`() throws {
    let stacks = try FoldedStacks(Self.profile)
    #expect(stacks.total == 12 && stacks.counts[["main", "a", "b"]] == 5)
    #expect(try FoldedStacks("").total == 0)
    #expect(try FoldedStacks("std::vec<a b>;f 2\r\n").counts == [["std::vec<a b>", "f"]: 2])
    for (text, line) in [("main;a", 1), ("x 1\nmain 0", 2), ("x 1\n\nmain -3", 3), (" 5", 1), (";; 5", 1)] {
      #expect { try FoldedStacks(text) } throws: { ($0 as? FoldedStacks.Malformed)?.line == line }
    }
  }

  @Test func `a frame is as wide as the samples that have it, and lies on the one that called it`() throws {
    let layout = FlameGraphLayout(try FoldedStacks(Self.profile), smallest: 1)
    let expected: [FlameGraphLayout.Frame] = [
      .init(name: "all", depth: 0, start: 0, count: 12), .init(name: "main", depth: 1, start: 0, count: 10),
      .init(name: "a", depth: 2, start: 0, count: 6), .init(name: "b", depth: 3, start: 1, count: 5),
      .init(name: "c", depth: 2, start: 6, count: 4), .init(name: "other", depth: 1, start: 10, count: 2),
    ]
    #expect(layout.frames == expected && layout.levels == 4)
    #expect(FlameGraphLayout(try FoldedStacks(Self.profile), smallest: 5).frames.count == 4)
  }

  @Test func `recursion is not folded, and a stack that ends where another goes on keeps its own samples`()
    throws
  {
    let layout = FlameGraphLayout(try FoldedStacks("f 1\nf;f 2\nf;f;f 3\n"), smallest: 1)
    #expect(layout.frames.map(\.count) == [6, 6, 5, 3] && layout.frames.map(\.start) == [0, 0, 1, 3])
  }

  @Test func `the file is well-formed XML whatever the names are, and has nothing from outside`() throws {
    let svg = FlameGraph.svg(try FoldedStacks("<m&in>;\"q\" \u{1};]]>;ü 3\n"), title: "a <b> & c")
    let document = try XMLDocument(xmlString: svg)
    #expect(try document.nodes(forXPath: "//*[local-name()='g']").count == 5)
    #expect(
      svg.contains("&lt;m&amp;in&gt; (3 samples, 100 %)") && !svg.contains("href") && !svg.contains("src="))
  }
}

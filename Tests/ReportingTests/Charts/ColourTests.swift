import Record
import Testing

@testable import Reporting

@Suite struct ColourTests {
  @Test func `colours are written and weighed as the web does`() {
    #expect(Colour(0x0f80ff).hex == "#0f80ff" && Colour(0).hex == "#000000")
    #expect(Colour(0xffffff).contrast(to: Colour(0)) == 21)
    // WCAG 2.2, understanding 1.4.3: #767676 on white is the darkest grey that passes for text.
    #expect(abs(Colour(0x767676).contrast(to: Colour(0xffffff)) - 4.54) < 0.005)
  }

  @Test func `Oklab is that of its author`() {
    // Ottosson's table: the sRGB primaries; a step of nothing comes back to the colour.
    for hex in [0xff0000, 0x00ff00, 0x0000ff, 0x3458da, 0x808080] {
      #expect(Colour(hex).lighter(by: 0).hex == Colour(hex).hex)
    }
    // L of pure red is 0.62796, that of white 1.
    let red = Colour(0xff0000).distance(to: Colour(0))
    #expect(abs(red - (0.62796 * 0.62796 + 0.22486 * 0.22486 + 0.12585 * 0.12585).squareRoot()) < 1e-4)
    #expect(abs(Colour(0xffffff).distance(to: Colour(0)) - 1) < 1e-6)
  }

  @Test func `a lighter colour has more light, up to a bound, and a darker one less`() {
    let colour = Colour(0x3458da)
    #expect(colour.lighter(by: 0.1).luminance > colour.luminance)
    #expect(colour.lighter(by: -0.1).luminance < colour.luminance)
    #expect(colour.lighter(by: 1) == colour.lighter(by: 2) && colour.lighter(by: 1).luminance < 1)
  }

  @Test func `every hue is seen on its paper, and shades of it too`() {
    let participants = (0..<6).flatMap { member in
      Palette.hues.indices.map { Participant(adapter: "l\($0)", framework: "f\(member)") }
    }
    let looks = Looks(of: participants)
    for participant in participants {
      let colours = looks[participant.id].colours
      #expect(colours.light.contrast(to: Palette.papers.light) >= 3, "\(participant.id) \(colours.light.hex)")
      #expect(colours.dark.contrast(to: Palette.papers.dark) >= 3, "\(participant.id) \(colours.dark.hex)")
    }
  }

  @Test(arguments: Colour.Vision.allCases)
  func `the languages that are compared most are told apart, also by who lacks a kind of cones`(
    vision: Colour.Vision
  ) {
    let most = Palette.hues.prefix(3)
    for (index, hue) in most.enumerated() {
      for other in most.prefix(index) {
        #expect(hue.light.seen(by: vision).distance(to: other.light.seen(by: vision)) > 0.07)
        #expect(hue.dark.seen(by: vision).distance(to: other.dark.seen(by: vision)) > 0.07)
      }
    }
  }

  @Test func `a language has its hue, a participant of it a shade and a shape; a twin is open`() {
    let original = Participant(adapter: "python", framework: "a")
    let twin = Participant(twinOf: original)
    let other = Participant(adapter: "python", framework: "b")
    let own = Participant(named: "mine", .command(line: "./server"))
    let looks = Looks(of: [other, original, Participant(adapter: "cobol", framework: "c"), own, twin])
    let alone = Looks(of: [original])
    #expect(looks[other.id].colours == alone[original.id].colours && looks[other.id].shape == .disc)
    #expect(looks[original.id].colours != looks[other.id].colours && looks[original.id].shape == .square)
    #expect(looks[twin.id].colours == looks[original.id].colours && looks[twin.id].shape == .ring)
    let hues = [looks["cobol/c"], looks[own.id], looks[other.id]].map(\.colours.light.hex)
    #expect(Set(hues).count == 3)
    #expect(
      Set(["cobol/c", "mine", "python/a", "python/b", "python/a (twin)"].map { looks[Key($0)].name }).count
        == 5)
  }
}

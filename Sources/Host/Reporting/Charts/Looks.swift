import Record

/// How participants look, the same in every chart: a hue for each language, a shade and a shape for each participant of it. Colour never
/// tells anything alone.
struct Looks: Sendable {
  /// How one participant looks.
  struct Look: Sendable {
    /// Its class in style sheets, e.g. `p3`, which sets the colour `--c`.
    let name: String
    let shape: Shape
    let colours: Paint
  }

  /// A colour on light paper and one on dark.
  struct Paint: Equatable, Sendable {
    let light: Colour
    let dark: Colour
  }

  /// What participants are drawn as.
  enum Shape: Int, CaseIterable, Sendable { case disc, square, diamond, cross, ring, frame }

  private let looks: [Key<Participant>: Look]

  /// The looks of a run's participants; the twin has its original's colour, and is open.
  init(of participants: [Participant]) {
    var hues: [String: Int] = [:]
    var members: [String: Int] = [:]
    var looks: [Key<Participant>: Look] = [:]
    let known = Set(participants.compactMap { Palette.fixed[$0.language] })
    for (index, participant) in participants.filter({ $0.twinOf == nil }).enumerated() {
      let language = participant.language
      let taken = known.union(hues.values)
      let hue =
        hues[language] ?? Palette.fixed[language]
        ?? Palette.hues.indices.first { !taken.contains($0) } ?? index % Palette.hues.count
      hues[language] = hue
      let member = members[language, default: 0]
      members[language] = member + 1
      looks[participant.id] = Look(
        name: "p\(index)", shape: Shape.allCases[member % Shape.allCases.count],
        colours: Palette.hues[hue].shade(member))
    }
    for twin in participants {
      guard let original = twin.twinOf.flatMap({ looks[$0] }) else { continue }
      looks[twin.id] = Look(name: "twin", shape: .ring, colours: original.colours)
    }
    self.looks = looks
  }

  subscript(_ participant: Key<Participant>) -> Look {
    looks[participant] ?? Look(name: "none", shape: .disc, colours: Palette.hues[0].shade(0))
  }
}

extension Participant {
  /// What decides its hue: its adapter; of a user's app the word `app`.
  var language: String {
    switch app {
    case .framework(let adapter, _): adapter
    case .command, .server: "app"
    }
  }
}

/// Hues that are told apart on light and dark paper, and by who lacks one kind of cones.
enum Palette {
  /// The hues; the first three are the farthest apart.
  static let hues: [Looks.Paint] = [
    (0x3458da, 0x6d92ff), (0xd95300, 0xf09a43), (0x1f9068, 0x8fdcb8), (0xaf1f8b, 0xec5ba3),
    (0x1292c2, 0x71caf5), (0x771613, 0xc65a56), (0x857c36, 0xd8c970), (0x4d1bab, 0xa888dc),
    (0x465060, 0xa2a9b5),
  ].map { Looks.Paint(light: Colour($0), dark: Colour($1)) }

  /// A language has the same hue in every report; one that is not here has the first that is free.
  static let fixed = [
    "python": 0, "rust": 1, "node": 2, "java": 3, "go": 4, "ruby": 5, "swift": 6, "php": 7, "elixir": 8,
  ]

  /// The papers that charts are drawn on.
  static let papers = Looks.Paint(light: Colour(0xffffff), dark: Colour(0x191c22))
}

extension Looks.Paint {
  /// The steps in lightness between participants of one language.
  private static let steps = [0, 0.07, -0.06, 0.12, -0.1, 0.03]

  /// The colours of a language's participant of this number, from 0.
  fileprivate func shade(_ member: Int) -> Looks.Paint {
    let step = Self.steps[member % Self.steps.count]
    // What would not be seen on its paper goes the other way.
    func stepped(_ colour: Colour, on paper: Colour) -> Colour {
      let shade = colour.lighter(by: step)
      return shade.contrast(to: paper) < 3 ? colour.lighter(by: -step) : shade
    }
    return Looks.Paint(
      light: stepped(light, on: Palette.papers.light), dark: stepped(dark, on: Palette.papers.dark))
  }
}

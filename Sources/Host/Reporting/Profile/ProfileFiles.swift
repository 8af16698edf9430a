package import Analysis
import Foundation
package import Record

/// The files that a profile is published as. Pure, so that what was published can be checked by rendering it again.
package enum ProfileFiles {
  /// The profile's own file, below the run's folder.
  package static let profile = "profile.json"

  /// `profile.json` and each condition's stacks with their graph; `folded` has the stacks by condition. Throws
  /// `FoldedStacks.Malformed`.
  package static func all(_ profile: Profile, folded: [Key<Condition>: String]) throws -> [RenderedFile] {
    try [RenderedFile(path: Self.profile, data: StoredForm.encode(profile))]
      + profile.parts.flatMap { part -> [RenderedFile] in
        guard let graph = part.flameGraph, let text = folded[part.condition.id] else { return [] }
        let title = "\(profile.participant) under \(part.condition.label), \(graph.profiler)"
        let svg = FlameGraph.svg(try FoldedStacks(text), title: title, unit: graph.unit)
        return [
          RenderedFile(path: graph.folded, data: Data(text.utf8)),
          RenderedFile(path: graph.svg, data: Data(svg.utf8)),
        ]
      }
  }
}

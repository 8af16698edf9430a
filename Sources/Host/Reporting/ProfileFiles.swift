package import Analysis
import Foundation
import Record

/// The files that a profile is published as. Pure, so that what was published can be checked by rendering it again.
package enum ProfileFiles {
  /// The profile's own file, below the run's folder.
  package static let profile = "profile.json"

  /// `profile.json` and each workload's stacks with their graph; `folded` has the stacks by workload. Throws
  /// `FoldedStacks.Malformed`.
  package static func all(_ profile: Profile, folded: [String: String]) throws -> [RenderedFile] {
    try [RenderedFile(path: Self.profile, data: StoredForm.encode(profile))]
      + profile.workloads.flatMap { workload -> [RenderedFile] in
        guard let graph = workload.flameGraph, let text = folded[workload.cell.workload] else { return [] }
        let title = "\(profile.framework) under \(workload.cell.workload), \(graph.profiler)"
        let svg = FlameGraph.svg(try FoldedStacks(text), title: title, unit: graph.unit)
        return [
          RenderedFile(path: graph.folded, data: Data(text.utf8)),
          RenderedFile(path: graph.svg, data: Data(svg.utf8)),
        ]
      }
  }
}

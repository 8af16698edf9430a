package import Foundation

/// Where the project's files are.
package enum Project {
  /// The project's folder, found from this file's place.
  package static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The description of the contract.
  package static let workloads = folder.appending(
    path: "Sources/AdapterProtocol/Specification/v1/workloads.json")
}

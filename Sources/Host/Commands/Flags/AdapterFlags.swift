import Foundation
import Orchestration

/// The flags that bring in adapters from outside the project.
enum AdapterFlags {
  static let adapter = Flag(
    repeated: "adapter", "PATH", .text,
    "the folder of an adapter outside the project, or one with such folders; they count before all others")
  static let trust = Flag(
    switch: "trust", "run adapters from outside the project without a question, and remember that")

  static let all: [any CommandFlag] = [adapter, trust]
}

extension Context {
  /// The context with what the flags say of adapters.
  func reading(_ arguments: Arguments) throws -> Context {
    var context = self
    context.trustsAll = arguments.isGiven(AdapterFlags.trust)
    if arguments.isGiven(AdapterFlags.adapter) {
      context.adapterFolders = try arguments[AdapterFlags.adapter].map { URL(filePath: $0) }
    }
    return context
  }
}

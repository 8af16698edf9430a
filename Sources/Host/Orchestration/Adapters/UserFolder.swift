package import Foundation

/// A kind of folder that users have for programs' files, as the XDG base directory specification has it.
package enum UserFolder: String, Sendable {
  case cache = "XDG_CACHE_HOME"
  case data = "XDG_DATA_HOME"
  case state = "XDG_STATE_HOME"

  private var belowHome: String {
    switch self {
    case .cache: ".cache"
    case .data: ".local/share"
    case .state: ".local/state"
    }
  }

  /// The place for harness's files of this kind; nil without a home.
  package func place(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> URL? {
    func folder(_ name: String) -> URL? {
      environment[name].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
    }
    return (folder(rawValue) ?? folder("HOME")?.appending(path: belowHome))?.appending(path: "harness")
  }
}

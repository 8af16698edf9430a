import Evidence
package import Foundation

/// Where an adapter puts what it installs and builds: below its own folder or, where that cannot be written as in a read-only checkout, or
/// was installed, below a cache folder. It finds the place in `HARNESS_BUILD_DIR`.
package struct BuildFolder {
  static let variable = "HARNESS_BUILD_DIR"
  /// A file beside the folders of adapters that were installed: these belong to who installed them, root not excepted.
  private static let mark = ".installed"

  /// The place; nil: the adapter's own folder.
  let place: URL?
  /// What is wrong with the place, and which variable helps; nil: nothing.
  let problem: String?

  /// What the adapter's environment needs.
  package var environment: [String: String] { place.map { [Self.variable: $0.path] } ?? [:] }

  /// The place for an adapter, which is made. The cache is `HARNESS_CACHE_DIR`, which is used whenever it is given, or that of the user.
  package init(
    of adapter: String, in folder: URL,
    environment: [String: String] = ProcessInfo.processInfo.environment,
    isWritable: (URL) -> Bool = { FileManager.default.isWritableFile(atPath: $0.path) }
  ) {
    let given = environment["HARNESS_CACHE_DIR"].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
    let mark = folder.deletingLastPathComponent().appending(path: Self.mark)
    let isOwn = isWritable(folder) && !FileManager.default.fileExists(atPath: mark.path)
    guard given != nil || !isOwn else {
      (place, problem) = (nil, nil)
      return
    }
    let cache = given ?? UserFolder.cache.place(environment)
    // Two checkouts build different things.
    let checkout = SHA256.hex(of: Data(folder.standardizedFileURL.path.utf8)).prefix(8)
    let place = cache?.appending(path: "\(adapter)-\(checkout)")
    if let place {
      try? FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      if isWritable(place) {
        (self.place, problem) = (place, nil)
        return
      }
    }
    self.place = nil
    problem =
      "what it installs and builds can be written neither to \(folder.path) nor to \(place?.path ?? "a cache folder, since there is no HOME"); set HARNESS_CACHE_DIR to a folder that can be written"
  }
}

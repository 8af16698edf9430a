import Foundation

/// What each adapter needs, and what it can do without.
extension Doctor {
  static func adapter(_ entry: AdapterCatalogue.Entry) -> [Finding] {
    let check = "adapter \(entry.manifest.name)"
    let builds = BuildFolder(of: entry.manifest.name, in: entry.folder)
    return [needs(entry, check)]
      + [builds.problem.map { Finding("\(check): builds", .doubtful, $0) }].compactMap(\.self)
      + (entry.manifest.optional ?? []).map {
        option($0, of: entry.manifest.name, in: [entry.folder, builds.place], "\(check): \($0.what)")
      }
  }

  private static func needs(_ entry: AdapterCatalogue.Entry, _ check: String) -> Finding {
    do {
      let program = try entry.manifest.program(in: entry.folder)
      let missing = entry.manifest.packages.filter { !isInstalled($0) }
      return missing.isEmpty ? Finding(check, .ok, program) : Finding(check, .missing, install(missing))
    } catch {
      return Finding(check, .missing, "\(error)")
    }
  }

  /// Whether the option's program is there or, where it has none, its packages are.
  private static func option(
    _ option: AdapterManifest.Option, of adapter: String, in places: [URL?], _ check: String
  ) -> Finding {
    guard let name = option.program else {
      let missing = option.packages.filter { !isInstalled($0) }
      return missing.isEmpty
        ? Finding(check, .ok, option.packages.joined(separator: " "))
        : Finding(check, .doubtful, "n/a; \(install(missing))")
    }
    let found = places.lazy.compactMap(\.self).compactMap { Executable.path(of: name, in: $0) }
    if let program = found.first { return Finding(check, .ok, program) }
    let help =
      option.packages.isEmpty ? "harness adapters prepare \(adapter)" : install(option.packages)
    return Finding(check, .doubtful, "n/a without \(name); \(help)")
  }

  private static func install(_ packages: [String]) -> String {
    "apt-get install \(packages.joined(separator: " "))"
  }

  /// Whether dpkg knows the package as installed; without dpkg nothing is known to be missing.
  private static func isInstalled(_ package: String) -> Bool {
    guard FileManager.default.fileExists(atPath: "/var/lib/dpkg/info") else { return true }
    let path = "/var/lib/dpkg/info/\(package)"
    return [".list", ":amd64.list", ":arm64.list"].contains {
      FileManager.default.fileExists(atPath: path + $0)
    }
  }
}

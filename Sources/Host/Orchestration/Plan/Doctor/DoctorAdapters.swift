import Foundation

/// What each adapter needs, and what it can do without.
extension Doctor {
  static func adapter(_ entry: AdapterCatalogue.Entry) -> [Finding] {
    let check = "adapter \(entry.manifest.name)"
    return [needs(entry, check)]
      + (entry.manifest.optional ?? []).map { option($0, in: entry, "\(check): \($0.what)") }
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
    _ option: AdapterManifest.Option, in entry: AdapterCatalogue.Entry, _ check: String
  ) -> Finding {
    guard let name = option.program else {
      let missing = option.packages.filter { !isInstalled($0) }
      return missing.isEmpty
        ? Finding(check, .ok, option.packages.joined(separator: " "))
        : Finding(check, .doubtful, "n/a; \(install(missing))")
    }
    if let program = Executable.path(of: name, in: entry.folder) { return Finding(check, .ok, program) }
    let help =
      option.packages.isEmpty ? "harness adapters prepare \(entry.manifest.name)" : install(option.packages)
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

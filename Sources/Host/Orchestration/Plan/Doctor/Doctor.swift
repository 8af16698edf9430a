import Foundation
import Platform

/// Looks at the machine for what harness and its adapters need.
package enum Doctor {
  /// One thing that was looked at.
  package struct Finding: Codable, Equatable, Sendable {
    /// How it is.
    package enum State: String, Codable, Sendable { case ok, doubtful, missing }
    /// What was looked at.
    package let check: String
    /// How it is.
    package let state: State
    /// What was found, and what would help.
    package let text: String
  }

  /// Looks at processors, limits, the machine's key, and every adapter's program and Debian packages.
  package static func examine(_ catalogue: AdapterCatalogue, cpus: [Int]) -> [Finding] {
    [processors(cpus), governor(), load(cpus), machineKey()].compactMap(\.self)
      + catalogue.entries.map(adapter)
  }

  private static func machineKey() -> Finding {
    MachineKey.current().map { Finding(check: "machine key", state: .ok, text: $0) }
      ?? Finding(
        check: "machine key", state: .doubtful,
        text: "none: runs of this machine cannot be told from others'; systemd-machine-id-setup makes an id")
  }

  private static func processors(_ cpus: [Int]) -> Finding {
    let list = cpus.map(String.init).joined(separator: ",")
    return cpus.count > 1
      ? Finding(
        check: "processors", state: .ok, text: "\(cpus.count) (\(list)): generator and apps are kept apart")
      : Finding(
        check: "processors", state: .doubtful, text: "only one (\(list)): generator and apps would share it")
  }

  private static func governor() -> Finding? {
    ProcFile.text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").map {
      $0 == "performance"
        ? Finding(check: "governor", state: .ok, text: $0)
        : Finding(
          check: "governor", state: .doubtful,
          text: "\($0): clock speeds will vary; cpupower frequency-set -g performance")
    }
  }

  private static func load(_ cpus: [Int]) -> Finding? {
    guard let text = ProcFile.text("/proc/loadavg")?.split(separator: " ").first, let load = Double(text)
    else { return nil }
    return load < 0.5 * Double(cpus.count)
      ? Finding(check: "other load", state: .ok, text: "load average \(text)")
      : Finding(
        check: "other load", state: .doubtful,
        text: "load average \(text): end what else runs here before measuring")
  }

  private static func adapter(_ entry: AdapterCatalogue.Entry) -> Finding {
    let check = "adapter \(entry.manifest.name)"
    do {
      let program = try entry.manifest.program(in: entry.folder)
      let missing = entry.manifest.packages.filter { !isInstalled($0) }
      guard missing.isEmpty else {
        return Finding(
          check: check, state: .missing, text: "apt-get install \(missing.joined(separator: " "))")
      }
      return Finding(check: check, state: .ok, text: program)
    } catch {
      return Finding(check: check, state: .missing, text: "\(error)")
    }
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

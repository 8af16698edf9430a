import Evidence
import Foundation
import Platform

/// A name for a machine that stays the same across reboots and says nothing about its owner.
package enum MachineKey {
  /// The first 16 hexadecimal digits of the SHA-256 of the machine's id, processor model, number of
  /// processors and memory in whole GiB; nil where the machine has no id, since then another machine of the
  /// same make would have the same key.
  ///
  /// The id is `/etc/machine-id` (machine-id(5), which asks that it be hashed with a word of the program's
  /// own), or else the firmware's product UUID, which only root can read. `root` is the folder in the place
  /// of `/`, without a slash at its end.
  package static func current(root: String = "") -> String? {
    let sources = ["/etc/machine-id", "/sys/class/dmi/id/product_uuid"]
    guard let id = sources.lazy.compactMap({ ProcFile.text(root + $0) }).first(where: isID) else {
      return nil
    }
    let cpuinfo = root + "/proc/cpuinfo"
    let lines = (ProcFile.text(cpuinfo) ?? "").split(separator: "\n")
    let processors = lines.count { $0.hasPrefix("processor") }
    let kibibytes = ProcFile.value(of: "MemTotal", in: root + "/proc/meminfo")?.split(separator: " ").first
    let gibibytes = kibibytes.flatMap { Double($0) }.map { Int(($0 / 1_048_576).rounded()) }
    let model = ProcFile.value(of: "model name", in: cpuinfo) ?? "n/a"
    let parts = ["harness", id.lowercased(), model, "\(processors)", gibibytes.map { "\($0)" } ?? "n/a"]
    return String(SHA256.hex(of: Data(parts.joined(separator: "\n").utf8)).prefix(16))
  }

  /// Whether the text is an id rather than empty, `uninitialized` or zeros only, as a machine without one
  /// has.
  private static func isID(_ text: String) -> Bool {
    text.count >= 32 && text.allSatisfy { $0.isHexDigit || $0 == "-" }
      && text.contains { $0 != "0" && $0 != "-" }
  }
}

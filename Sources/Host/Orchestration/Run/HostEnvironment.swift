package import Foundation
import Glibc
import Platform
package import Record

extension Environment {
  /// What this machine says of itself; `directory` is where the git repository is looked for.
  package static func current(in directory: URL, cpus: [Int]) -> Environment {
    let osRelease = ProcFile.value(of: "PRETTY_NAME", in: "/etc/os-release")
    let cores = CPUTopology(allowed: cpus).sharedCores
    let load = ProcFile.text("/proc/loadavg")?.split(separator: " ").first.flatMap { Double($0) }
    return Environment(
      git: git(in: directory), machineKey: MachineKey.current(),
      host: ProcFile.text("/proc/sys/kernel/hostname") ?? "unknown",
      operatingSystem: osRelease ?? "unknown",
      kernel: ProcFile.text("/proc/sys/kernel/osrelease") ?? "unknown",
      architecture: architecture,
      cpuModel: ProcFile.value(of: "model name", in: "/proc/cpuinfo"),
      cpus: cpus,
      governor: ProcFile.text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
      virtualised: (ProcFile.value(of: "flags", in: "/proc/cpuinfo") ?? "").contains("hypervisor"),
      memoryBytes: Int(ProcessInfo.processInfo.physicalMemory),
      loadAverage: load ?? 0, processorQuota: ControlGroup.ofThisProcess?.processors,
      sharedCores: cores.isEmpty ? nil : cores, openFiles: DescriptorLimit.current?.soft)
  }

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "unknown"
    #endif
  }

  private static func git(in directory: URL) -> Git? {
    guard let commit = output(of: ["rev-parse", "HEAD"], in: directory) else { return nil }
    let branch = output(of: ["symbolic-ref", "--short", "HEAD"], in: directory)
    let changes = output(of: ["status", "--porcelain"], in: directory) ?? ""
    return Git(commit: commit, branch: branch, dirty: !changes.isEmpty)
  }

  /// What a git command prints, without the final newline; nil when it fails or there is no git.
  private static func output(of arguments: [String], in directory: URL) -> String? {
    guard let git = Executable.onPath("git"),
      let child = try? ChildProcess(path: git, arguments: ["-C", directory.path] + arguments)
    else { return nil }
    close(child.standardInput)
    let (output, exit) = child.finish()
    return exit == .status(0)
      ? String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines) : nil
  }
}

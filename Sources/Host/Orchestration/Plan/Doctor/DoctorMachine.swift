import Platform

/// The machine that measures.
extension Doctor {
  static func machineKey() -> Finding {
    let problem =
      "none: runs of this machine cannot be told from others'; systemd-machine-id-setup makes an id"
    return MachineKey.current().map { Finding("machine key", .ok, $0) }
      ?? Finding("machine key", .doubtful, problem)
  }

  static func processors(_ cpus: [Int]) -> Finding {
    let list = cpus.map(String.init).joined(separator: ",")
    return cpus.count > 1
      ? Finding("processors", .ok, "\(cpus.count) (\(list)): generator and apps are kept apart")
      : Finding("processors", .doubtful, "only one (\(list)): generator and apps would share it")
  }

  static func governor() -> Finding? {
    ProcFile.text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").map {
      $0 == "performance"
        ? Finding("governor", .ok, $0)
        : Finding(
          "governor", .doubtful, "\($0): clock speeds will vary; cpupower frequency-set -g performance")
    }
  }

  static func load(_ cpus: [Int]) -> Finding? {
    guard let text = ProcFile.text("/proc/loadavg")?.split(separator: " ").first, let load = Double(text)
    else { return nil }
    return load < 0.5 * Double(cpus.count)
      ? Finding("other load", .ok, "load average \(text)")
      : Finding(
        "other load", .doubtful, "load average \(text): end what else runs here before measuring")
  }
}

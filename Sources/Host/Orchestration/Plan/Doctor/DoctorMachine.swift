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

  /// `shared` are the processors that are threads of one core, core by core.
  static func cores(_ shared: [[Int]], of cpus: [Int]) -> Finding? {
    guard !shared.isEmpty else { return nil }
    let allocation = CPUAllocation(allowed: cpus, workers: 1) { cpu in
      shared.first { $0.contains(cpu) } ?? [cpu]
    }
    let lists = shared.map { $0.map(String.init).joined(separator: ",") }.joined(separator: " and ")
    let isApart = shared.allSatisfy {
      Set($0).isDisjoint(with: allocation.app) || Set($0).isDisjoint(with: allocation.generator)
    }
    return isApart
      ? Finding("cores", .ok, "\(lists) share cores: generator and one worker are kept apart")
      : Finding(
        "cores", .doubtful,
        "\(lists) share a core, which slows generator and apps down: give processors of two cores (taskset -c), or turn hyperthreads off"
      )
  }

  /// `processors`: how many processors' time the control group may use; nil: it has no quota.
  static func quota(_ processors: Double?, of cpus: [Int]) -> Finding {
    guard let processors else { return Finding("quota of processor time", .ok, "none") }
    let what = "\(processors) of \(cpus.count) processors"
    return processors >= Double(cpus.count)
      ? Finding("quota of processor time", .ok, what)
      : Finding(
        "quota of processor time", .doubtful,
        "\(what): generator and apps are stopped whenever it is used up; start the container without it (--cpus, CPUQuota=)"
      )
  }

  /// The soft and the hard limit of open files; nil where they are not told.
  static func openFiles(_ limit: (soft: Int, hard: Int)?) -> Finding? {
    limit.map { soft, hard in
      hard >= 4096
        ? Finding("open files", .ok, "\(soft), raised to what connections take")
        : Finding(
          "open files", .doubtful,
          "at most \(hard), for the generator as for each app: more connections need a higher hard limit (ulimit -Hn)"
        )
    }
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

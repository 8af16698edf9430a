package import Record

extension SystemUse {
  /// What a machine of two processors did, made up; what was stolen was stolen from the second one.
  package static func sample(
    elapsed: Int = 1_000_000_000, stolen: Int? = 0, other: Int? = 0, quotaThrottlings: Int? = nil,
    taken: Int? = 0, ports: Int? = 1000,
    strays: Int? = nil
  ) -> SystemUse {
    SystemUse(
      elapsedNanoseconds: elapsed,
      processors: [0, 1].map { number in
        Processor(number: number, stolenNanoseconds: stolen.map { number == 1 ? $0 : 0 })
      }, otherCPUNanoseconds: other, quotaThrottlings: quotaThrottlings, portsTaken: taken, ports: ports,
      strays: strays)
  }

  /// A machine on which a trial is no observation, because it had hardly any ports left.
  package static let withoutPorts = sample(taken: 900)
}

extension Environment {
  /// A machine whose processors 0 and 1 are threads of one core, with less than both of their time.
  package static let narrow = Environment(
    git: nil, machineKey: nil, host: "host", operatingSystem: "Debian", kernel: "6.1", architecture: "x86_64",
    cpuModel: nil, cpus: [0, 1], governor: nil, virtualised: false, memoryBytes: 8_000_000_000,
    loadAverage: 0,
    processorQuota: 0.4, sharedCores: [[0, 1]], openFiles: 1024)
}

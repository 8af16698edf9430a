import Glibc
import LoadEngine
import Platform

/// Looks at the machine for what harness and its adapters need.
package enum Doctor {
  /// One thing that was looked at.
  package struct Finding: Codable, Equatable, Sendable {
    /// How it is.
    package enum State: String, Codable, Sendable { case ok, doubtful, missing }
    /// What was looked at.
    package let check: String
    /// How it is: without what is missing nothing can be measured, with a doubt something is less good or not told.
    package let state: State
    /// What was found, and what would help.
    package let text: String

    init(_ check: String, _ state: State, _ text: String) {
      self.check = check
      self.state = state
      self.text = text
    }
  }

  /// Looks at the machine, at what the kernel allows, and at every adapter's needs.
  package static func examine(_ catalogue: AdapterCatalogue, cpus: [Int]) -> [Finding] {
    let isRoot = geteuid() == 0
    let kernel = [
      pages(isWritable: access("/dev/shm", W_OK | X_OK) == 0), ring(LoadEngine.ringProblem()),
      tracing(scope: ProcFile.text("/proc/sys/kernel/yama/ptrace_scope"), isRoot: isRoot),
      sampling(paranoia: ProcFile.text("/proc/sys/kernel/perf_event_paranoid"), isRoot: isRoot),
    ]
    let topology = CPUTopology(allowed: cpus)
    let machine = [
      processors(cpus), cores(topology.sharedCores, of: cpus),
      quota(ControlGroup.ofThisProcess?.processors, of: cpus), openFiles(DescriptorLimit.current),
      governor(), load(cpus), machineKey(),
    ]
    return machine.compactMap(\.self) + kernel
      + catalogue.entries.flatMap(adapter)
  }
}

/// Where a run took place: enough to judge whether two runs may be compared.
package struct Environment: Codable, Equatable, Sendable {
  /// The state of the working copy; nil outside of a git repository.
  package struct Git: Codable, Equatable, Sendable {
    /// The commit's full id.
    package let commit: String
    /// The branch; nil when detached.
    package let branch: String?
    /// Whether there were uncommitted changes.
    package let dirty: Bool

    /// A working copy's state.
    package init(commit: String, branch: String?, dirty: Bool) {
      self.commit = commit
      self.branch = branch
      self.dirty = dirty
    }
  }

  /// The working copy harness was started in.
  package let git: Git?
  /// A stable key of the machine, the same in all of its runs: 16 hexadecimal digits; nil where it has no id of its own.
  package let machineKey: String?
  /// Host name.
  package let host: String
  /// The distribution, e.g. `Debian GNU/Linux 12 (bookworm)`.
  package let operatingSystem: String
  /// Kernel release.
  package let kernel: String
  /// Machine architecture, e.g. `x86_64`.
  package let architecture: String
  /// The processor's model name; nil where the kernel does not tell.
  package let cpuModel: String?
  /// Processors this process may use, ascending.
  package let cpus: [Int]
  /// The frequency governor; nil where there is none, as in most virtual machines.
  package let governor: String?
  /// Whether the machine is virtual, as far as the processor tells.
  package let virtualised: Bool
  /// Main memory in bytes.
  package let memoryBytes: Int
  /// Load average over one minute when the run began.
  package let loadAverage: Double
  /// How many processors' time the control group may use; nil: it has no quota.
  package let processorQuota: Double?
  /// The processors of `cpus` that are threads of one core, core by core; nil: none are, or the kernel does not tell.
  package let sharedCores: [[Int]]?
  /// How many files an app may have open before more is asked for (the soft limit); nil: not told.
  package let openFiles: Int?

  /// A machine's description.
  package init(
    git: Git?, machineKey: String?, host: String, operatingSystem: String, kernel: String,
    architecture: String, cpuModel: String?,
    cpus: [Int], governor: String?, virtualised: Bool, memoryBytes: Int, loadAverage: Double,
    processorQuota: Double? = nil, sharedCores: [[Int]]? = nil, openFiles: Int? = nil
  ) {
    self.git = git
    self.machineKey = machineKey
    self.host = host
    self.operatingSystem = operatingSystem
    self.kernel = kernel
    self.architecture = architecture
    self.cpuModel = cpuModel
    self.cpus = cpus
    self.governor = governor
    self.virtualised = virtualised
    self.memoryBytes = memoryBytes
    self.loadAverage = loadAverage
    self.processorQuota = processorQuota
    self.sharedCores = sharedCores
    self.openFiles = openFiles
  }
}

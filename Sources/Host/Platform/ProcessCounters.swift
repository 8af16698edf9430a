/// What a thread has counted; it only grows.
struct ThreadCounters {
  /// Nanoseconds of processor time.
  var cpu = 0
  /// Nanoseconds in which it was ready but had no processor.
  var runQueue = 0
  /// Waits that gave the processor away.
  var voluntary = 0
  /// Times the scheduler took it away.
  var involuntary = 0
  /// Bytes fetched from storage.
  var diskRead = 0
  /// Bytes that were to be written to it.
  var diskWritten = 0

  static func + (first: ThreadCounters, second: ThreadCounters) -> ThreadCounters {
    first.with(second, +)
  }

  /// Each figure of the two made one.
  func with(_ other: ThreadCounters, _ combine: (Int, Int) -> Int) -> ThreadCounters {
    ThreadCounters(
      cpu: combine(cpu, other.cpu), runQueue: combine(runQueue, other.runQueue),
      voluntary: combine(voluntary, other.voluntary), involuntary: combine(involuntary, other.involuntary),
      diskRead: combine(diskRead, other.diskRead), diskWritten: combine(diskWritten, other.diskWritten))
  }
}

/// What a process has counted, its ended threads included; it only grows.
struct ProcessCounters {
  /// Ticks of the kernel's clock in user mode.
  var userTicks = 0
  /// Ticks in the kernel.
  var kernelTicks = 0
  /// Nanoseconds of processor time.
  var cpuNanoseconds = 0
  /// What its threads have counted, as far as they were seen.
  var threads = ThreadCounters()

  static func + (first: ProcessCounters, second: ProcessCounters) -> ProcessCounters {
    first.with(second, +)
  }

  /// Each figure of the two made one.
  func with(_ other: ProcessCounters, _ combine: (Int, Int) -> Int) -> ProcessCounters {
    ProcessCounters(
      userTicks: combine(userTicks, other.userTicks), kernelTicks: combine(kernelTicks, other.kernelTicks),
      cpuNanoseconds: combine(cpuNanoseconds, other.cpuNanoseconds),
      threads: threads.with(other.threads, combine))
  }
}

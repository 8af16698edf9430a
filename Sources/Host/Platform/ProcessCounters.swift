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
    ThreadCounters(
      cpu: first.cpu + second.cpu, runQueue: first.runQueue + second.runQueue,
      voluntary: first.voluntary + second.voluntary, involuntary: first.involuntary + second.involuntary,
      diskRead: first.diskRead + second.diskRead, diskWritten: first.diskWritten + second.diskWritten)
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
  /// What its threads have counted.
  var threads = ThreadCounters()

  static func + (first: ProcessCounters, second: ProcessCounters) -> ProcessCounters {
    ProcessCounters(
      userTicks: first.userTicks + second.userTicks, kernelTicks: first.kernelTicks + second.kernelTicks,
      cpuNanoseconds: first.cpuNanoseconds + second.cpuNanoseconds, threads: first.threads + second.threads)
  }
}

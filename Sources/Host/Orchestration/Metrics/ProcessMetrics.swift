import AdapterProtocol
import Platform
import Record

/// The metrics of an app's processes: what each means, and where the kernel's figures have it.
enum ProcessMetrics {
  /// Where a metric comes from.
  private enum Source: Sendable {
    /// From every look, so that there is a series of it.
    case sample(@Sendable (ProcessUsage.Sample) -> Int?)
    /// From whole readings.
    case reading(@Sendable (ProcessUsage.Reading) -> Int?)
    /// From nowhere, and why.
    case nowhere(String)
  }

  private static let network = Source.nowhere(
    "the kernel counts network bytes per namespace, not per process; the load engine's own counts are in the trial"
  )
  private static let hidden = "/proc does not show it for every process of the app"

  private static let all: [(descriptor: MetricDescriptor, source: Source)] = [
    (
      counter("cpu.user", "ns", "processor time in user mode, in ticks of the kernel's clock", .cpuUser),
      .reading { $0.userNanoseconds }
    ),
    (
      counter(
        "cpu.system", "ns", "processor time in the kernel, in ticks of the kernel's clock", .cpuKernel, .cpu,
        "in the kernel"), .reading { $0.kernelNanoseconds }
    ),
    (
      counter(
        MetricFacts.processorTime, "ns", "processor time as the scheduler counts it", .cpu, .request,
        "processor time"),
      .sample { $0.cpuNanoseconds }
    ),
    (
      counter(
        "process.run_queue_delay", "ns", "time threads were ready but had no processor", .runQueue, .elapsed,
        "lacked a processor"), .sample { $0.runQueueNanoseconds }
    ),
    (counter("disk.read", "bytes", "bytes the kernel fetched from storage"), .reading { $0.diskReadBytes }),
    (
      counter("disk.written", "bytes", "bytes that were to be written to storage"),
      .reading { $0.diskWrittenBytes }
    ),
    (counter("network.received", "bytes", "bytes received from the network"), network),
    (counter("network.sent", "bytes", "bytes sent to the network"), network),
    (gauge(MetricFacts.residentMemory, "bytes", "resident memory", .memory), .sample { $0.residentBytes }),
    (
      gauge(
        MetricFacts.proportionalMemory, "bytes", "resident memory; what processes share is divided among them"
      ),
      .reading { $0.proportionalBytes }
    ),
    (
      gauge("memory.rss.peak", "bytes", "the most resident memory that each process ever had, summed"),
      .reading { $0.peakResidentBytes }
    ),
    (gauge("threads", "count", "threads"), .sample { $0.threads }),
    (
      counter("context_switches.voluntary", "count", "waits that gave the processor away"),
      .reading { $0.voluntarySwitches }
    ),
    (
      counter(
        "context_switches.involuntary", "count", "times the scheduler took the processor away", .preemptions,
        .request, "times the processor was taken away"), .reading { $0.involuntarySwitches }
    ),
  ]

  /// Those that only threads tell, so that one that ends unseen takes what it counted with it.
  static let ofThreads = [
    "process.run_queue_delay", "context_switches.voluntary", "context_switches.involuntary",
  ]

  /// What they mean, in the order they are shown.
  static let descriptors = all.map(\.descriptor)

  /// The metrics of a look, by name; nil where the kernel does not tell.
  static func values(of sample: ProcessUsage.Sample) -> [String: Int?] {
    all.reduce(into: [:]) { values, metric in
      if case .sample(let value) = metric.source {
        values.updateValue(value(sample), forKey: metric.descriptor.name)
      }
    }
  }

  /// The metrics of a reading, or why there are not, by name.
  static func values(of reading: ProcessUsage.Reading) -> [String: MetricValue] {
    all.reduce(into: [:]) { values, metric in
      values[metric.descriptor.name] =
        switch metric.source {
        case .sample(let value): MetricValue(value(reading.sample), orBecause: hidden)
        case .reading(let value): MetricValue(value(reading), orBecause: hidden)
        case .nowhere(let reason): .unavailable(reason)
        }
    }
  }

  private static func counter(
    _ name: String, _ unit: String, _ description: String, _ role: MetricRole? = nil,
    _ basis: MetricDescriptor.Basis? = nil, _ label: String? = nil
  ) -> MetricDescriptor {
    MetricDescriptor(
      name: name, unit: unit, kind: .counter, better: .lower, description: description, role: role,
      basis: basis, label: label)
  }

  private static func gauge(
    _ name: String, _ unit: String, _ description: String, _ role: MetricRole? = nil
  ) -> MetricDescriptor {
    MetricDescriptor(
      name: name, unit: unit, kind: .gauge, better: .lower, description: description, role: role)
  }
}

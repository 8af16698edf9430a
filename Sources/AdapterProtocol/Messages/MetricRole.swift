/// What a figure tells, whatever its runtime calls it: the vocabulary of rule I7. A role that the host does not know is ignored.
public struct MetricRole: RawRepresentable, Codable, Hashable, Sendable {
  /// The word on the wire.
  public let rawValue: String

  /// Any word.
  public init(rawValue: String) { self.rawValue = rawValue }
}

extension MetricRole {
  // Of the app's processes, which the host reads.

  /// Processor time.
  public static let cpu = MetricRole(rawValue: "cpu")
  /// Processor time in user mode.
  public static let cpuUser = MetricRole(rawValue: "cpu-user")
  /// Processor time in the kernel.
  public static let cpuKernel = MetricRole(rawValue: "cpu-kernel")
  /// Time threads were ready and had no processor.
  public static let runQueue = MetricRole(rawValue: "run-queue")
  /// Resident memory.
  public static let memory = MetricRole(rawValue: "memory")
  /// How often the scheduler took a processor away.
  public static let preemptions = MetricRole(rawValue: "preemptions")

  // Of runtimes.

  /// Time in collections of garbage.
  public static let collection = MetricRole(rawValue: "collection")
  /// Their number.
  public static let collections = MetricRole(rawValue: "collections")
  /// The longest of them.
  public static let longestCollection = MetricRole(rawValue: "longest-collection")
  /// Time threads waited for the interpreter's lock, summed over threads.
  public static let lockWait = MetricRole(rawValue: "lock-wait")
  /// Time in which at least one thread waited for it.
  public static let lockContended = MetricRole(rawValue: "lock-contended")
  /// The longest wait.
  public static let longestLockWait = MetricRole(rawValue: "longest-lock-wait")
  /// Time in which event loops or workers worked.
  public static let loopBusy = MetricRole(rawValue: "loop-busy")
  /// Time in which an event loop came to nothing else.
  public static let stall = MetricRole(rawValue: "stall")
  /// How late an event loop was.
  public static let loopLag = MetricRole(rawValue: "loop-lag")
  /// Time of a request in the app's own code.
  public static let handler = MetricRole(rawValue: "handler")
  /// Time in which an answer was made of a result.
  public static let serialisation = MetricRole(rawValue: "serialisation")
  /// Time in foreign functions.
  public static let foreignFunctions = MetricRole(rawValue: "ffi")
  /// Objects or blocks allocated.
  public static let allocations = MetricRole(rawValue: "allocations")
  /// Their bytes.
  public static let allocatedBytes = MetricRole(rawValue: "allocated-bytes")
  /// Bytes of the heap that are in use.
  public static let heapUsed = MetricRole(rawValue: "heap-used")
  /// Bytes that were allocated and not freed.
  public static let heapLive = MetricRole(rawValue: "heap-live")
  /// Bytes of the heap.
  public static let heapTotal = MetricRole(rawValue: "heap-total")
  /// Pages of the heap.
  public static let heapPages = MetricRole(rawValue: "heap-pages")
  /// Slots of the heap that live.
  public static let heapSlots = MetricRole(rawValue: "heap-slots")

  /// The host's, which no adapter's metric has.
  public static let ofHost: Set<MetricRole> = [.cpu, .cpuUser, .cpuKernel, .runQueue, .memory, .preemptions]
  /// Those of runtimes that the host knows.
  public static let ofRuntimes: Set<MetricRole> = [
    .collection, .collections, .longestCollection, .lockWait, .lockContended, .longestLockWait, .loopBusy,
    .stall,
    .loopLag, .handler, .serialisation, .foreignFunctions, .allocations, .allocatedBytes, .heapUsed,
    .heapLive,
    .heapTotal, .heapPages, .heapSlots,
  ]
}

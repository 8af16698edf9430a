import Record

/// What metrics have to tell, in words: by their role, whatever the language.
struct RoleWords: Sendable {
  /// What it is, for people.
  let title: String
  /// Why a figure tells something from its threshold on; nil: it has none.
  let reason: String?

  private init(_ title: String, because reason: String? = nil) {
    self.title = title
    self.reason = reason
  }

  /// The words of a role; nil: it has none of its own.
  static func of(_ role: Key<MetricFacts.Roles>) -> RoleWords? { all[role] }

  private static let all: [Key<MetricFacts.Roles>: RoleWords] = [
    .handler: .init("handlers"),
    .serialisation: .init("serialisation", because: "another serialiser would be felt"),
    .ffi: .init("foreign functions"),
    .lockWait: .init("waits for the interpreter's lock"),
    .lockContended: .init(
      "threads waiting for the interpreter's lock",
      because: "more threads gain little from there on; more processes do"),
    .collections: .init("collections"),
    .collection: .init(
      "garbage collection",
      because: "a twentieth of the time is what tuning a collector, or allocating less, commonly gives back"),
    .longestCollection: .init(
      "longest collection", because: "a pause of that length is seen in the p99 of a busy server"),
    .heapUsed: .init("heap used"),
    .heapTotal: .init("heap"),
    .loopBusy: .init("event loop at work"),
    .stall: .init("event loop stalled"),
    .loopLag: .init("event-loop lag (p99)", because: "so long nothing is done for a request that has come"),
    .heapPages: .init("heap pages"),
    .heapSlots: .init("live slots"),
    .heapLive: .init("live memory"),
    .allocations: .init("allocations", because: "at 50 to 100 ns each they take 25 to 50 µs"),
    .allocatedBytes: .init("allocated"),
    .runQueue: .init(
      "waiting for a processor",
      because: "the app has more threads that work than processors, or something else uses them"),
    .cpu: .init("processor time", because: "a processor serves fewer than 1000 requests per second"),
    .cpuKernel: .init("time in the kernel", because: "sockets and not the framework are most of the work"),
    .preemptions: .init(
      "involuntary context switches",
      because: "a tenth of the requests lose their processor, with its caches, before they are done"),
  ]
}

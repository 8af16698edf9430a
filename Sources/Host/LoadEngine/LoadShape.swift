package import Platform

/// What decides when requests are sent.
package enum Pacing: Equatable, Sendable {
  /// Each connection sends its next request when its answer is complete.
  case closed
  /// Requests are due at their times; one that finds no free connection waits, and its latency grows.
  case open(Arrivals)
}

/// Where a load goes, how much of it there is and for how long: what every driver of one is told.
package struct LoadShape: Sendable {
  /// The server.
  package var target: SocketAddress
  /// How connections are encrypted; nil: not at all.
  package var tls: TLSSettings?
  /// How many connections are kept, spread evenly over the workers.
  package var connections: Int
  /// What decides when requests are sent.
  package var pacing: Pacing
  /// The window ends early when so many requests have been sent and answered; nil: it does not.
  package var requestLimit: Int?
  /// A worker thread is pinned to each of these processors; empty: one worker, not pinned.
  package var cpus: [Int]
  /// The window: requests start from its beginning up to, not including, its end.
  package var duration: Duration
  /// Whose turn it is among loads that share the generator: the window is cut into as many slices as the seat has turns, between which
  /// the connections stay open and rest. nil: the window is one slice.
  package var seat: Rota.Seat?
  /// A request or a connection attempt that takes longer is given up as an error.
  package var requestTimeout: Duration
  /// How long after the window, and after each slice of it, outstanding answers are waited for.
  package var drainLimit: Duration
  /// How long they are waited for where something was answered; nil: as long.
  package var restLimit: Duration?
  /// Raised: the window ends now, and what is under way is waited for as after any window. Only for loads of users.
  package var closing: StopFlag?
  /// Told about once in a second, on a worker's thread, what that worker did since the last time; it must not take long.
  package var observer: (@Sendable (LoadInterval) -> Void)?
  /// Told of how far the load is, by each worker in each turn of its loop.
  package var progress: LoadProgress?

  /// A window that is as long as the request limit takes.
  package static let endless = Duration.seconds(100 * 366 * 86_400)

  /// A load with the usual bounds.
  package init(
    target: SocketAddress, tls: TLSSettings? = nil, connections: Int, pacing: Pacing = .closed,
    requestLimit: Int? = nil, cpus: [Int] = [], duration: Duration, requestTimeout: Duration = .seconds(10),
    drainLimit: Duration = .seconds(2)
  ) {
    precondition(connections > 0 && duration > .zero, "a load has connections and a window")
    self.target = target
    self.tls = tls
    self.connections = connections
    self.pacing = pacing
    self.requestLimit = requestLimit
    self.cpus = cpus
    self.duration = duration
    self.requestTimeout = requestTimeout
    self.drainLimit = drainLimit
  }

  /// How many slices the window is cut into.
  package var slices: Int { seat?.turns ?? 1 }

  /// One worker per processor, but none without connections.
  package var workerCount: Int { min(max(1, cpus.count), connections) }
}

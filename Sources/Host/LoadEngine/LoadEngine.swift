package import HTTP
package import Platform

/// Drives a load over HTTP/1.1 and measures it.
package enum LoadEngine {
  /// Sends these requests in rotation, on threads of its own, and blocks until the load's end.
  ///
  /// Connections are opened before the window, for at most the request timeout; those that fail are tried again in it.
  /// Raising `stop` ends the run at once with what was counted so far. Throws when a processor is not allowed, the
  /// limit of open files is too low or the system refuses a thread; everything the server does is counted instead.
  package static func run(
    _ spec: LoadSpec, sending requests: [PreparedRequest], stop: StopFlag
  ) throws(LoadError) -> LoadResult {
    try run(spec, stop: stop, ring: ringProblem()) { share in
      RotatingSource(requests, connections: share.connections, copies: spec.pipelineDepth)
    }
  }

  /// The same with requests of several parts, not pipelined; `parts`: the part of each, from 0 on, whose figures are kept apart.
  package static func run(
    _ spec: LoadSpec, sending requests: [PreparedRequest], parts: [Int], stop: StopFlag
  ) throws(LoadError) -> LoadResult {
    try run(spec, stop: stop, ring: ringProblem()) { share in
      MixSource(requests, parts: parts, connections: share.connections, of: spec.connections)
    }
  }

  /// The same with one request, not pipelined, whose redirects are followed as far as they lead to the server of this scheme and authority;
  /// a request counts once, with the answer at the end of its redirects.
  package static func run(
    _ spec: LoadSpec, following request: HTTPRequest, accepting statuses: ClosedRange<Int>, scheme: String,
    authority: String, stop: StopFlag
  ) throws(LoadError) -> LoadResult {
    let prepared = PreparedRequest(request, acceptedStatuses: statuses)
    return try run(spec, stop: stop, ring: ringProblem()) { share in
      FollowingSource(
        request, prepared, scheme: scheme, authority: authority, slots: share.connections.count)
    }
  }

  /// Asks for an event stream on each connection, and reads its events. A request counts as answered when its stream has ended.
  package static func run(
    _ spec: LoadSpec, streaming request: PreparedRequest, _ settings: EventStreamSettings, stop: StopFlag
  ) throws(LoadError) -> LoadResult {
    try run(spec, stop: stop, ring: ringProblem()) { share in
      EventStreamSource(request, settings, slots: share.connections.count)
    }
  }

  /// Lets users carry out a program, each on a connection of its own that is opened when it is needed first, unless the plan lets them share;
  /// there are as many seats for them as connections. Requests that follow those of the window are sent while draining, up to the ends of their flows, and count as sent.
  package static func run(
    _ spec: LoadSpec, carryingOut program: Program, _ plan: SessionPlan, stop: StopFlag
  ) throws(LoadError) -> LoadResult {
    let (shared, ring) = (SharedCounts(), ringProblem())
    guard let seats = plan.sharingSeats else {
      return try run(spec, stop: stop, ring: ring) { share in
        SessionSource(program, plan, share, seats: spec.connections, shared)
      }
    }
    return try run(spec, stop: stop, ring: ring) { share in
      SharingSource(
        SessionSource(program, plan, share, seats: seats, shared), connections: share.connections.count)
    }
  }

  /// Why the kernel does not let us have an io_uring; nil when it does.
  package static func ringProblem() -> SystemError? { RingPoller.probe() }

  /// Sends what the sources say, of which each worker has its own; `ring`: why there is no io_uring.
  static func run<Source: RequestSource & ~Copyable>(
    _ spec: LoadSpec, stop: StopFlag, ring: SystemError?, source: @escaping @Sendable (WorkerShare) -> Source
  ) throws(LoadError) -> LoadResult {
    let load = PreparedLoad(spec: spec, stop: stop, source: source)
    return switch (try usesRing(spec, ring), spec.tls) {
    case (true, nil): try load.drive(RingPoller.self)
    case (true, _): try load.drive(TLSPoller<RingPoller>.self)
    case (false, nil): try load.drive(EpollPoller.self)
    case (false, _): try load.drive(TLSPoller<EpollPoller>.self)
    }
  }

  static func usesRing(_ spec: LoadSpec, _ problem: SystemError?) throws(LoadError) -> Bool {
    if spec.poller == .uring, let problem { throw LoadError.noRing(problem) }
    return spec.poller != .epoll && problem == nil
  }

  /// A load, with which workers are made for a poller.
  struct PreparedLoad<Source: RequestSource & ~Copyable> {
    let spec: LoadSpec
    let stop: StopFlag
    let source: @Sendable (WorkerShare) -> Source

    func drive<Polling: Poller & ~Copyable>(_: Polling.Type) throws(LoadError) -> LoadResult {
      var result = try WorkerThreads.run(spec.shape) { [spec, stop, source] share, line throws(SystemError) in
        try Worker<Polling, Source>(share, of: spec, source(share), stop).run(spec, line: line)
      }
      result.slowest = Array(result.slowest.sorted(by: SlowRequest.precedes).prefix(spec.slowestRequests))
      return result
    }
  }
}

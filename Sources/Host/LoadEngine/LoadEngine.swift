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

  /// Why the kernel does not let us have an io_uring; nil when it does.
  package static func ringProblem() -> SystemError? { RingPoller.probe() }

  /// Sends what the sources say, of which each worker has its own; `ring`: why there is no io_uring.
  static func run<Source: RequestSource & ~Copyable>(
    _ spec: LoadSpec, stop: StopFlag, ring: SystemError?, source: @escaping @Sendable (WorkerShare) -> Source
  ) throws(LoadError) -> LoadResult {
    if spec.poller == .uring, let ring { throw LoadError.noRing(ring) }
    let usesRing = spec.poller != .epoll && ring == nil
    var result = try WorkerThreads.run(spec.shape) { share, line throws(SystemError) in
      switch (usesRing, spec.tls) {
      case (true, nil):
        try Worker<RingPoller, Source>(share, of: spec, source(share), stop).run(spec, line: line)
      case (true, _):
        try Worker<TLSPoller<RingPoller>, Source>(share, of: spec, source(share), stop).run(spec, line: line)
      case (false, nil):
        try Worker<EpollPoller, Source>(share, of: spec, source(share), stop).run(spec, line: line)
      case (false, _):
        try Worker<TLSPoller<EpollPoller>, Source>(share, of: spec, source(share), stop).run(spec, line: line)
      }
    }
    result.slowest = Array(result.slowest.sorted(by: SlowRequest.precedes).prefix(spec.slowestRequests))
    return result
  }
}

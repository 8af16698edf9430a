package import Platform

/// Drives a load and measures it.
package enum LoadEngine {
  /// Runs the load to its end on threads of its own, and blocks until then.
  ///
  /// Connections are opened before the window, for at most the request timeout; those that fail are tried again in it.
  /// Raising `stop` ends the run at once with what was counted so far. Throws when a processor is not allowed, the
  /// limit of open files is too low or the system refuses a thread; everything the server does is counted instead.
  package static func run(_ spec: LoadSpec, stop: StopFlag) throws(LoadError) -> LoadResult {
    try run(spec, stop: stop, ring: RingPoller.probe())
  }

  /// Why the kernel does not let us have an io_uring; nil when it does.
  package static func ringProblem() -> SystemError? { RingPoller.probe() }

  /// The same, given why there is no io_uring; nil when there is.
  static func run(_ spec: LoadSpec, stop: StopFlag, ring: SystemError?) throws(LoadError) -> LoadResult {
    do {
      if spec.poller == .uring, let ring { throw LoadError.noRing(ring) }
      let allowed = try CPUTopology.current().allowed
      if let cpu = spec.cpus.first(where: { !allowed.contains($0) }) {
        throw LoadError.cpuNotAllowed(cpu: cpu, allowed: allowed)
      }
      if let shortage = try DescriptorLimit.makeRoom(for: spec.connections) {
        throw LoadError.tooFewDescriptors(needed: shortage.needed, hardLimit: shortage.hardLimit)
      }
      if let tls = spec.tls { _ = try TLSContext(tls) }
      let line = try StartingLine()
      let shares = WorkerShare.shares(of: spec)
      let usesRing = spec.poller != .epoll && ring == nil
      var results = try run(shares[...], of: spec, usesRing: usesRing, line, stop).map { try $0.get() }
      var result = results.dropFirst().reduce(into: results.removeFirst()) { $0.merge($1) }
      result.slowest = Array(result.slowest.sorted(by: SlowRequest.precedes).prefix(spec.slowestRequests))
      return result
    } catch let error as LoadError {
      throw error
    } catch let error as TLSError {
      throw .tls(error)
    } catch let error as SystemError {
      throw .system(error)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// Starts a worker for each share, lets them go together, and returns what each measured.
  private static func run(
    _ shares: ArraySlice<WorkerShare>, of spec: LoadSpec, usesRing: Bool, _ line: StartingLine,
    _ stop: StopFlag
  ) throws(SystemError) -> [Result<LoadResult, SystemError>] {
    guard let share = shares.first else {
      line.release(shares.startIndex)
      return []
    }
    let thread: PinnedThread<Result<LoadResult, SystemError>>
    do throws(SystemError) {
      thread = try PinnedThread(name: "load-\(share.index)", cpu: share.cpu) {
        do throws(SystemError) {
          if let http2 = spec.http2 {
            return .success(try CurlWorker(share, of: spec, http2, stop: stop).run(line: line))
          }
          let result =
            switch (usesRing, spec.tls) {
            case (true, nil): try Worker<RingPoller>(share, of: spec, stop: stop).run(spec, line: line)
            case (true, _):
              try Worker<TLSPoller<RingPoller>>(share, of: spec, stop: stop).run(spec, line: line)
            case (false, nil): try Worker<EpollPoller>(share, of: spec, stop: stop).run(spec, line: line)
            case (false, _):
              try Worker<TLSPoller<EpollPoller>>(share, of: spec, stop: stop).run(spec, line: line)
            }
          return .success(result)
        } catch {
          _ = line.arrive()
          return .failure(error)
        }
      }
    } catch {
      line.cancel(share.index)
      throw error
    }
    let others = try run(shares.dropFirst(), of: spec, usesRing: usesRing, line, stop)
    return [thread.join()] + others
  }
}

package import Platform

extension LoadEngine {
  /// Opens WebSockets as `spec.webSocket` says, and sends these messages in rotation. One counts as answered when a message came back, which
  /// must be the same if they are echoed.
  package static func run(
    _ spec: LoadSpec, sending messages: [PreparedMessage], areEchoed: Bool, stop: StopFlag
  ) throws(LoadError) -> LoadResult {
    try runMessages(spec, stop: stop) { share in
      MessageSource(
        messages, areEchoed: areEchoed, connections: share.connections, copies: spec.pipelineDepth)
    }
  }

  /// Opens WebSockets, sends nothing, and takes what the servers push; each connection has a request under way that never has its answer.
  package static func run(_ spec: LoadSpec, listening stop: StopFlag) throws(LoadError) -> LoadResult {
    try runMessages(spec, stop: stop) { share in ListeningSource(slots: share.connections.count) }
  }

  private static func runMessages<Source: RequestSource & ~Copyable>(
    _ spec: LoadSpec, stop: StopFlag, source: @escaping @Sendable (WorkerShare) -> Source
  ) throws(LoadError) -> LoadResult {
    let load = PreparedLoad(spec: spec, stop: stop, source: source)
    return switch (try usesRing(spec, ringProblem()), spec.tls) {
    case (true, nil): try load.drive(WebSocketPoller<RingPoller>.self)
    case (true, _): try load.drive(WebSocketPoller<TLSPoller<RingPoller>>.self)
    case (false, nil): try load.drive(WebSocketPoller<EpollPoller>.self)
    case (false, _): try load.drive(WebSocketPoller<TLSPoller<EpollPoller>>.self)
    }
  }
}

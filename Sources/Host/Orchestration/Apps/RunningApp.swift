package import AdapterProtocol
package import LoadEngine
package import Platform
package import Record

/// A running app, as whoever measures it knows it. What goes wrong with it is thrown as an `AppFailure`.
package protocol RunningApp: Sendable {
  /// Where it listens.
  var address: AppAddress { get }
  /// From its spawn to its first healthy answer; nil of one that ran before.
  var startupNanoseconds: Int? { get }
  /// Raised when it ends unasked.
  var alarm: StopFlag { get }
  /// How it ended unasked, with its last words; nil while it runs.
  var exit: AppExit? { get }

  /// Everything that can be known of it until now.
  func readMetrics() async throws -> AppReading
  /// Begins to look at it during the window that `progress` tells of; nil where nothing can be seen.
  func sampleSeries(_ load: Plan.Load, _ progress: LoadProgress) throws -> SeriesSampler?
  /// Begins to sample its stacks.
  func startProfiler() async throws -> ProfileStartResponse
  /// Its stacks since the profiler was started, which ends.
  func stopProfiler() async throws -> ProfileStopResponse
  /// Stops it with everything it started; one that ended by itself is no error.
  func stop() async throws
}

/// How an app ended that was not asked to.
package struct AppExit: Equatable, Sendable {
  /// In words.
  package let reason: String
  /// The last lines that it wrote to its standard error.
  package let standardError: [String]

  /// An end.
  package init(_ reason: String, standardError: [String] = []) {
    self.reason = reason
    self.standardError = standardError
  }

  /// What is to be said of an app that ended while one of its processes goes on; empty when none does.
  static func background(_ left: some Sequence<Int32>) -> String {
    left.min().map {
      "; it goes on in the background as process \($0): an app has to stay in the foreground"
    } ?? ""
  }
}

/// Where an app listens.
package struct AppAddress: Hashable, Sendable {
  /// The numeric host, e.g. `127.0.0.1`.
  package let host: String
  /// The TCP port.
  package let port: UInt16
  /// Both, as the load engine wants them.
  package let socket: SocketAddress

  /// nil when there is no such address.
  package init?(host: String, port: Int) {
    guard let port = UInt16(exactly: port), let socket = SocketAddress(host: host, port: port) else {
      return nil
    }
    self.host = host
    self.port = port
    self.socket = socket
  }
}

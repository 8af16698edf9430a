import AdapterProtocol
import LoadEngine
import Platform
import Record

/// A server of the user's that runs already: it is loaded and asked, and nothing else is known of it.
struct ServerApp: RunningApp {
  let address: AppAddress
  let alarm: StopFlag

  /// The server at a URL; throws a `Trial.Failure` when there is none.
  init(_ url: String) throws(Trial.Failure) {
    do {
      address = try Self.address(of: url)
      alarm = try StopFlag()
    } catch {
      throw Trial.Failure(stage: .start, reason: "\(error)")
    }
    guard address.socket.canBeReached(within: .seconds(2), stop: alarm) else {
      throw Trial.Failure(stage: .start, reason: "no server answers at \(url); start it, and try again")
    }
  }

  /// Where the server of a URL listens, which is plain HTTP without a path; throws a `LoadTarget.Invalid`.
  static func address(of text: String) throws -> AppAddress {
    let url = try LoadURL(text)
    func invalid(_ problem: String) -> LoadTarget.Invalid {
      .init(description: "`\(text)` \(problem); give one like http://127.0.0.1:8080")
    }
    guard !url.isWebSocket else { throw invalid("is a WebSocket's, and only http is measured here") }
    guard !url.isSecure else { throw invalid("is https, and only http is measured here") }
    guard url.target == "/", url.authorization == nil else {
      throw invalid("has more than a host and a port")
    }
    let port = url.port ?? 80
    let hosts = try SocketAddress.resolve(host: url.host, port: port).map {
      String($0.description.dropLast("\(port)".count + 1))
    }
    guard let host = hosts.first(where: { !$0.hasPrefix("[") }),
      let address = AppAddress(host: host, port: Int(port))
    else { throw invalid("has no IPv4 address") }
    return address
  }

  var startupNanoseconds: Int? { nil }
  var exit: AppExit? { nil }

  func readMetrics() -> AppReading {
    let reason = "harness did not start the server"
    let metrics = ProcessMetrics.descriptors.map { ($0.name, MetricValue.unavailable(reason)) }
    return AppReading(metrics: Dictionary(uniqueKeysWithValues: metrics), processes: [])
  }

  func sampleSeries(_ load: Plan.Load, _ progress: LoadProgress) -> SeriesSampler? { nil }

  func startProfiler() throws -> ProfileStartResponse { throw Unprofiled.failure }

  func stopProfiler() throws -> ProfileStopResponse { throw Unprofiled.failure }

  func stop() {}
}

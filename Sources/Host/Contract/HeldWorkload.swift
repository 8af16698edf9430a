/// Requests of a workload while other connections are held open: what streams cost the requests beside them, and each of them its server.
public struct HeldWorkload: Sendable {
  /// How a catalogue describes it.
  public struct Description: Codable, Equatable, Sendable {
    /// Its name.
    public let name: String
    /// The category it is summed up in.
    public let category: String
    /// What it sends, in a few words.
    public let summary: String
    /// The preset whose raw requests are sent.
    public let requests: String
    /// The stream on whose route connections are held.
    public let stream: String
    /// How many are held.
    public let connections: Int
    /// Whether what comes on them is read; nil: it is.
    public let isRead: Bool?
  }

  /// How it is described.
  public let description: Description
  /// Whose requests are sent.
  public let requests: ContractWorkload
  /// On whose route connections are held.
  public let stream: StreamWorkload

  /// Whether what comes on held connections is read.
  public var isRead: Bool { description.isRead ?? true }

  /// What opens a held connection: an event stream of one event a second that goes on for longer than anybody measures, or, where nobody
  /// reads it, of about a megabyte at once; or a WebSocket, on which nothing is sent.
  public var opening: WorkloadRequest {
    switch stream.exchange {
    case .events: isRead ? stream.events(1_000_000, every: 1000) : stream.events(20_000, every: 0)
    case .messages: stream.requests(seed: 0, count: 1)[0]
    }
  }
}

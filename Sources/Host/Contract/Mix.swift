/// A weighted mix of workloads, as it is described: by the contract or by a user's file.
public struct Mix: Codable, Equatable, Sendable {
  /// What is sent, and how often.
  public struct Part: Codable, Equatable, Sendable {
    /// The name of a preset of the contract, or of a workload of the file.
    public let preset: String
    /// So many of the sum of all shares.
    public let share: Int
  }

  /// Its name.
  public let name: String
  /// The category it is summed up in.
  public let category: String
  /// What it sends, in a few words.
  public let summary: String
  /// What it is made of.
  public let parts: [Part]
}

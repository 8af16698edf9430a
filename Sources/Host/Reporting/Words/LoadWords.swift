import Record

/// How conditions are loaded, in words; a kind that is not here says all that there is in its labels and measures.
enum LoadWords {
  /// What a kind of load means for its figures; nil for a kind without words of its own.
  static func meaning(of kind: Key<Condition.Kinds>) -> String? {
    switch kind {
    case .capacity:
      "A closed loop: each connection waits for its answer before it sends the next request, which finds what an app can do. Latencies of closed loops belong to saturation and cannot be compared between apps of different throughput."
    case .offered:
      "An open loop: all apps are offered the same requests, due by a schedule whatever the app does. Latency counts from when a request was due; uncorrected latency from when it was written, as a client reports that waits its turn: a server that stalls hides that from it."
    default: nil
    }
  }

  /// Processors by number; none stand for any.
  static func processors(_ numbers: [Int]) -> String {
    numbers.isEmpty ? "any" : numbers.map(String.init).joined(separator: ",")
  }
}

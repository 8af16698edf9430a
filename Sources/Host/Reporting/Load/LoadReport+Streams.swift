import Record
import Statistics

/// What loads have to tell whose answers go on, or are messages.
extension LoadReport {
  /// What an event stream brings, or a WebSocket that is only listened to.
  private static func item(_ load: LoadFigures) -> String { load.webSocket == nil ? "event" : "message" }

  /// What a load is made of, and how much of it came.
  static func counted(_ load: LoadFigures) -> (count: Int, noun: String) {
    if let streams = load.streams { return (streams.itemsInWindow, item(load)) }
    return (load.answered, load.webSocket == nil ? "request" : "message")
  }

  static func came(_ load: LoadFigures, _ streams: LoadFigures.Streams) -> [String] {
    let item = item(load)
    let counts =
      "\(Figures.count(streams.begun, "stream")) began, \(Figures.count(load.answered)) ended, \(Figures.count(streams.open)) were open at the end"
    let wrong = [
      streams.misplaced == 0
        ? nil : "\(Figures.count(streams.misplaced, "event")) lost, doubled or out of order",
      streams.short == 0 ? nil : "\(Figures.count(streams.short, "stream")) ended early",
      streams.oversized == 0
        ? nil
        : "\(Figures.count(streams.oversized, "stream")) had an event over 1 MiB and were not read further",
    ].compactMap(\.self)
    return [
      amount(load, streams.items, inWindow: streams.itemsInWindow, one: item, each: item), counts,
    ] + wrong
  }

  static func times(_ load: LoadFigures, _ streams: LoadFigures.Streams) -> [Times] {
    let item = item(load)
    let ended = load.latency.count > 0 ? [Times(name: "to the stream's end", histogram: load.latency)] : []
    return
      (load.webSocket.map { [Times(name: "handshake", histogram: $0.handshakes)] }
      ?? [Times(name: "to the first byte", histogram: streams.firstByte)]) + [
        Times(name: "to the first \(item)", histogram: streams.firstItem),
        Times(name: "between \(item)s", histogram: streams.gaps),
      ] + ended
  }

  /// What WebSockets did beside their messages.
  static func sockets(_ load: LoadFigures) -> [String] {
    guard let socket = load.webSocket else { return [] }
    let pings = socket.pings == 0 ? [] : ["\(Figures.count(socket.pings, "ping")) answered"]
    let closes = socket.closes.sorted { $0.key < $1.key }.map {
      "\(Figures.count($0.value)) closed by the server with \($0.key == 1005 ? "no code" : String($0.key))"
    }
    let opened = "\(Figures.count(Int(socket.handshakes.count), "handshake"))"
    let unasked =
      socket.unasked == 0 || load.streams != nil
      ? [] : ["\(Figures.count(socket.unasked, "message")) came unasked"]
    let answered = ["\(Figures.count(socket.farewells)) of our close frames answered"]
    return [
      "WebSocket: " + ([opened] + pings + closes + unasked + answered).joined(separator: ", ")
        + "; compression is not offered"
    ]
  }
}

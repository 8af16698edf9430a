import JSON

/// An event of a stream that has come as a whole, by the rules of the WHATWG HTML standard, 9.2.6.
struct StreamedEvent: Equatable {
  /// The last id that the stream gave, empty without one.
  var id = ""
  /// Its type, empty where none is given.
  var type = ""
  /// Its data, lines joined by LF.
  var data = ""

  /// The events of a stream.
  static func all(in body: [UInt8]) -> [StreamedEvent] {
    var (events, current, data): ([StreamedEvent], StreamedEvent, [String]) = ([], StreamedEvent(), [])
    var text = String(decoding: body, as: UTF8.self)[...]
    if text.first == "\u{FEFF}" { text.removeFirst() }
    // What no line's end ends is no line.
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isEndOfLine).dropLast() {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count < 2 ? "" : String(parts[1].trimmingPrefix(" "))
      switch parts[0] {
      case "" where parts.count == 1:
        current.data = data.joined(separator: "\n")
        if !data.isEmpty { events.append(current) }
        (current, data) = (StreamedEvent(id: current.id), [])
      case "id": if !value.contains("\0") { current.id = value }
      case "event": current.type = value
      case "data": data.append(value)
      default: break
      }
    }
    return events
  }

  /// How a stream differs from the events of the contract with the numbers from `first` to `last`; nil when it does not.
  static func difference(first: Int, last: Int, body: [UInt8]) -> String? {
    let events = all(in: body)
    for (number, event) in zip(first..., events) {
      guard event.id == "\(number)" else { return "an event has the id `\(event.id)`, not `\(number)`" }
      guard event.type == "tick" else { return "event \(number) is a `\(event.type)`, not a `tick`" }
      guard (try? JSONValue(parsing: Array(event.data.utf8))) == .object(["seq": .integer(Int64(number))])
      else {
        return "event \(number) has the data `\(event.data.prefix(80))`, not `{\"seq\":\(number)}`"
      }
    }
    let count = max(0, last - first + 1)
    return events.count == count ? nil : "there are \(events.count) events, not \(count)"
  }
}

extension Character {
  /// CR LF is one character.
  fileprivate var isEndOfLine: Bool { self == "\n" || self == "\r" || self == "\r\n" }
}

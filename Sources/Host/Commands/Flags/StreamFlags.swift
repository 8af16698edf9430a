import Foundation

/// The flags of `load` for answers that go on, and for messages.
enum StreamFlags {
  static let sse = Flag(
    switch: "sse", "read server-sent events: time to the first byte and event, and the time between events")
  static let reconnect = Flag(
    switch: "reconnect",
    "come back to an event stream that has ended as browsers do: after the time the server asks for (3 s), with Last-Event-ID"
  )
  static let ws = Flag(
    switch: "ws", "send WebSocket messages, each answered by one; a ws:// or wss:// URL says so too")
  static let message = Flag("message", "TEXT", .anyText, "the message")
  static let messageFile = Flag(
    "message-file", "FILE", .file, "the message from a file or a pipe; - is standard input")
  static let messageBytes = Flag(
    "message-bytes", "N", .wholeNumber(in: 0...16 << 20), "a message of so many bytes, made up")
  static let binary = Flag(switch: "binary", "the message is binary, otherwise text")
  static let echo = Flag(switch: "echo", "an answer must be the message itself; others are errors")
  static let listen = Flag(switch: "listen", "send no messages, and read what the server pushes")

  /// Those that say what the message is, of which one is given.
  static let messages: [any CommandFlag] = [message, messageFile, messageBytes, listen]
  static let all: [any CommandFlag] = [sse, reconnect, ws] + messages + [binary, echo]
}

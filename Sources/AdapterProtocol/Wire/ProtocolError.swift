/// An error as it goes over the wire.
public struct ProtocolError: Error, Codable, Equatable, Sendable, CustomStringConvertible {
  /// The codes of the specification.
  public enum Code: Int, CaseIterable, Sendable {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParams = -32602
    case internalError = -32603
    case unknownFramework = -32001
    case prepareFailed = -32002
    case startFailed = -32003
    case portRangeFull = -32004
    case unknownApp = -32005
    case profilerUnavailable = -32006
    case unsupportedVersion = -32010
  }

  /// What helps whoever reads the message: of another form than the specification's it is left out.
  private struct Details: Codable, Equatable {
    var hint: String?
    var stderr: [String]?

    init(hint: String?, stderr: [String]?) {
      self.hint = hint
      self.stderr = stderr
    }

    init(from decoder: any Decoder) throws {
      let members = try? decoder.container(keyedBy: CodingKeys.self)
      hint = try? members?.decode(String.self, forKey: .hint)
      stderr = try? members?.decode([String].self, forKey: .stderr)
    }
  }

  /// The number on the wire; unknown ones are kept.
  public var code: Int
  /// What failed and on what.
  public var message: String
  private var data: Details?

  /// An error with one of the specification's codes.
  public init(_ code: Code, _ message: String, hint: String? = nil, standardError: [String]? = nil) {
    self.code = code.rawValue
    self.message = message
    data = hint == nil && standardError == nil ? nil : Details(hint: hint, stderr: standardError)
  }

  /// What would help; nil when the adapter does not say.
  public var hint: String? { data?.hint }
  /// The last lines of the failed command or app.
  public var standardError: [String] { data?.stderr ?? [] }

  /// In words, for an error message.
  public var description: String { message + (hint.map { "; \($0)" } ?? "") }
}

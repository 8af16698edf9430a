import HTTP
import SeededRandom

@testable import LoadEngine

extension Program {
  /// Variables that tests use beside those that the load sets, each of 64 bytes.
  static let (a, b, c) = (3, 4, 5)

  /// A program of one flow, whose steps are the requests' in their order.
  init(_ requests: [Request], _ code: [Instruction]? = nil, cooldown: Double = 0.001) {
    self.init(
      flows: [Flow(name: "flow", start: 0, cooldown: cooldown)],
      steps: requests.indices.map { Step(name: "\($0)", flow: 0) },
      requests: requests.enumerated().map { index, request in
        var request = request
        request.step = index
        return request
      }, code: code ?? requests.indices.map { .send($0) } + [.end(.flow)],
      variables: [20, 40, 20, 64, 64, 64], userIndex: 0, userKey: 1, iteration: 2)
  }
}

extension Program.Request {
  /// A request without a body.
  static func get(
    _ target: Program.Piece..., captures: [Program.Capture] = [], checks: [Program.Check] = []
  ) -> Program.Request {
    var request = Program.Request(
      method: "GET", target: target, fields: ["Host: test\r\n"], body: nil, accepted: Set(200...299),
      isIdempotent: true, step: 0)
    request.captures = captures
    request.checks = checks
    return request
  }

  /// A request with a body.
  static func post(_ target: Program.Piece..., body: [Program.Piece]) -> Program.Request {
    Program.Request(
      method: "POST", target: target, fields: ["Host: test\r\n"], body: body, accepted: Set(200...299),
      isIdempotent: false, step: 0)
  }
}

extension Program.Piece: ExpressibleByStringLiteral {
  /// A text that stays the same.
  public init(stringLiteral text: String) { self = .bytes(Array(text.utf8)) }

  static let key = Program.Piece.variable(1, .percent)
  static let iteration = Program.Piece.variable(2, .percent)
}

extension SessionPlan {
  /// So many users all along, each of whom carries out so many flows and is over.
  static func closed(_ users: Int, flows: Int? = nil, seed: UInt64 = 1) -> SessionPlan {
    SessionPlan(
      .closed(.constant(users)), users: flows == nil ? nil : users,
      iterations: flows.map { .init(.constant(Double($0))) }, seed: seed, keyPrefix: "u")
  }
}

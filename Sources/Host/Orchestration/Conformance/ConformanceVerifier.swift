import Contract
import JSON
import Record

/// Proves that an app does the work of the contract, request by request, with an HTTP client that is not the load engine, though it reads
/// answers as that does.
struct ConformanceVerifier {
  /// Who asks the app.
  let client: HTTPClient
  /// The seed of random values.
  let seed: UInt64

  /// What every app answers, whatever the workload.
  func verifyServer() -> ConformanceFindings {
    var findings = Findings()
    findings.check("health", "GET /health", expected: "200 {\"status\":\"ok\"}") {
      let answer = try client.send("GET", "/health")
      let value = try? JSONValue(parsing: answer.body)
      return answer.status == 200 && value == .object(["status": .string("ok")]) ? nil : answer.summary
    }
    findings.check("unknown-path", "GET /no/such/path", expected: "404") {
      let answer = try client.send("GET", "/no/such/path-\(seed)")
      return answer.status == 404 ? nil : answer.summary
    }
    findings.check("head", "HEAD /health", expected: "any status below 500") {
      let answer = try client.send("HEAD", "/health")
      return answer.status < 500 && answer.body.isEmpty ? nil : answer.summary
    }
    return findings.outcome
  }

  /// One workload: right answers however requests arrive, refusals where they are due, and service afterwards.
  func verify(_ workload: Workload) -> ConformanceFindings {
    var findings = Findings()
    let requests = workload.requests(seed: seed, count: 6)
    if let status = try? client.send(requests[0]).status,
      !requests[0].expected.statuses.contains(status),
      findings.findsNoRoute(requests[0].summary, expected: "200", status)
    {
      return findings.outcome
    }
    for request in requests.prefix(3) { expectAnswer("random-values", request, .whole, &findings) }
    expectAnswer("fragmented-request", requests[3], .fragmented, &findings)
    if requests[4].contentType != nil { expectAnswer("chunked-body", requests[4], .chunked, &findings) }
    switch workload.origin {
    case .contract(let workload): expectContract(workload, requests, &findings)
    case .held(let held): expectContract(held.requests, requests, &findings)
    case .file, .mix, .stream, .scenario: break
    }
    return findings.outcome
  }

  /// What the contract asks beyond right answers.
  private func expectContract(
    _ workload: ContractWorkload, _ requests: [WorkloadRequest], _ findings: inout Findings
  ) {
    if workload.endpoint.answer == .body { expectReserialised(requests[5], &findings) }
    if let upper = workload.inUpperCase(requests[5]) {
      expectAnswer("upper-case-uuid", upper, .whole, &findings)
    }
    let negatives = workload.negativeCases(seed: seed)
    for negative in negatives { expectRefusal(negative, &findings) }
    if !negatives.isEmpty { expectAnswer("serves-after-refusals", requests[0], .whole, &findings) }
  }

  private func expectAnswer(
    _ check: String, _ request: WorkloadRequest, _ framing: HTTPClient.Framing, _ findings: inout Findings
  ) {
    findings.check(check, request.summary, expected: request.expected.summary) {
      let answer = try client.send(request, framing: framing)
      return answer.difference(from: request.expected).map { $0 + "; " + answer.summary }
    }
  }

  /// White space and escapes come in; what comes out must mean the same and have been written anew.
  private func expectReserialised(_ request: WorkloadRequest, _ findings: inout Findings) {
    var disguised = request
    disguised.body = Array(JSONText.disguised(request.expected.json ?? .null).utf8)
    findings.check("parsed-and-serialised", disguised.summary, expected: "the same value in other bytes") {
      let answer = try client.send(disguised)
      if answer.body == disguised.body { return "the request's own bytes" }
      return answer.difference(from: request.expected).map { $0 + "; " + answer.summary }
    }
  }

  private func expectRefusal(_ negative: NegativeCase, _ findings: inout Findings) {
    findings.check(
      "refusal: \(negative.name)", negative.request.summary, expected: "400 or 422 with a JSON body"
    ) {
      let answer = try client.send(negative.request)
      let isJSON = (try? JSONValue(parsing: answer.body)) != nil
      return [400, 422].contains(answer.status) && isJSON ? nil : answer.summary
    }
  }
}

extension HTTPAnswer {
  func difference(from expected: ExpectedAnswer) -> String? {
    expected.difference(status: status, head: head, body: body)
  }

  var summary: String {
    "status \(status), body \(String(decoding: body.prefix(300), as: UTF8.self))"
  }
}

extension WorkloadRequest {
  var summary: String {
    body.isEmpty
      ? "\(method) \(target)" : "\(method) \(target) \(String(decoding: body.prefix(300), as: UTF8.self))"
  }
}

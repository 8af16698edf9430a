import JSON
import Testing

@testable import Scenarios

/// A scenario of these parts, each on lines of its own.
func sample(
  head: String = #"scenario: 1, name: "test""#, load: String = "{ users: 1 }", top: String = "",
  flow: String = "",
  steps: String = #"{ get: "/" }"#
) -> String {
  """
  { \(head),
    load: \(load),
    \(top)
    flows: { f: { \(flow)
      steps: [
        \(steps)
      ] } } }
  """
}

private func problems(_ text: String) -> [String] {
  do throws(InvalidScenario) {
    _ = try Scenario(parsing: text, named: "test.json5")
    return []
  } catch {
    return error.description.split(separator: "\n").map(String.init)
  }
}

@Suite struct ScenarioTests {
  @Test func `a file is what it says`() throws {
    let scenario = try Scenario(
      parsing: sample(
        head: #"scenario: 1, name: "all", seed: 7, timeout: "2s""#,
        load: #"{ arrivals: { rate: 50, spread: "poisson" }, users: 200, session: { iterations: [1, 3] } }"#,
        top: #"headers: { accept: "application/json" }, thresholds: ["step(login).p95 < 10 ms"],"#,
        flow:
          #"weight: 3, once: [ { name: "login", post: "/login", json: { name: "{{user.key}}" }, status: 201, capture: { token: { at: "/token", max: 512, secret: true } } } ], headers: { authorization: "Bearer {{token}}" }, "#,
        steps:
          #"{ let: { size: [1, 6], kind: { of: ["a", "b"], weights: [9, 1] } } }, { get: "/items/{{size}}", query: { kind: "{{kind}}" }, check: { "/0/kind": "{{kind}}" } }, { pause: { exponential: "1s", max: "5s" } }, { repeat: { times: 2, do: [ { if: { equals: ["{{kind}}", "a"], then: [ { end: "flow" } ] } } ] } }"#
      ), named: "all.json5")
    #expect(scenario.seed == 7 && scenario.timeoutSeconds == 2)
    #expect(scenario.load.model == .arrivals(isPoisson: true) && scenario.load.number == 50)
    #expect(scenario.load.mostUsers == 200 && scenario.load.iterations?.spread == .uniform(1, 3))
    let flow = try #require(scenario.flows.first)
    #expect(flow.weight == 3 && flow.once.count == 1 && flow.steps.count == 4)
    let login = try #require(flow.once.requests.first?.request)
    #expect(login.label == "login" && login.statuses == [201] && login.captures[0].most == 512)
    let items = try #require(flow.steps.requests.first?.request)
    #expect(items.label == "GET /items/{size}" && items.path.slots == ["size"] && items.isIdempotent)
    #expect(items.checks[0].pointer == ["0", "kind"])
    #expect(scenario.thresholds[0].subject == .step("login") && scenario.thresholds[0].bound == 0.01)
  }

  @Test(
    arguments: [
      ("a", [.text("a")]), ("", []), ("{{x}}", [.slot("x")]),
      ("a {{ x.y }} b", [.text("a "), .slot("x.y"), .text(" b")]),
      ("{{{{x}}", [.text("{{x}}")]), ("}}", [.text("}}")]),
    ] as [(String, [SlotText.Part])])
  func `texts have places for values`(written: String, parts: [SlotText.Part]) {
    #expect(SlotText(written)?.parts == parts)
  }

  @Test(arguments: ["{{", "{{x", "{{}}", "{{a b}}", "{{a..b}}"])
  func `a place has a name and an end`(written: String) {
    #expect(SlotText(written) == nil)
  }

  @Test(arguments: Broken.cases)
  func `what is wrong is told with its place and what would help`(broken: Broken) {
    #expect(problems(broken.text) == broken.problems.map { "test.json5:\($0)" }, "\(broken.text)")
  }

  @Test func `all that is wrong is told at once, in the order of the file`() {
    let found = problems(sample(load: "{ users: 0 }", steps: #"{ get: "x" }, { pause: 5 }"#))
    #expect(found.count == 3 && found.map { $0.split(separator: ":")[1] } == ["2", "6", "6"])
  }
}

/// A file with something wrong, and what is told of it.
struct Broken: CustomTestStringConvertible, Sendable {
  let text: String
  let problems: [String]

  var testDescription: String { problems.first ?? "" }

  init(_ text: String, _ problems: String...) {
    self.text = text
    self.problems = problems
  }
}

extension Broken {
  static let cases: [Broken] = heads + loads + flows + requests + answers + polls + values
}

extension Broken {
  private static let heads = [
    Broken("{", "1:1: an object without an end"),
    Broken(sample(head: #"name: "test""#), "1:1: `scenario: 1` is missing, the version of the form"),
    Broken(sample(head: #"scenario: 2, name: "test""#), "1:13: scenario must be 1, not 2"),
    Broken(sample(head: "scenario: 1"), "1:1: name is missing"),
    Broken(
      sample(head: #"scenario: 1, name: "Test it""#),
      "1:22: name has small letters, digits, `_` and `-`, 40 at the most"),
    Broken(
      sample(head: #"scenario: 1, name: "test", seed: -1"#),
      "1:36: seed must be a whole number from 0 to 9223372036854775807, not -1"),
    Broken(
      sample(head: #"scenario: 1, name: "test", target: "ftp://x""#),
      "1:38: target must be a URL like \"http://127.0.0.1:8080\", not \"ftp://x\""),
    Broken(
      sample(head: #"scenario: 1, name: "test", timeout: 5"#),
      "1:39: timeout must be a time from 1ms to 10m, with its unit, e.g. \"500ms\", not 5"),
    Broken(sample(top: #"secrets: { key: {} },"#), "3:19: secrets.key.env is missing"),
    Broken(
      sample(top: #"headers: { "content-length": "5" },"#),
      "3:14: `content-length` is what harness says itself"),
    Broken(
      sample(top: #"thinktime: "5s","#),
      "3:3: unknown field `thinktime`; there are scenario, name, summary, seed, target, compare, timeout, connections, secrets, headers, data, questions, users, load, flows, breaker, limits, thresholds"
    ),
    Broken(
      sample(top: #"connections: "shared","#),
      "3:16: connections must be \"own\", \"fresh\" or { shared: 64 }, not \"shared\""),
    Broken(
      sample(top: "connections: { shared: 0 },"),
      "3:26: connections.shared must be a whole number from 1 to 65535, not 0"),
    Broken(sample(top: "connections: {},"), "3:16: connections.shared is missing: how many there are"),
    Broken(
      sample(top: #"compare: { category: "My own" },"#),
      "3:24: compare.category must be small letters, digits, `_` and `-`, 40 at the most, not \"My own\""),
    Broken(
      sample(top: #"questions: { mixed: { templates: ["a"] } },"#),
      "3:16: questions.mixed: a name of your own has small letters, digits, `_` and `-`, and is none of those that are built in"
    ),
    Broken(
      sample(top: #"questions: { q: { city: ["Oslo"] } },"#),
      "3:16: questions.q needs templates, e.g. [\"How warm is it in {city} on day {day}?\"]"),
    Broken(
      sample(top: #"questions: { q: { templates: ["{city}?", "{sea}?"], city: ["Oslo"], day: [1, 2] } },"#),
      "3:16: questions.q.day: no template has {day}",
      "3:44: questions.q.templates[1]: nothing stands in {sea}; give questions.q.sea its words"),
    Broken(
      sample(top: #"questions: { q: { templates: ["{day}?"], day: [5, 1] } },"#),
      "3:33: questions.q.templates[0]: nothing stands in {day}; give questions.q.day its words",
      "3:49: questions.q.day must be texts, or two whole numbers of which the first is not above the second"),
    Broken(
      sample(top: #"data: { a: { file: "none.csv" } },"#),
      "3:22: data.a.file: `none.csv` cannot be read"),
    Broken(
      sample(top: #"data: { a: { pick: "any" } },"#), "3:14: data.a.file is missing",
      "3:22: data.a.pick must be one of \"unique\", \"circular\", \"random\", not \"any\""),
    Broken(
      sample(top: #"users: { count: 0 },"#),
      "3:19: users.count must be a whole number from 1 to 1000000, not 0"),
    Broken(
      sample(top: #"breaker: { window: "5m" },"#),
      "3:22: breaker.window must be a time from 1s to 1m, with its unit, e.g. \"500ms\", not \"5m\""),
    Broken(
      sample(top: #"breaker: { errors: 0 },"#),
      "3:22: breaker.errors must be a number from 0.001 to 1, not 0"),
    Broken(
      sample(top: #"limits: { errors: { after: "1m" } },"#),
      "3:21: limits.errors.share is missing: the share of failed steps that is too much, e.g. 0.1"),
    Broken(
      sample(top: #"limits: { for: 7 },"#),
      "3:18: limits.for must be a time from 1s to 24h, with its unit, e.g. \"500ms\", not 7"),
    Broken(
      sample(top: #"thresholds: ["p99 < 5"],"#),
      "3:16: thresholds[0]: a threshold is like \"step(ask).p99 < 800 ms\", \"flow(chat).mean < 2 s\", \"errors < 5 %\" or \"requests.rate > 100/s\""
    ),
    Broken(
      sample(top: #"thresholds: ["step(login).p99 < 5 ms"],"#),
      "3:16: thresholds[0]: no step is called \"login\"; there are \"GET /\""),
    Broken(
      sample(top: #"thresholds: ["errors.p99 < 5 ms"],"#),
      "3:16: thresholds[0]: errors have a share and a rate"),
    Broken(
      #"{ scenario: 1, name: "test", load: { users: 1 } }"#,
      "1:1: flows is missing: what users do, e.g. { browse: { steps: [ { get: \"/\" } ] } }"),
    Broken(
      #"{ scenario: 1, name: "test", flows: { f: { steps: [ { get: "/" } ] } } }"#,
      "1:1: load is missing: how many users there are, e.g. { users: 10 }"),
  ]

  private static let loads = [
    Broken(
      sample(load: "{}"),
      "2:9: load needs users, arrivals with a rate, or phases: e.g. { users: 10 } or { arrivals: { rate: 50 }, users: 100 }"
    ),
    Broken(sample(load: "{ users: 0 }"), "2:18: load.users must be a whole number from 1 to 1000000, not 0"),
    Broken(
      sample(load: "{ arrivals: { rate: 5 } }"),
      "2:9: load.users is missing: how many users there may be at a time, e.g. users: 200"),
    Broken(
      sample(load: #"{ arrivals: { rate: 5, spread: "random" }, users: 1 }"#),
      "2:40: load.arrivals.spread must be one of \"even\", \"poisson\", not \"random\""),
    Broken(
      sample(load: #"{ users: 1, phases: [ { for: "5s", users: 5 } ] }"#),
      "2:9: load.users and load.phases contradict each other: phases say how many users there are"),
    Broken(
      sample(load: #"{ phases: [ { users: 5 } ] }"#),
      "2:21: load.phases[0].for is missing: how long the phase is, e.g. \"1m\""),
    Broken(
      sample(load: #"{ phases: [ { for: "5s" } ] }"#),
      "2:21: load.phases[0].users is missing, e.g. users: 60 or { to: 60 }"),
    Broken(
      sample(load: #"{ phases: [ { for: "5s", rate: 5 } ] }"#),
      "2:21: load.phases[0].rate needs load.arrivals: without them phases say how many users there are"),
    Broken(
      sample(load: #"{ phases: [ { for: "5s", users: 0 } ] }"#),
      "2:21: load.phases: nobody is there in any of them"),
    Broken(
      sample(load: #"{ drain: "5s", phases: [ { for: "5s", users: 1, counted: false } ] }"#),
      "2:34: load.phases: none of them counts"),
    Broken(
      sample(
        load: #"{ phases: [ { name: "a", for: "5s", users: 1 }, { name: "a", for: "5s", users: 1 } ] }"#),
      "2:57: two phases are called \"a\"; results tell them apart by their names"),
    Broken(
      sample(load: #"{ phases: [ { for: "5s", users: { to: 5, shape: "step" } } ] }"#),
      "2:57: load.phases[0].users.shape must be \"linear\", \"exponential\" or \"step(4)\", not \"step\""),
    Broken(
      sample(load: #"{ phases: [ { for: "5s", users: {} } ] }"#),
      "2:41: load.phases[0].users must have to, wave or points, e.g. { to: 60 }"),
    Broken(
      sample(load: #"{ phases: [ { for: "5s", users: { wave: { low: 5, high: 1, period: "1s" } } } ] }"#),
      "2:49: load.phases[0].users.wave.low is above high"),
    Broken(
      sample(load: #"{ phases: [ { for: "5s", users: { points: [["1s", 5]] } } ] }"#),
      "2:52: load.phases[0].users.points[0]: points begin at \"0s\", each is later than the one before, none later than the phase's 5s"
    ),
    Broken(
      sample(load: #"{ users: 1, session: { iterations: { from: 5, to: 1 } } }"#),
      "2:44: load.session.iterations needs from and to, from not above to"),
    Broken(
      sample(load: #"{ users: 1, tick: "1s" }"#),
      "2:27: load.tick must be a time from 0s to 10ms, with its unit, e.g. \"500ms\", not \"1s\""),
  ]

  private static let flows = [
    Broken(
      sample(flow: "weight: 0,"), "4:25: flows.f.weight must be a whole number from 1 to 1000000, not 0"),
    Broken(
      sample(flow: #"onError: "stop","#),
      "4:26: flows.f.onError must be one of \"continue\", \"end flow\", \"end user\", not \"stop\""),
    Broken(
      sample(steps: "{}"),
      "6:7: flows.f.steps[0] says nothing to do: one of get, post, put, patch, delete, head, poll, pause, let, repeat, if, choose, end"
    ),
    Broken(
      sample(steps: #"{ get: "/", pause: "1s" }"#),
      "6:7: flows.f.steps[0] is get and pause at once; they are steps of their own"),
    Broken(
      sample(steps: #"{ get: "/" }, { get: "/" }"#),
      "6:21: flow f has two requests called \"GET /\"; give one a name of its own: name: \"…\""),
    Broken(
      sample(steps: #"{ repeat: { times: 2 } }"#),
      "6:17: flows.f.steps[0].repeat needs times and do, e.g. { times: 3, do: [ { get: \"/\" } ] }"),
    Broken(
      sample(steps: #"{ if: { then: [] } }"#),
      "6:13: flows.f.steps[0].if needs equals, e.g. { equals: [\"{{state}}\", \"done\"], then: […] }"),
    Broken(
      sample(steps: #"{ end: "all" }"#),
      "6:14: flows.f.steps[0].end must be \"flow\" or \"user\", not \"all\""),
    Broken(
      sample(steps: #"{ pause: "5" }"#),
      "6:16: flows.f.steps[0].pause must be a time from 0s to 24h, with its unit, e.g. \"5s\", not \"5\""),
    Broken(
      sample(steps: #"{ pause: ["5s", "1s"] }"#),
      "6:16: flows.f.steps[0].pause: the first one is above the second one"),
    Broken(
      sample(steps: #"{ choose: [ { weight: 0, do: [] } ] }"#),
      "6:29: flows.f.steps[0].choose[0].weight must be a whole number from 1 to 1000000, not 0"),
  ]

  private static let requests = [
    Broken(
      sample(steps: #"{ get: "items" }"#),
      "6:14: flows.f.steps[0].get must begin with `/` and have no blank and no `#`"),
    Broken(
      sample(steps: #"{ get: "/{{}}" }"#),
      "6:14: flows.f.steps[0].get: `{{` begins a place for a value and needs its name and `}}`, e.g. {{user.key}}; two braces that are none are written `{{{{`"
    ),
    Broken(
      sample(steps: #"{ get: "/{{itm}}" }"#),
      "6:7: path: no value \"itm\" is set before this step; there are iteration, run, user.index, user.key"),
    Broken(
      sample(steps: #"{ get: "/{{iteratoin}}" }"#),
      "6:7: path: no value \"iteratoin\" is set before this step; did you mean iteration?"),
    Broken(sample(steps: #"{ get: "/", json: {} }"#), "6:25: flows.f.steps[0]: GET has no body"),
    Broken(
      sample(steps: #"{ post: "/", json: {}, text: "x" }"#),
      "6:26: flows.f.steps[0] has several bodies; one of json, form, text"),
    Broken(
      sample(steps: #"{ get: "/", status: "2x" }"#),
      "6:27: flows.f.steps[0].status must be a status like 201, \"2xx\", \"200-204\", or an array of them, not \"2x\""
    ),
    Broken(
      sample(steps: #"{ get: "/", name: "A b" }"#),
      "6:25: flows.f.steps[0].name: a step's name has small letters, digits, `_` and `-`, 40 at the most"),
    Broken(
      sample(steps: #"{ get: "/", headers: { "a b": "c" } }"#),
      "6:30: `a b` is no field of HTTP, or has a control character"),
    Broken(
      sample(steps: #"{ post: "/", retry: { on: ["timeout"] } }"#),
      "6:27: flows.f.steps[0].retry: the request may be carried out twice; say idempotent: true, or leave \"timeout\" and \"reset\" out of on"
    ),
    Broken(
      sample(steps: #"{ get: "/", retry: { on: ["later"] } }"#),
      "6:33: flows.f.steps[0].retry.on[0] must be \"connect\", \"reset\", \"timeout\", or a status like 429 or \"5xx\""
    ),
    Broken(
      sample(steps: #"{ get: "/", retry: {} }"#),
      "6:26: flows.f.steps[0].retry.on is missing: after which failures, e.g. [\"connect\", 429, \"5xx\"]"),
    Broken(
      sample(steps: #"{ get: "/", on: { "abc": "end user" } }"#),
      "6:25: flows.f.steps[0].on.abc: a status like \"402\" or \"5xx\""),
  ]

  private static let values = [
    Broken(
      sample(steps: #"{ let: { x: null } }"#),
      "6:19: flows.f.steps[0].let.x must be a text, a number, two numbers or an object, not null"),
    Broken(
      sample(steps: #"{ let: { x: {} } }"#),
      "6:19: flows.f.steps[0].let.x must have exactly one of of, uuid, text, now, question, row, uniform, normal, exponential, lognormal"
    ),
    Broken(
      sample(steps: #"{ let: { x: { question: "tecnical" } } }"#),
      "6:16: let.x: no questions \"tecnical\"; did you mean technical?"),
    Broken(
      sample(steps: #"{ let: { x: { row: "accounts" } } }"#),
      "6:16: let.x: no data \"accounts\"; there are none"),
    Broken(
      sample(steps: #"{ let: { x: { of: ["a"], weights: [1, 2] } } }"#),
      "6:41: flows.f.steps[0].let.x.weights must be as many whole numbers from 1 on as `of` has elements, not an array"
    ),
    Broken(
      sample(steps: #"{ let: { x: { normal: [1] } } }"#),
      "6:29: flows.f.steps[0].let.x.normal must be an array of two: mean and deviation"),
    Broken(
      sample(steps: #"{ let: { x: { exponential: 5, min: 9, max: 1 } } }"#),
      "6:19: flows.f.steps[0].let.x.min is more than max"),
    Broken(
      sample(steps: #"{ let: { x: { now: "utc" } } }"#),
      "6:26: flows.f.steps[0].let.x.now must be \"iso\" or \"unix\", not \"utc\""),
  ]
}

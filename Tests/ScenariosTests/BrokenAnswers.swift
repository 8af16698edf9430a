/// Steps that look at answers, with something wrong in them.
extension Broken {
  static let answers = [
    Broken(
      sample(steps: #"{ get: "/", capture: { id: "id" } }"#),
      "6:34: flows.f.steps[0].capture.id: `id` is no JSON pointer; it begins with `/`, e.g. \"/items/0/id\""),
    Broken(
      sample(steps: #"{ get: "/", capture: { id: { max: 5 } } }"#),
      "6:34: flows.f.steps[0].capture.id must have exactly one of at, header, cookie, status"),
    Broken(
      sample(steps: #"{ get: "/", capture: { id: { at: "/id", header: "x" } } }"#),
      "6:34: flows.f.steps[0].capture.id must have exactly one of at, header, cookie, status"),
    Broken(
      sample(steps: #"{ get: "/", capture: { code: { status: 200 } } }"#),
      "6:46: flows.f.steps[0].capture.code.status must be true, not 200"),
    Broken(
      sample(steps: #"{ get: "/", capture: { id: { at: "/id", as: "number" } } }"#),
      "6:51: flows.f.steps[0].capture.id.as must be \"integer\", not \"number\""),
    Broken(
      sample(steps: #"{ head: "/", capture: { id: "/id" } }"#),
      "6:7: flows.f.steps[0]: an answer to HEAD has no body that anything could be taken from"),
    Broken(
      sample(steps: #"{ get: "/", capture: { code: { status: true, max: 1 } } }"#),
      "6:52: unknown field `flows.f.steps[0].capture.code.max`; there are at, header, cookie, status, secret, optional, as"
    ),
    Broken(
      sample(steps: #"{ get: "/", capture: { "user.key": "/id" } }"#),
      "6:30: `user.key` is given its value by the load; call the variable something else"),
    Broken(
      sample(steps: #"{ get: "/", capture: { id: { at: "/id", max: 0 } } }"#),
      "6:52: flows.f.steps[0].capture.id.max must be a whole number from 1 to 65536, not 0"),
    Broken(
      sample(steps: #"{ get: "/", capture: { id: "/1/2/3/4/5/6/7/8/9" } }"#),
      "6:34: flows.f.steps[0].capture.id: `/1/2/3/4/5/6/7/8/9` goes 9 levels deep; 8 at the most"),
    Broken(
      sample(steps: #"{ get: "/", check: { "/tags": ["a"] } }"#),
      "6:37: flows.f.steps[0].check./tags must be a text, a number, true, false or null, not an array"),
    Broken(
      sample(steps: #"{ head: "/", check: { "/id": 1 } }"#),
      "6:7: flows.f.steps[0]: an answer to HEAD has no body that anything could be taken from"),
  ]

  static let polls = [
    Broken(
      sample(steps: #"{ poll: { get: "/" } }"#),
      "6:15: flows.f.steps[0].poll needs get and until, e.g. { get: \"/tasks/{{task}}\", until: { \"/state\": \"done\" } }"
    ),
    Broken(
      sample(steps: #"{ poll: { until: { "/a": 1 } } }"#),
      "6:15: flows.f.steps[0].poll needs get and until, e.g. { get: \"/tasks/{{task}}\", until: { \"/state\": \"done\" } }"
    ),
    Broken(
      sample(steps: #"{ poll: { get: "/", until: { "/a": "{{b}}" }, every: "2m" } }"#),
      "6:36: until: no value \"b\" is set before this step; there are iteration, run, user.index, user.key",
      "6:60: flows.f.steps[0].poll.every must be a time from 1ms to 1m, with its unit, e.g. \"500ms\", not \"2m\""
    ),
  ]
}

import Contract
import Orchestration
import Testing

@testable import Commands

private func load(_ words: [String]) throws -> HTTPLoad {
  try #require(try Harness.request(["load"] + words) as? LoadRequest).complete()
}

extension HTTPLoad {
  /// What was asked for, in one text.
  fileprivate var words: String {
    let request = "\(method) \(body ?? []) \(headers) \(tls) \(driver)"
    let size = "\(connections) \(seconds) \(timeoutSeconds) \(requestLimit ?? 0)"
    return "\(request) \(size) \(rate.map { "\($0)" } ?? "")"
  }
}

private let plain = "http://127.0.0.1:1/"

@Suite struct HabitTests {
  @Test(arguments: [
    ("-c2 -n9 \(plain)", "-c 2 -n 9 \(plain)"), ("-c=2 \(plain)", "-c 2 \(plain)"),
    ("-d30s \(plain)", "-d 30 \(plain)"), ("-d 1m \(plain)", "-d 60 \(plain)"),
    ("-d 500ms \(plain)", "-d 0.5 \(plain)"), ("-z 10s \(plain)", "-d 10 \(plain)"),
    ("--timeout 250ms \(plain)", "--timeout 0.25 \(plain)"),
    ("--rate 5 --tick 2ms \(plain)", "--rate 5 --tick 2000 \(plain)"),
    ("-m POST \(plain)", "--method POST \(plain)"), ("-X POST \(plain)", "--method POST \(plain)"),
    ("-XPUT \(plain)", "--method PUT \(plain)"), ("-HA:1 \(plain)", "-H A:1 \(plain)"),
    ("-HA:b=c \(plain)", "-H A:b=c \(plain)"), ("-R 100 \(plain)", "--rate 100 \(plain)"),
    ("-k https://127.0.0.1:1/", "--insecure https://127.0.0.1:1/"),
    ("--data x=1 \(plain)", "--body x=1 \(plain)"),
    ("--data @/dev/null \(plain)", "--body-file /dev/null \(plain)"),
    ("--data-raw @x \(plain)", "--body @x \(plain)"),
    ("-D /dev/null \(plain)", "--body-file /dev/null \(plain)"),
    ("--vus 7 \(plain)", "-c 7 \(plain)"), ("127.0.0.1:1", plain), ("\(plain) -c 3", "-c 3 \(plain)"),
  ])
  func `what the fingers know is understood`(typed: String, meant: String) throws {
    let words = { (line: String) in line.split(separator: " ").map(String.init) }
    #expect(try load(words(typed)).words == load(words(meant)).words)
  }

  @Test(arguments: [
    (["load", "-t", "2", plain], "`-t`: threads are --generator-cpus LIST"),
    (["load", "-t2", plain], "`-t`: threads are --generator-cpus LIST"),
    (["load", "-q", "5", plain], "`-q`: a rate is --rate R"),
    (["load", "--latency", plain], "`--latency`: latency is always shown"),
    (["load", "-d", "@body.json", plain], "not `@body.json`; a body is --body TEXT or --body-file FILE"),
    (["load", "-d", #"{"a":1}"#, plain], "a body is --body TEXT or --body-file FILE"),
    (["load", "-duration=30s", plain], "unknown flag `-duration`; did you mean --duration?"),
    (
      ["load", "-d", "30x", plain], "--duration wants a number of seconds from 0.05 to 86400, or a time like"
    ),
    (["load", "--export-json", "x", plain], "`--export-json`: --json prints"),
    (["load", "--generator-cpus", "999", plain], "--generator-cpus: this process may use processors"),
    (["load", "--arrivals", "poisson", plain], "--arrivals goes with --rate"),
    (["load", "-c2x", plain], "--connections wants a whole number from 1 to 20000, not `2x`"),
    (["load", "-x", plain], "unknown flag `-x`"),
    (["compare", "python", "node", "--export-json", "x"], "`--export-json`: --json prints"),
    (["compare", "python", "node", "--http2", "4"], "`--http2`: apps are asked in HTTP/1.1"),
    (["scenario", "run", "examples/shop.json5", "--http2", "4"], "`--http2`: users speak HTTP/1.1"),
    (["compare", "python", "--frameworks", "node"], "give frameworks after --frameworks or as plain words"),
    (["compare", "-f", "python", "-f", "python"], "--frameworks names `python` twice"),
    (["compare", "python", "node", "--workloads", "jsn-*"], "no workload's name is like `jsn-*`"),
    (["compare", "--baseline", "a", "--compare", "b", "python"], "leave out python"),
    (["help", "comapre"], "unknown command `comapre`; did you mean compare?"),
  ])
  func `what has another form here is answered with it`(words: [String], sentence: String) {
    #expect {
      if let request = try Harness.request(words) as? LoadRequest { _ = try request.complete() }
    } throws: {
      ($0 as? UsageError)?.description.contains(sentence) == true
    }
  }

  @Test func `frameworks may be plain words, and a flag of names may be repeated`() throws {
    let names = { (words: [String]) in
      try #require(try Harness.request(["compare"] + words) as? CompareRequest).choice.names
    }
    #expect(try names(["python", "node"]) == ["python", "node"])
    #expect(try names(["python,node", "rust"]) == ["python", "node", "rust"])
    #expect(try names(["-f", "python,node"]) == ["python", "node"])
    #expect(try names(["--frameworks", "python", "--frameworks", "node"]) == ["python", "node"])
    #expect(
      try #require(try Harness.request(["verify", "python", "node"]) as? VerifyRequest).choice.names.count
        == 2)
    #expect(
      try #require(try Harness.request(["profile", "python"]) as? ProfileRequest).choice.names == ["python"])
  }

  private func cells(_ words: String...) throws -> CellsRequest {
    try #require(try Harness.request(["compare", "python", "node"] + words) as? CompareRequest).cells
  }

  @Test func `a pattern stands for all workloads of its kind, each once`() throws {
    let json = try cells("--workloads", "json-*").workloads.map(\.name)
    #expect(json.count > 3 && json.allSatisfy { $0.hasPrefix("json-") } && Set(json).count == json.count)
    let mixed = try cells("--workloads", "path-int", "--workloads", "json-small,json-*").workloads.map(\.name)
    #expect(mixed == ["path-int", "json-small"] + json.filter { $0 != "json-small" })
    #expect(try cells("--workloads", "path-in?").workloads.map(\.name) == ["path-int"])
  }

  @Test func `an app may be given more time until it is healthy`() throws {
    #expect(try cells().healthTimeoutSeconds == 30)
    #expect(try cells("--health-timeout", "2m").healthTimeoutSeconds == 120)
  }

  @Test func `help is a command as well`() throws {
    let asked = { (line: String) in
      let words = line.split(separator: " ").map(String.init)
      return try #require(try Harness.request(words) as? FixedAnswer)
    }
    for (typed, meant) in [
      ("help compare", "compare --help"), ("help", "--help"), ("-V", "--version"),
      ("help results verify", "results verify --help"),
    ] {
      let (first, second) = (try asked(typed), try asked(meant))
      #expect(first.exitCode == .ok && first.text == second.text, "\(typed)")
    }
  }

  @Test func `every habit leads to flags that its command has, and hides none`() throws {
    for (name, habits) in Habit.all {
      let path = name.split(separator: " ")
      let command = try path.reduce(Harness.root) { command, word in
        try #require(command.subcommands.first { $0.name == word })
      }
      let flags = command.allFlags.map(\.name)
      let typed = flags.map { "--" + $0 } + command.allFlags.compactMap { $0.letter.map { "-\($0)" } }
      for habit in habits {
        #expect(Set(habit.words).isDisjoint(with: typed), "\(name) \(habit.words)")
        switch habit.meaning {
        case .flag(let flag, let file):
          #expect(([flag] + [file].compactMap(\.self)).allSatisfy(flags.contains), "\(name) \(habit.words)")
        case .told(let sentence):
          for match in sentence.matches(of: /--([a-z-]+)/) {
            #expect(flags.contains(String(match.1)), "\(sentence)")
          }
        }
      }
      let words = habits.flatMap(\.words)
      #expect(Set(words).count == words.count, "\(name)")
    }
  }
}

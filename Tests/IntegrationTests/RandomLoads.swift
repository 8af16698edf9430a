import SeededRandom

/// A command line of `load` that somebody may type: flags with right and wrong values, in an order of its own.
struct RandomLoad: CustomStringConvertible {
  /// The words after `harness`.
  let words: [String]
  /// What is to be done with standard output, in a shell's words.
  let redirection: String

  var description: String { "harness \(words.map { "'\($0)'" }.joined(separator: " ")) \(redirection)" }

  /// A command line that ends in a second or two; `port` has a server that answers /health, `closed` nobody, and `folder` room for files.
  init(_ random: inout SeededGenerator, port: UInt16, closed: UInt16, folder: String) {
    var words = ["--timeout", "0.3"]
    let isShort = random.uniform() < 0.9
    words += [
      "-d", Self.pick(isShort ? ["0.05", "0.1s", "150ms"] : ["0", "1x", "@body", "-1", "nan"], &random),
    ]
    if random.uniform() < 0.8 { words.append("--json") }
    for _ in 0..<random.integer(in: 0...4) {
      let flag = random.element(of: Self.flags) ?? ("--quiet", [])
      let value = flag.values.isEmpty ? [] : [Self.pick(flag.values, &random)]
      words += ([flag.name] + value).map { $0.replacing("FOLDER", with: folder) }
    }
    let hasURL = random.uniform() < 0.97
    let url = Self.pick(random.uniform() < 0.6 ? Self.urls : Self.otherURLs, &random)
    if hasURL { words.append(url.replacing("PORT", with: "\(port)").replacing("CLOSED", with: "\(closed)")) }
    self.words = ["load"] + words
    redirection = random.uniform() < 0.05 ? Self.pick([">/dev/full", ">&-"], &random) : ""
  }

  private static func pick(_ texts: [String], _ random: inout SeededGenerator) -> String {
    random.element(of: texts) ?? ""
  }

  private static let urls = [
    "http://127.0.0.1:PORT/health", "127.0.0.1:PORT/health?x=|", "localhost:PORT/health",
    "HTTP://user:pa%20ss@127.0.0.1:PORT/health#f", "http://127.0.0.1:PORT/nothing",
  ]
  private static let otherURLs = [
    "http://127.0.0.1:CLOSED/", "https://127.0.0.1:PORT/", "https://127.0.0.1:CLOSED/", "ftp://127.0.0.1/",
    "http://[::1]:CLOSED/", "http://", "http://127.0.0.1:99999/", "http://a b/", "",
    "http://[fe80::1%25lo]:CLOSED/",
    "::1", "--", "http://ü/", "http://127.0.0.1:PORT/\u{1}",
  ]
  private static let flags: [(name: String, values: [String])] = [
    ("-c", ["1", "3", "8", "0", "x", "20001"]), ("-n", ["1", "7", "50", "0", "1e3"]), ("-c2", []),
    ("-n9", []),
    ("--rate", ["1", "200", "0.001", "10000000", "1e9", "nan", "-1"]),
    ("--ramp", ["0-100", "5-5", "1-1e12", "0-0", "x-", "10000000-0"]),
    ("--steps", ["10,20", "0,5", "1,,2", "10000000,0.001"]), ("--tick", ["0", "100", "1ms", "5h"]),
    ("--arrivals", ["poisson", "constant", "bursty"]), ("--seed", ["1", "-1", "99999999999999999999"]),
    ("-X", ["GET", "POST", "HEAD", "DELETE", "G T", "CONNECT", "OPTIONS"]),
    (
      "-H",
      [
        "A: 1", "Host: x", "Content-Length: 3", "Content-Length: 0", "Connection: close",
        "Connection: keep-alive",
        "Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "bad", "a: b\u{1}", ": x", "two words: x",
      ]
    ),
    ("--body", ["", "x", "hello", "[1,2]"]), ("--data", ["x", "@/dev/null", "@/no/such"]),
    ("--body-file", ["-", "/dev/stdin", "/dev/null", "/no/such", "/"]), ("--pipeline", ["1", "4", "0"]),
    ("--http2", ["1", "4", "0", "http://127.0.0.1/"]), ("--unix-socket", ["/no/such/socket", "", "/"]),
    ("--receive-stamps", ["kernel", "program", "x"]), ("--no-keep-alive", []), ("--insecure", []),
    ("--no-resumption", []), ("--quiet", []), ("--latency", []), ("--nonsense", []), ("-x", []),
    ("-t", ["2"]),
    ("--tls", ["1.2", "1.3", "1.1"]), ("--cacert", ["/no/such", "/dev/null", "/"]),
    ("--server-name", ["h", ""]),
    ("--poller", ["auto", "epoll", "uring", "kqueue"]), ("--batch", ["off", "8", "1"]),
    ("--batch-wait", ["50", "1ms", "1s"]), ("--generator-cpus", ["0", "999", "x", "0-9999"]),
    ("--csv", ["FOLDER/s.csv", "/dev/full", "/no/such/x", "FOLDER"]),
    ("--hgrm", ["FOLDER/l.hgrm", "/dev/null"]),
    ("--hlog", ["FOLDER/l.hlog", "FOLDER/s.csv/x"]),
  ]
}

/// A word that people type who know other tools: for a flag of ours, or answered with what does the same here.
struct Habit: Sendable {
  enum Meaning: Sendable {
    /// The flag of this name; where a value that begins with `@` is a file, the flag of that.
    case flag(String, file: String?)
    /// What does the same, in a sentence.
    case told(String)
  }

  let words: [String]
  let meaning: Meaning

  private init(_ words: String..., flag: String, file: String? = nil) {
    self.words = words
    meaning = .flag(flag, file: file)
  }

  private init(_ words: String..., told sentence: String) {
    self.words = words
    meaning = .told(sentence)
  }

  /// What a word means to the command of this name; nil when nobody types it.
  static func meaning(of word: String, to command: String) -> Meaning? {
    all[command]?.first { $0.words.contains(word) }?.meaning
  }

  /// The habits by command.
  static let all: [String: [Habit]] = [
    "load": [
      // wrk, wrk2, hey, oha, bombardier, autocannon, k6, vegeta, ab and curl, whose names differ.
      Habit("-X", "-m", "--request", flag: "method"),
      Habit("-k", flag: "insecure"),
      Habit("-z", flag: "duration"),
      Habit("-R", "-r", "--rps", "--qps", flag: "rate"),
      Habit("--vus", "--concurrency", "--users", flag: "connections"),
      Habit("--iterations", flag: "requests"),
      Habit("--data", "--data-binary", flag: "body", file: "body-file"),
      Habit("--data-raw", flag: "body"),
      Habit("-D", "--body-path", flag: "body-file"),
      Habit("--pipelining", flag: "pipeline"),
      Habit("--disable-keepalive", flag: "no-keep-alive"),
      Habit(
        "-t", "--threads",
        told: "threads are --generator-cpus LIST, e.g. --generator-cpus 0,1; a time limit is --timeout S"),
      Habit("-T", told: "a time limit is --timeout S, a media type --header 'Content-Type: TYPE'"),
      Habit("-q", told: "a rate is --rate R, silence is --quiet"),
      Habit("-L", "--latency", told: "latency is always shown; leave it out"),
      Habit(
        "-s", "--script",
        told: "no scripts are run; a request is made of --method NAME, --header FIELD and --body TEXT"),
      Habit(
        "-a", "-u", "--user", told: "a name and a password are part of the URL: http://name:password@host/"),
      Habit(
        "-p", told: "requests at once on a connection are --pipeline N, a body from a file --body-file FILE"),
      Habit("-I", "--head", told: "that is --method HEAD"),
      Habit(
        "-o", "--output", "--export-json", told: "--json prints all figures: harness load --json URL > FILE"),
    ],
    "compare": comparing + [
      Habit(
        "--export-json", told: "--json prints the comparison, and comparison.json is in every run's folder"),
      Habit("--export-csv", told: "comparison.csv is in every run's folder"),
      Habit("--export-markdown", flag: "report"),
    ],
    "profile": comparing + [
      Habit("--export-json", told: "--json prints the profile, and profile.json is in every run's folder")
    ],
    "scenario run": running,
  ]

  /// Of `scenario run`, for those who know k6, Gatling, Locust or Artillery.
  private static let running: [Habit] = [
    Habit("--vus", "-u", flag: "users"),
    Habit("-d", "--duration", "-t", "--run-time", flag: "for"),
    Habit("--http2", told: "users speak HTTP/1.1; `harness load` speaks HTTP/2"),
  ]

  private static let comparing: [Habit] = [
    Habit("-r", "--runs", flag: "rounds"),
    Habit("-q", flag: "quiet"),
    Habit("--http2", told: "apps are asked in HTTP/1.1; `harness load` speaks HTTP/2"),
    Habit("-z", flag: "duration"),
    Habit("--vus", "--concurrency", "--users", flag: "connections"),
    Habit("-t", "--threads", told: "processes of an app are --workers N, the load on it --connections N"),
  ]
}

import Platform

/// The flags of `scenario`.
enum ScenarioFlags {
  static let target = Flag(
    "target", "URL", Notation<String>.text, "the system, e.g. http://127.0.0.1:8080",
    otherwise: "the file's target")
  static let duration = Flag(
    "for", "S", .seconds(in: 0.05...86_400), "how long a load without phases is", standard: 10)
  static let seed = Flag(
    "seed", "N", .wholeNumber(in: 0...UInt64(Int64.max)), "what all that is drawn follows from",
    otherwise: "the file's, or one that is drawn")
  static let run = Flag(
    "run", "NAME", .runName, "the run's name, which users' keys begin with", otherwise: "made of the time")

  static let walkTarget = Flag(
    "target", "URL", Notation<String>.text, "a server at which one user carries out each flow once",
    otherwise: "nothing is sent")

  static let checking: [any CommandFlag] = [walkTarget, seed, Flag.json]

  static let users = Flag(
    "users", "N", .wholeNumber(in: 1...1_000_000), "how many users there are at a time",
    otherwise: "the file's number")
  static let rate = Flag(
    "rate", "N", .number(in: 0.001...1_000_000), "how many users come in a second, where they come",
    otherwise: "the file's number")
  static let healthPort = Flag(
    "health-port", "PORT", .wholeNumber(in: 0...65_535),
    "answer GET /healthz at this port of 127.0.0.1 while the run lasts; 0: any free one, which is told",
    otherwise: "none")
  static let output = Flag(
    "output", "DIR", .folder,
    "a new folder for what the run leaves: its figures, each second, the first steps that failed, a report",
    letter: "o")

  static let running: [any CommandFlag] = [
    target, users, rate, duration, seed, run, output, healthPort, LoadFlags.cpus, CompareFlags.poller,
    CompareFlags.quiet, Flag.json,
  ]
}

extension Notation where Value == String {
  /// A name that can stand in a URL.
  fileprivate static var runName: Notation {
    Notation(wants: "letters, digits and dashes, 40 at the most", write: { $0 }) { text in
      (1...40).contains(text.count)
        && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } ? text : nil
    }
  }
}

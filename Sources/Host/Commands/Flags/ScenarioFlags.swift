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

  static let running: [any CommandFlag] = [
    target, duration, seed, run, LoadFlags.cpus, CompareFlags.poller, CompareFlags.quiet, Flag.json,
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

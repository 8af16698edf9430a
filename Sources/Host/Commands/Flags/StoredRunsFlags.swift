/// The flags of `compare` that are about two stored runs.
enum StoredRunsFlags {
  static let baseline = Flag(
    "baseline", "DIR", .folder, "instead of measuring: the folder of a stored run to compare with")
  static let compare = Flag(
    "compare", "DIR", .folder, "the folder of the stored run that is compared with --baseline")
  static let force = Flag(switch: "force", "compare stored runs although they were loaded differently")

  static let all: [any CommandFlag] = [baseline, compare, force]
}

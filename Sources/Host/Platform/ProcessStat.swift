/// The fields of /proc/<pid>/stat that matter (proc(5)).
struct ProcessStat {
  /// Ticks of processor time.
  struct Times: Equatable {
    var user = 0
    var kernel = 0
  }

  /// Whether it has ended and only waits for its parent to look.
  let isZombie: Bool
  /// The process that it is a child of.
  let parent: Int32
  /// Its own, ended threads included.
  let times: Times
  /// Those of the children that it waited for, and of theirs.
  let waited: Times
  /// When it began, in ticks since the machine did.
  let start: Int

  /// Of a process, or a thread; nil when there is none. `proc` is where /proc is.
  init?(of pid: Int32, in proc: String = "/proc") {
    guard let text = ProcFile.text("\(proc)/\(pid)/stat"), let close = text.lastIndex(of: ")") else {
      return nil
    }
    // The fields after the name, from the third on.
    let fields = text[text.index(after: close)...].split(separator: " ")
    guard fields.count > 19, let parent = Int32(fields[1]), let start = Int(fields[19]) else { return nil }
    let ticks = fields[11...14].compactMap { Int($0) }
    guard ticks.count == 4 else { return nil }
    isZombie = fields[0] == "Z" || fields[0] == "X"
    (self.parent, self.start) = (parent, start)
    times = Times(user: ticks[0], kernel: ticks[1])
    waited = Times(user: ticks[2], kernel: ticks[3])
  }
}

/// The fields of /proc/<pid>/stat that matter (proc(5)).
struct ProcessStat {
  /// Whether it has ended and only waits for its parent to look.
  let isZombie: Bool
  /// Ticks of processor time in user mode, ended threads included.
  let userTicks: Int
  /// Ticks in the kernel.
  let kernelTicks: Int
  /// When it began, in ticks since the machine did.
  let start: Int

  /// Of a process, or a thread; nil when there is none. `proc` is where /proc is.
  init?(of pid: Int32, in proc: String = "/proc") {
    guard let text = ProcFile.text("\(proc)/\(pid)/stat"), let close = text.lastIndex(of: ")") else {
      return nil
    }
    // The fields after the name, from the third on.
    let fields = text[text.index(after: close)...].split(separator: " ")
    guard fields.count > 19, let user = Int(fields[11]), let kernel = Int(fields[12]),
      let start = Int(fields[19])
    else { return nil }
    isZombie = fields[0] == "Z" || fields[0] == "X"
    (userTicks, kernelTicks, self.start) = (user, kernel, start)
  }
}

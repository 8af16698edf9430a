import CLinux
import Dispatch
import Glibc
import Synchronization

/// A program we started, in a process group of its own, with pipes at its standard input, output and error.
///
/// Two threads serve it: one keeps the tail of its standard error, one waits for its end.
package final class ChildProcess: Sendable {
  /// How a process ended.
  package enum Exit: Equatable, Sendable, CustomStringConvertible {
    /// It exited with this status.
    case status(Int32)
    /// A signal ended it.
    case signal(Int32)

    package var description: String {
      switch self {
      case .status(let status): "exited with status \(status)"
      case .signal(let signal): "was ended by signal \(signal) (\(String(cString: strsignal(signal))))"
      }
    }
  }

  private enum State {
    case running([@Sendable (Exit) -> Void])
    case ended(Exit)
  }

  /// The process, and its process group.
  package let pid: Int32
  /// Where to write to its standard input. The owner of this object closes it.
  package let standardInput: Int32
  /// Where to read its standard output. The owner of this object closes it.
  package let standardOutput: Int32
  private let tail: LineTail
  private let state = Mutex(State.running([]))
  private let ended = DispatchSemaphore(value: 0)
  /// The children that were started here and have not ended.
  private static let started = Mutex<Set<Int32>>([])

  /// Those children, none of which is started meanwhile.
  static func withStarted<Value: Sendable>(_ body: (Set<Int32>) -> Value) -> Value {
    started.withLock { body($0) }
  }

  /// Starts the program at `path` with our environment changed by `environment`, in `directory` (nil: ours).
  /// SIGPIPE is ignored from now on: a child that is gone is an error of the write.
  package init(
    path: String, arguments: [String], environment: [String: String] = [:], directory: String? = nil
  ) throws(SystemError) {
    Glibc.signal(SIGPIPE, SIG_IGN)
    let input = try Pipe()
    let output = try Pipe()
    let error = try Pipe()
    let all = ChildProcess.inheritedEnvironment.merging(environment) { $1 }
    var argv = ([path] + arguments).map { strdup($0) } + [nil]
    var envp = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    let descriptors = [input.readEnd.number, output.writeEnd.number, error.writeEnd.number]
    var pid: Int32 = 0
    let code = Self.started.withLock { started in
      let code = clinux_spawn(&pid, path, &argv, &envp, directory, descriptors)
      if code == 0 { started.insert(pid) }
      return code
    }
    guard code == 0 else { throw SystemError("start \(path)", code: code) }
    self.pid = pid
    standardInput = input.takeWriteEnd()
    standardOutput = output.takeReadEnd()
    tail = LineTail(limit: 40, reading: error.takeReadEnd())
    try startThread("wait \(pid)") { [self] in recordExit() }
  }

  /// The last lines (40 at most) it wrote to its standard error.
  package var standardErrorTail: [String] { tail.lines }

  /// Waits until nobody can write to its standard error any more, so long at the most.
  package func waitForStandardError(milliseconds: Int) { tail.waitForEnd(milliseconds: milliseconds) }

  /// How it ended; nil while it runs.
  package var exit: Exit? {
    state.withLock { if case .ended(let exit) = $0 { exit } else { nil } }
  }

  /// Waits for its end.
  package func waitForExit() async -> Exit {
    await withCheckedContinuation { continuation in whenEnded { continuation.resume(returning: $0) } }
  }

  /// Calls `body` once it has ended, on the thread that waits for that, or at once.
  package func whenEnded(_ body: @escaping @Sendable (Exit) -> Void) {
    let ended: Exit? = state.withLock {
      switch $0 {
      case .ended(let exit): return exit
      case .running(let waiting):
        $0 = .running(waiting + [body])
        return nil
      }
    }
    if let ended { body(ended) }
  }

  /// Reads all that it prints, closes that, and waits for its end; holds the thread meanwhile.
  package func finish() -> (output: [UInt8], exit: Exit) {
    var output: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(standardOutput, &piece, piece.count)
      if count > 0 { output += piece[..<count] } else if count == 0 || errno != EINTR { break }
    }
    close(standardOutput)
    while true {
      if let exit { return (output, exit) }
      ended.wait()
      ended.signal()
    }
  }

  /// Sends a signal to its whole process group; a group that is gone is no error.
  package func signalGroup(_ signal: Int32) { kill(-pid, signal) }

  private func recordExit() {
    let exit = Exit.of(pid)
    _ = Self.started.withLock { $0.remove(pid) }
    tail.waitForEnd(milliseconds: 200)
    let waiting: [@Sendable (Exit) -> Void] = state.withLock {
      guard case .running(let waiting) = $0 else { return [] }
      $0 = .ended(exit)
      return waiting
    }
    ended.signal()
    waiting.forEach { $0(exit) }
  }

  private static var inheritedEnvironment: [String: String] {
    var all: [String: String] = [:]
    var entry = clinux_environ()
    while let text = entry?.pointee {
      let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { all[String(parts[0])] = String(parts[1]) }
      entry = entry?.advanced(by: 1)
    }
    return all
  }
}

extension ChildProcess.Exit {
  /// Waits for the end of a child of ours.
  static func of(_ pid: Int32) -> Self {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return Self(status)
  }

  /// The same of the only child there is; meanwhile it lets go of whatever else ends below us, which has become our child when it lost its
  /// parent and would stay in the process table.
  static func ofOnly(_ pid: Int32) -> Self {
    var status: Int32 = 0
    while true {
      let ended = waitpid(-1, &status, 0)
      if ended == pid || ended < 0 && errno != EINTR { return Self(status) }
    }
  }

  private init(_ status: Int32) {
    let signal = status & 0x7f
    self = signal == 0 ? .status((status >> 8) & 0xff) : .signal(signal)
  }
}

/// A pipe, both ends of which are closed with it unless taken.
private struct Pipe: ~Copyable {
  let readEnd: FileDescriptor
  let writeEnd: FileDescriptor

  init() throws(SystemError) {
    var ends: [Int32] = [0, 0]
    guard clinux_pipe(&ends) == 0 else { throw SystemError("make a pipe") }
    readEnd = FileDescriptor(owning: ends[0])
    writeEnd = FileDescriptor(owning: ends[1])
  }

  consuming func takeReadEnd() -> Int32 { readEnd.release() }
  consuming func takeWriteEnd() -> Int32 { writeEnd.release() }
}

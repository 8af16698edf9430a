import Glibc

/// Ends a process group when this process is gone, however it went: a shell that waits for the end of a pipe which only we hold.
package final class GroupGuard: Sendable {
  private let shell: ChildProcess

  /// Guards the process group of this id.
  package init(of group: Int32) throws(SystemError) {
    shell = try ChildProcess(
      path: "/bin/sh", arguments: ["-c", "read -r _; kill -KILL \"-$0\"", "\(group)"])
  }

  /// Guards no more.
  package func end() {
    shell.signalGroup(SIGKILL)
    close(shell.standardInput)
    close(shell.standardOutput)
  }
}

import Foundation
import Platform
import TestSupport
import Testing

@Suite struct NeighbourCommandTests {
  @Test func `the command has our streams and arguments, and its exit code is ours`() async throws {
    let outcome = try await Program.run(
      "neighbour", "--", "sh", "-c", "echo $1; echo $2 >&2; exit 7", "sh", "a b", "-c")
    #expect(outcome.status == .status(7) && outcome.output == "a b\n" && outcome.errors == "-c")
    let killed = try await Program.run("neighbour", "--", "sh", "-c", "kill -9 $$")
    #expect(killed.status == .status(137))
    let missing = try await Program.run("neighbour", "--", "no-such-command")
    #expect(missing.status == .status(127) && missing.errors.contains("no-such-command"))
  }

  @Test func `its work is that of a process above the command`() async throws {
    // Until the parent has used 30 ticks of 10 ms, however busy the machine is.
    let script =
      "while [ $(cut -d' ' -f14 /proc/$PPID/stat) -lt 30 ]; do sleep 0.05; done; cat /proc/$PPID/task/*/comm"
    let outcome = try await Program.run("neighbour", "--share", "90", "--", "sh", "-c", script)
    #expect(outcome.status == .status(0), "\(outcome.errors)")
    let threads = outcome.output.split(separator: "\n").count { $0 == "neighbour" }
    #expect(threads == (try CPUTopology.current().allowed.count))
  }

  @Test func `a signal ends the command as well`() async throws {
    let child = try ChildProcess(
      path: Program.path, arguments: ["neighbour", "--", "sh", "-c", "echo $$; sleep 600"])
    close(child.standardInput)
    let output = FileHandle(fileDescriptor: child.standardOutput, closeOnDealloc: true)
    let text = String(decoding: output.availableData, as: UTF8.self)
    let pid = try #require(Int32(text.filter { $0 != "\n" }))
    kill(child.pid, SIGTERM)
    #expect(await child.waitForExit() == .status(130))
    #expect(kill(pid, 0) == -1 && errno == ESRCH)
  }

  @Test func `what lost its parent below the command leaves the process table when it ends`() async throws {
    // The inner shell ends at once; what it started is the neighbour's child from then on, and ends after a moment.
    let script = """
      pid=$(sh -c 'sleep 0.2 >/dev/null & echo $!')
      for i in $(seq 200); do [ -e /proc/$pid ] || exit 0; sleep 0.05; done; exit 3
      """
    let outcome = try await Program.run("neighbour", "--share", "1", "--", "sh", "-c", script)
    #expect(outcome.status == .status(0), "\(outcome.errors)")
  }

  @Test func `without a command there is nothing to do`() async throws {
    let outcome = try await Program.run("neighbour")
    #expect(outcome.status == .status(2) && outcome.errors.contains("takes COMMAND…"), "\(outcome.errors)")
  }
}

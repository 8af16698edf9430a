import Platform
import Synchronization
import Testing

@testable import LoadEngine

/// How many connections to a port of 127.0.0.1 are established, as their client's end sees them.
private func established(towards port: UInt16) -> Int {
  let table = (ProcFile.text("/proc/net/tcp") ?? "").split(separator: "\n")
  let hex = String(port, radix: 16, uppercase: true)
  let end = ":" + String(repeating: "0", count: 4 - hex.count) + hex
  return table.map { $0.split(separator: " ") }.count {
    $0.count > 3 && $0[2].hasSuffix(end) && $0[3] == "01"
  }
}

@Suite(.bothPollers) struct LoadProgressTests {
  private final class Looks: Sendable {
    let counts = Mutex<[Int]>([])
  }

  @Test("who asks is called when all answers are there, and the connections still open")
  func lastLook() throws {
    let server = try ScriptedServer(answering: Load.ok)
    let (progress, looks) = (LoadProgress(), Looks())
    progress.beforeClosing {
      let count = established(towards: server.port)
      looks.counts.withLock { $0.append(count) }
    }
    var load = Load.spec(server.port, connections: 4)
    load.progress = progress
    let result = try Load.run(load, on: server)
    let counts = looks.counts.withLock { $0 }
    #expect(counts == [4] && progress.answered == result.answered, "\(counts)")
  }
}

import Glibc
import Platform
import Testing

@testable import AdapterCheck

@Test func `patience counts no pause in which we did not run either`() {
  let begin = ContinuousClock.now
  var patience = Patience(.milliseconds(1000))
  usleep(200_000)
  let isLeft = patience.isLeft()
  #expect(isLeft)
  #expect(patience.elapsed <= .milliseconds(50) && ContinuousClock.now - begin >= .milliseconds(200))
}

@Test func `what a process waits for a processor does not count either`() throws {
  let cpu = try #require(try CPUTopology.current().allowed.first)
  let rivals = try (0..<2).map { _ in
    try ChildProcess(
      path: "/usr/bin/taskset", arguments: ["-c", "\(cpu)", "sh", "-c", "while :; do :; done"])
  }
  defer {
    for rival in rivals {
      rival.signalGroup(SIGKILL)
      close(rival.standardInput)
      _ = rival.finish()
    }
  }
  var (all, own) = (Patience(.seconds(60)), Patience(.seconds(60), for: rivals[0].pid))
  func isShorter() -> Bool { own.elapsed + .milliseconds(200) <= all.elapsed }
  while all.isLeft(), own.isLeft(), !isShorter() { usleep(5000) }
  #expect(isShorter())
}

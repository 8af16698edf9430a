import Glibc
import JSON
import Platform

/// Ends the adapter abruptly: its input while an app runs and while one is started, and the adapter itself.
struct EndsScenario: AdapterScenario {
  let adapter: Subject
  let ledger: Ledger

  init(_ adapter: Subject, _ ledger: Ledger) { (self.adapter, self.ledger) = (adapter, ledger) }

  func play() throws {
    try converseIntroduced { conversation in
      let app = try conversation.start(adapter.start(workers: 2))
      let family = Set(conversation.family + app.processes)
      conversation.closeInput()
      judgeEnd(of: family, "while an app runs", conversation)
    }
    try converseIntroduced { conversation in
      try send(start: 1, conversation)
      // Whether its app is there already or not, the request is being handled.
      _ = conversation.wait(.milliseconds(300)) { conversation.family.count > 1 }
      let family = Set(conversation.family)
      conversation.closeInput()
      judgeEnd(of: family, "while an app is started", conversation)
    }
    try converseIntroduced { conversation in
      let app = try conversation.start(adapter.start(workers: 2))
      judgeKilled(app.processes, conversation)
    }
  }

  private func send(start id: Int, _ conversation: Conversation) throws {
    let params = JSONText.compact(.object(adapter.start(workers: 2)))
    try conversation.send(
      Array(#"{"jsonrpc":"2.0","id":\#(id),"method":"app/start","params":\#(params)}"#.utf8))
  }

  private func judgeEnd(of family: Set<Int32>, _ when: String, _ conversation: Conversation) {
    let elapsed = conversation.wait(.seconds(6)) { conversation.process.exit != nil }
    let isInTime = elapsed.map { $0 <= .seconds(2) } ?? false
    ledger.judge(
      .T5, isInTime,
      "at the end of its input \(when) it exits \(elapsed.map { "in \($0.words)" } ?? "not within 6 s")")
    let left = ProcessView.endLiving(family.subtracting([conversation.process.pid]))
    ledger.judge(.T5, left == 0, "at the end of its input \(when) \(left) processes that it started are left")
  }

  /// What the kernel ends when the adapter is killed takes no time, but a loaded machine does.
  private func judgeKilled(_ processes: [Int32], _ conversation: Conversation) {
    kill(conversation.process.pid, SIGKILL)
    _ = conversation.wait(Grace.death) { !processes.contains(where: ProcessView.isAlive) }
    let left = ProcessView.endLiving(processes)
    ledger.judge(
      .S3, left == 0, "all \(processes.count) processes of an app ended with the killed adapter",
      otherwise:
        "\(left) of \(processes.count) processes of an app outlive the killed adapter by \(Grace.death)")
  }
}

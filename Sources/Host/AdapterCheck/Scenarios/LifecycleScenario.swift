import Foundation
import Glibc
import JSON
import Platform

/// Starts apps in every way there is, has one killed, one that does not listen to SIGTERM, one that cannot start, and shuts down.
struct LifecycleScenario: AdapterScenario {
  let adapter: Subject
  let ledger: Ledger

  init(_ adapter: Subject, _ ledger: Ledger) { (self.adapter, self.ledger) = (adapter, ledger) }

  func play() throws {
    try converseIntroduced { conversation in
      let one = try judgeStart(conversation)
      ledger.step(.S1) { try judgePorts(one, conversation) }
      ledger.step(.S5) { try judgeHealthTimeout(conversation) }
      ledger.step(.X1) { try judgeShutdown(conversation) }
      ledger.judge(.T2, true, "standard output carried messages only")
    }
  }

  /// An app on one processor, which is killed in the end; returns how large it is.
  private func judgeStart(_ conversation: Conversation) throws -> AppSize {
    let cpu = (try? CPUTopology.current().allowed.first) ?? 0
    let before = Set(conversation.family)
    var environments: [Int32: Set<String>] = [:]
    // Servers that give themselves a title write it over their environment, as soon as they are up.
    conversation.whileWaiting = {
      for pid in conversation.family.dropFirst() {
        let environment = ProcessTree.environment(of: pid)
        if environment.contains(where: { $0.hasPrefix("HARNESS_LISTEN_FD=") }) {
          environments[pid] = environment
        }
      }
    }
    let app = try conversation.start(adapter.start(cpus: [cpu]))
    conversation.whileWaiting = {}
    judgeTree(app, Set(conversation.family).subtracting(before), conversation)
    let status = app.status(of: "/health")
    ledger.judge(
      .S4, status == 200, "after the answer GET /health gives \(status.map(String.init) ?? "no answer")")
    judgeStartup(app)
    judgeGroup(app, conversation)
    judgeWire(app, conversation)
    judgeEnvironment(app, environments[app.pid] ?? ProcessTree.environment(of: app.pid))
    judgeAgentFolder(app)
    let cpus = Set(app.processes.flatMap(ProcessView.allowedCPUs))
    ledger.judge(.S2, cpus == [cpu], "given processor \(cpu), its threads may run on \(cpus.sorted())")
    let size = AppSize(of: app)
    try judgeExit(of: app, conversation)
    return size
  }

  private func judgeStartup(_ app: CheckedApp) {
    let startup = app.answer.result?["startupNanoseconds"]?.integer ?? 0
    ledger.judge(
      .S4, startup > 0 && startup <= app.answer.nanoseconds,
      "it says that starting took \(startup) ns, and the answer took \(app.answer.nanoseconds) ns")
  }

  private func judgeTree(_ app: CheckedApp, _ started: Set<Int32>, _ conversation: Conversation) {
    let tree = app.processes
    let outside = started.subtracting(tree).filter(ProcessView.isAlive).sorted()
    let isListening = tree.contains { ProcessView.listens($0, onPort: app.port) }
    ledger.judge(
      .S6, started.contains(app.pid), "process \(app.pid) is below the adapter",
      otherwise: "process \(app.pid) is not below the adapter")
    ledger.judge(
      .S6, outside.isEmpty, "all that was started is in the tree of process \(app.pid)",
      otherwise: "processes \(outside), which were started with it, are not in the tree of process \(app.pid)"
    )
    ledger.judge(
      .S6, isListening, "the tree of process \(app.pid) listens on port \(app.port)",
      otherwise: "nothing in the tree of process \(app.pid) listens on port \(app.port)")
  }

  private func judgeGroup(_ app: CheckedApp, _ conversation: Conversation) {
    let (group, own) = (getpgid(app.pid), getpgid(conversation.process.pid))
    ledger.judge(.S3, group != own, "the app's process group is \(group), the adapter's \(own)")
  }

  /// Whoever has the wire for its standard output corrupts it with a print. Both ends of a pipe have the same name.
  private func judgeWire(_ app: CheckedApp, _ conversation: Conversation) {
    let wire = ProcessView.target(ofDescriptor: "\(conversation.process.standardOutput)", of: getpid())
    func hasWire(_ pid: Int32) -> Bool { ProcessView.target(ofDescriptor: "1", of: pid) == wire }
    let owners =
      (hasWire(conversation.process.pid) ? ["the adapter"] : [])
      + (app.processes.contains(where: hasWire) ? ["the app"] : [])
    ledger.judge(
      .T2, owners.isEmpty, "nobody's descriptor 1 is the wire",
      otherwise: "descriptor 1 of \(owners.joined(separator: " and ")) is the wire")
  }

  private func judgeEnvironment(_ app: CheckedApp, _ environment: Set<String>) {
    func value(_ name: String) -> String? {
      environment.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }
    }
    let workloads = value("HARNESS_WORKLOADS")
    ledger.judge(
      .I5, workloads == adapter.workloadsCopy.path, "the app's HARNESS_WORKLOADS is \(workloads ?? "not set")"
    )
    let (listener, port) = (value("HARNESS_LISTEN_FD"), value("PORT"))
    ledger.judge(
      .S1, listener.flatMap { Int($0) } != nil && port == "\(app.port)",
      "the app's HARNESS_LISTEN_FD is \(listener ?? "not set"), its PORT \(port ?? "not set") and its address \(app.host):\(app.port)"
    )
  }

  private func judgeAgentFolder(_ app: CheckedApp) {
    guard let folder = app.agentFolder else {
      ledger.judge(.S9, true, "the app keeps no counter pages")
      return
    }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) && isFolder.boolValue
    ledger.judge(
      .S9, folder.hasPrefix("/") && exists, "agentFolder is \(folder)",
      otherwise: "agentFolder is \(folder), which is no absolute path of a folder")
  }

  /// Kills the app, after requests that must not be in its last lines.
  private func judgeExit(of app: CheckedApp, _ conversation: Conversation) throws {
    let target = "/no/such/path-\(UInt32.random(in: 0 ... .max))"
    for _ in 0..<3 { _ = app.status(of: target) }
    let processes = app.processes
    kill(app.pid, SIGKILL)
    // Where all processors are taken it ends later.
    _ = conversation.wait(Grace.death) { !ProcessView.isAlive(app.pid) }
    let elapsed = conversation.wait(.seconds(10)) { !conversation.exits(of: app.name).isEmpty }
    ledger.judge(
      .N1, elapsed.map { $0 <= .seconds(1) } ?? false,
      "after the killed app had ended app/exited came \(elapsed.map { "in \($0.words)" } ?? "not within 10 s")"
    )
    let signal = conversation.exits(of: app.name).first?["signal"]?.integer
    if elapsed != nil {
      ledger.judge(
        .N1, signal == Int(SIGKILL),
        "app/exited of an app killed by signal 9 says signal \(signal.map(String.init) ?? "null")")
    }
    let lines = (conversation.exits(of: app.name).first?["stderr"]?.elements ?? []).compactMap(\.text)
    let logged = lines.first { $0.contains(target) }
    ledger.judge(
      .S2, logged == nil, "its last lines have no requests", otherwise: "requests are logged: \(logged ?? "")"
    )
    end(processes, conversation)
    let again = try conversation.stop(app)
    ledger.judge(.E1, again.error != nil, "stopping an app that ended: \(again.summary)")
    again.judgeCode(.unknownApp, "stopping an app that ended", ledger)
  }

  /// Workers that outlive a killed root are nobody's fault; they are ended here.
  private func end(_ processes: [Int32], _ conversation: Conversation) {
    _ = conversation.wait(.seconds(1)) { !processes.contains(where: ProcessView.isAlive) }
    _ = ProcessView.endLiving(processes)
  }

  /// Two workers in a range of which the first port is taken, stopped although they are deaf; then a range that is full.
  private func judgePorts(_ one: AppSize, _ conversation: Conversation) throws {
    let taken = try TakenPort()
    let range = taken.number...min(taken.number + 50, 65535)
    let app = try conversation.start(adapter.start(workers: 2, ports: range))
    ledger.judge(
      .S1, range.contains(app.port) && app.port != taken.number,
      "given ports \(range) of which the first is taken, it listens on \(app.port)")
    var two = AppSize(of: app)
    // The first worker's health says nothing of the second.
    _ = conversation.wait(Grace.workers) {
      two = AppSize(of: app)
      return two.isLarger(than: one)
    }
    ledger.judge(.S2, two.isLarger(than: one), "with one worker it has \(one), with two \(two)")
    ledger.step(.E1) { try judgeDeafStop(app, conversation) }
    let full = try conversation.ask(
      "app/start", adapter.start(ports: taken.number...taken.number), within: Grace.start)
    ledger.judge(.S1, full.error != nil, "given port \(taken.number) alone, which is taken: \(full.summary)")
    full.judgeCode(.portRangeFull, "no port of the range is free", ledger)
    if let app = try? CheckedApp(full) { _ = try conversation.stop(app) }
  }

  /// Processes that are halted do not hear SIGTERM.
  private func judgeDeafStop(_ app: CheckedApp, _ conversation: Conversation) throws {
    let processes = app.processes
    for pid in processes { kill(pid, SIGSTOP) }
    let answer = try conversation.stop(app, within: .seconds(20))
    let left = ProcessView.endLiving(processes)
    ledger.judge(.E1, answer.error == nil, "app/stop answers \(answer.summary)")
    ledger.judge(.E1, left == 0, "after app/stop \(left) of its \(processes.count) processes are alive")
    let (code, signal) = (answer.result?["exitCode"]?.integer, answer.result?["signal"]?.integer)
    if answer.error == nil {
      ledger.judge(
        .E1, (code == nil) != (signal == nil), "app/stop tells \(answer.summary), of which one is a number")
    }
    _ = conversation.wait(.milliseconds(300)) { !conversation.exits(of: app.name).isEmpty }
    judgeSilence(of: app, after: "app/stop", conversation)
  }

  private func judgeHealthTimeout(_ conversation: Conversation) throws {
    let before = Set(conversation.family)
    let answer = try conversation.ask(
      "app/start", adapter.start(healthTimeoutNanoseconds: 1), within: Grace.start)
    ledger.judge(.S5, answer.error != nil, "an app that must be healthy within 1 ns: \(answer.summary)")
    answer.judgeCode(.startFailed, "an app that is not healthy in time", ledger)
    if answer.error != nil {
      let lines = answer.error?["data"]?["stderr"]
      ledger.judge(
        .S5, lines != nil && lines?.elements.count ?? 0 <= 20,
        "its last lines are \(lines?.shown() ?? "not in data.stderr")")
    }
    let left = Set(conversation.family).subtracting(before).filter(ProcessView.isAlive)
    ledger.judge(.S5, left.isEmpty || answer.error == nil, "\(left.count) processes of it are left")
    if let app = try? CheckedApp(answer) { _ = try conversation.stop(app) }
  }

  private func judgeShutdown(_ conversation: Conversation) throws {
    let app = try conversation.start(adapter.start(agents: false))
    ledger.judge(
      .S7, app.agentFolder == nil, "with agents false agentFolder is \(app.agentFolder ?? "absent")")
    let processes = app.processes
    let answer = try conversation.ask("shutdown", [:], within: Grace.shutdown)
    ledger.judge(.X1, answer.error == nil, "shutdown answers \(answer.summary)")
    let left = ProcessView.endLiving(processes)
    ledger.judge(
      .X1, left == 0, "after shutdown \(left) of the \(processes.count) processes of an app are alive")
    _ = conversation.wait(Grace.death) { conversation.process.exit != nil }
    let exit = conversation.process.exit
    ledger.judge(.X1, exit == .status(0), "after shutdown it \(exit.map { "\($0)" } ?? "goes on")")
    judgeSilence(of: app, after: "shutdown", conversation)
  }

  private func judgeSilence(of app: CheckedApp, after what: String, _ conversation: Conversation) {
    ledger.judge(
      .E2, conversation.exits(of: app.name).isEmpty, "no app/exited followed \(what)",
      otherwise: "app/exited followed \(what)")
  }
}

import Analysis
import LoadEngine
import Orchestration
import Platform
import Record

extension Selftest.Part {
  /// What the instrument cannot measure is refused, with the reason.
  static let gates = Self(
    name: "gates",
    summary: """
      Windows in which the generator is the bottleneck on purpose: on the server's own processor, with more \
      connections than one processor can serve, with a rate beyond what the server can answer, and without \
      local ports left. Every one must be found out with its reason: by a gate of integrity, because the \
      generator is too busy, or because requests were never sent; and every window that nothing limits must \
      pass, if it was quiet. The gates of the environment are left out: what else runs on the machine is not ours to say.
      """
  ) { bench in
    var checks: [SelftestReport.Check] = []
    for situation in Situation.all { checks.append(try await check(situation, on: bench)) }
    return checks
  }

  /// A kind of window, and what of which at least one must be found in it; none: nothing may be.
  struct Situation: Sendable {
    let name: String
    let reasons: Set<String>
    var behaviour = ServerBehaviour()
    let connections: Int
    var rate: Double?
    var seconds = 0.5
    /// Whether it takes a server that has its processor: one that has not is slower than any generator, which then limits nothing.
    var needsServer = false
    /// Why there can be no such window here; nil when there can.
    var obstacle: String?
    /// Makes a load of it; gets the server's processor.
    var prepare: @Sendable (inout LoadSpec, Int?) -> Void = { _, _ in }

    static var all: [Situation] {
      let busy = ServerBehaviour(serviceNanoseconds: [200_000], isBusy: true)
      return [
        Situation(
          name: "nothing limits the generator", reasons: [], behaviour: busy, connections: 8),
        Situation(
          name: "on the server's processor", reasons: [generator], connections: 64,
          prepare: { spec, cpu in spec.cpus = cpu.map { [$0] } ?? [] }),
        Situation(
          name: "too many connections", reasons: [generator, "littles-law"],
          connections: BothEnds.most(10_000), seconds: 1, needsServer: true),
        Situation(
          name: "more than the server can answer", reasons: [unsent], behaviour: busy,
          connections: 8, rate: 10_000),
        Situation(
          name: "no ports left", reasons: ["ports"], connections: 64, obstacle: portsObstacle,
          prepare: { spec, _ in spec.keepsConnections = false }),
      ]
    }

    /// On loopback the kernel takes a port in TIME_WAIT again after a second, so that many never run out.
    private static var portsObstacle: String? {
      guard let ports = EphemeralPorts.count(), ports > 1000 else { return nil }
      return "of \(ports) local ports loopback never runs out; in a network with few: `unshare -n sh -c 'ip "
        + "link set lo up; echo 40000 40300 > /proc/sys/net/ipv4/ip_local_port_range; harness selftest --only "
        + "gates'`"
    }
  }

  private static func check(_ situation: Situation, on bench: SelftestBench) async throws
    -> SelftestReport.Check
  {
    let tries = bench.isQuick ? 3 : 20
    if let obstacle = situation.obstacle ?? BothEnds.shortage(for: situation.connections) {
      return .notRun(situation.name, obstacle)
    }
    let (seen, _) = try await bench.serving(situation.behaviour) { place in
      var spec = bench.spec(
        place, connections: situation.connections, rate: situation.rate, seconds: situation.seconds)
      situation.prepare(&spec, bench.serverCPU)
      return try await windows(tries, of: spec, at: place, situation, on: bench)
    }
    guard !seen.failed.isEmpty else {
      return .notRun(situation.name, "the server lacked its processor in each of \(tries) windows")
    }
    return check(situation.name, failed: seen.failed, reasons: situation.reasons, on: seen.machine)
  }

  /// A server that was ready to run, and had no processor, for more than this share of a window did not have its own.
  private static let mostWaiting = 0.05

  /// The generator was too busy.
  private static let generator = "generator"
  /// Requests were never sent.
  private static let unsent = "unsent"

  /// What limits each of `count` windows. Where all must pass they are quiet ones, if there are any; where one must fail, it does on any
  /// machine, but for windows that take a server which they did not have: these are left out.
  private static func windows(
    _ count: Int, of spec: LoadSpec, at place: CalibratedServer.Place, _ situation: Situation,
    on bench: SelftestBench
  ) async throws -> (failed: [Set<String>], machine: SelftestReport.Machine?) {
    let window = {
      try Task.checkCancellation()
      return try await failedGates(spec, place, bench.cpus)
    }
    guard situation.reasons.isEmpty else {
      var failed: [Set<String>] = []
      for _ in 0..<count {
        let before = SchedulerWaits.ofThreads(named: CalibratedServer.threadName)
        let found = try await window().result
        let waited = SchedulerWaits.ofThreads(named: CalibratedServer.threadName).flatMap { now in
          before.map { Double(now - $0) / 1e9 }
        }
        let isFound = !found.isDisjoint(with: situation.reasons)
        if isFound || !situation.needsServer || waited ?? 0 < mostWaiting * situation.seconds {
          failed.append(found)
        }
      }
      return (failed, nil)
    }
    let windows = try await bench.quiet(count, seconds: situation.seconds) {
      try await bench.watched(window)
    }
    return (windows.values, windows.machine)
  }

  /// The gates of integrity that a window fails and what else limits what it can tell, and what share of it the generator waited for its processor.
  private static func failedGates(_ spec: LoadSpec, _ place: CalibratedServer.Place, _ cpus: CPUAllocation)
    async throws -> (result: Set<String>, waitingShare: Double?)
  {
    let watch = SystemWatch(processors: cpus.app + cpus.generator)
    let result = try await LoadEngine.running(
      spec, sending: SelftestBench.requests, stop: StopFlag())
    let isOpen = spec.pacing != .closed
    let figures = LoadFigures(
      result, isOpenLoop: isOpen, canaries: .init(checked: 0, wrong: 0, firstDifference: nil))
    let readings = GateReading.all(
      of: figures, watch.end(port: place.port), connections: spec.connections)
    let headroom = GeneratorHeadroom(
      demand: figures.generatorDemand, appUtilisation: nil, connections: spec.connections)
    let found = Set(readings.filter { !$0.passed && $0.kind == .integrity }.map(\.gate))
      .union(headroom.isEnough ? [] : [generator]).union(figures.censored > 0 ? [unsent] : [])
    return (found, figures.generatorWaitingShare)
  }

  /// How many of the windows, each with the gates it failed, came out as they must.
  static func check(
    _ name: String, failed: [Set<String>], reasons: Set<String>, on machine: SelftestReport.Machine? = nil
  ) -> SelftestReport.Check {
    let right = failed.count { reasons.isEmpty ? $0.isEmpty : !$0.isDisjoint(with: reasons) }
    let seen = failed.reduce(into: [String: Int]()) { counts, gates in
      for gate in gates { counts[gate, default: 0] += 1 }
    }
    let gates = seen.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return SelftestReport.Check(
      name, .count, seen: Double(right), expected: Double(failed.count)...Double(failed.count),
      detail: "of \(failed.count) windows are \(reasons.isEmpty ? "valid" : "refused with the reason"); "
        + (gates.isEmpty ? "nothing was found" : "found: \(gates)"),
      on: machine, isJudged: machine.map { $0.quiet > 0 } ?? true)
  }
}

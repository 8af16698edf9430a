import Contract
import Foundation
import Glibc
import LoadEngine
import Orchestration
import Platform
import Record
import SeededRandom

/// Throw-away: A/A of ways to measure. NoiseBenchmark framework blocks seconds workload
let arguments = CommandLine.arguments
let name = arguments.count > 1 ? arguments[1] : "python"
let blocks = arguments.count > 2 ? Int(arguments[2])! : 20
let seconds = arguments.count > 3 ? Double(arguments[3])! : 1
let workloadName = arguments.count > 4 ? arguments[4] : "json-small"
let offered = arguments.count > 5 ? Double(arguments[5])! : 0
let warmup = 1.0

let project = URL(filePath: FileManager.default.currentDirectoryPath)
let path = project.appending(path: "Sources/AdapterProtocol/Specification/v1/workloads.json")
let catalogue = try WorkloadCatalogue(contentsOf: path)
let adapters = try AdapterCatalogue(in: [project.appending(path: "adapters")], workloads: path)
let fleet = AdapterFleet(adapters) { print("\($0)") }
let participant = try await fleet.frameworks(named: name)[0]
_ = try await fleet.prepare(participant) { _ in }
let load = Plan.Load(connections: 32, workers: 1, appCPUs: [1], generatorCPUs: [0])
let driver = LoadDriver(load)
let workload = PreparedWorkload(try catalogue.workload(named: workloadName), variants: 16, seed: 7)
var random = SeededGenerator(seed: UInt64(Date().timeIntervalSince1970), stream: "noise")

struct Side {
  var answered = 0.0
  var seconds = 0.0
  var cpu = 0.0
  var rates: [Double] = []
  var demand: [Double] = []
  var p50: [Double] = []
  var p90: [Double] = []
  var histogram = LoadFiguresHistogram()
}
struct LoadFiguresHistogram { var values: [Double] = [] }

func pids(_ app: any RunningApp) async throws -> [Int32] {
  try await app.readMetrics().processes.map { $0 }
}
func cpuNanoseconds(_ pids: [Int32]) -> Double {
  var total = 0.0
  for pid in pids {
    guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { continue }
    let f = text.split(separator: ")").last!.split(separator: " ")
    _ = f
    let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
    for t in tasks {
      if let s = try? String(contentsOfFile: "/proc/\(pid)/task/\(t)/schedstat", encoding: .utf8) {
        total += Double(s.split(separator: " ")[0])!
      }
    }
  }
  return total
}
func window(_ app: any RunningApp, _ ids: [Int32], _ length: Double, _ side: inout Side, rate: Double) async throws {
  let before = cpuNanoseconds(ids)
  let load = try await driver.drive(
    workload, at: app.address, LoadWindow(seconds: length, rate: rate > 0 ? rate : nil, seat: nil), stop: app.alarm, progress: nil)
  side.cpu += (cpuNanoseconds(ids) - before) / 1e9
  side.answered += Double(load.answeredInWindow)
  side.seconds += Double(load.windowNanoseconds) / 1e9
  side.rates.append(load.requestsPerSecond)
  side.p50.append(Double(load.latency.percentile(50) ?? 0))
  side.p90.append(Double(load.latency.percentile(90) ?? 0))
}
func turns(_ apps: [(any RunningApp, [Int32])], _ count: Int, _ sides: inout [Side], rate: Double) async throws {
  let order = (0..<count).flatMap { _ in random.shuffled([0, 1]) }
  let rota = Rota(order: order)
  let before = apps.map { cpuNanoseconds($0.1) }
  let loads = try await withThrowingTaskGroup(of: (Int, LoadFigures).self) { group in
    for (i, seat) in rota.seats.enumerated() {
      let app = apps[i].0
      group.addTask {
        defer { seat.leave() }
        return (i, try await driver.drive(
          workload, at: app.address, LoadWindow(seconds: seconds, rate: rate > 0 ? rate : nil, seat: seat),
          stop: app.alarm, progress: nil))
      }
    }
    var all: [(Int, LoadFigures)] = []
    for try await one in group { all.append(one) }
    return all
  }
  for (i, load) in loads {
    sides[i].cpu += (cpuNanoseconds(apps[i].1) - before[i]) / 1e9
    sides[i].answered += Double(load.answeredInWindow)
    sides[i].seconds += Double(load.windowNanoseconds) / 1e9
    sides[i].rates.append(load.requestsPerSecond)
    sides[i].p50.append(Double(load.latency.percentile(50) ?? 0))
    sides[i].p90.append(Double(load.latency.percentile(90) ?? 0))
  }
}
enum Way: String, CaseIterable {
  case sessions, whole, s500, s200, s100, s50, reopen100, stopped100
}
func sliceCount(_ way: Way) -> Int {
  switch way {
  case .sessions, .whole: 1
  case .s500: max(1, Int((seconds / 0.5).rounded()))
  case .s200: Int((seconds / 0.2).rounded())
  case .s100, .stopped100, .reopen100: Int((seconds / 0.1).rounded())
  case .s50: Int((seconds / 0.05).rounded())
  }
}
var results: [Way: [(rate: Double, cpu: Double, slices: Double, p50: Double, median: Double, p90: Double)]] = [:]
func median(_ v: [Double]) -> Double {
  let s = v.sorted(); return s.isEmpty ? .nan : (s[(s.count - 1) / 2] + s[s.count / 2]) / 2
}
func keep(_ way: Way, _ a: Side, _ b: Side) {
  let slices = zip(a.rates, b.rates).map { log($0 / $1) }
  results[way, default: []].append((
    log((a.answered / a.seconds) / (b.answered / b.seconds)),
    log((a.answered / a.cpu) / (b.answered / b.cpu)),
    slices.reduce(0, +) / Double(slices.count), log(median(a.p50) / median(b.p50)), median(slices), log(median(a.p90) / median(b.p90))))
}
func fresh() async throws -> (any RunningApp, [Int32]) {
  let app = try await fleet.start(participant, load, profiled: false)
  _ = try await driver.drive(workload, on: app, seconds: warmup)
  return (app, try await pids(app))
}
for block in 0..<blocks {
  for way in random.shuffled([0, 1]) {
    if way == 0 {
      var sides = [Side(), Side()]
      for which in random.shuffled([0, 1]) {
        let (app, ids) = try await fresh()
        try await window(app, ids, seconds, &sides[which], rate: offered)
        try await app.stop()
      }
      keep(.sessions, sides[0], sides[1])
    } else {
      let apps = [try await fresh(), try await fresh()]
      for way in random.shuffled(Way.allCases) where way != .sessions {
        var sides = [Side(), Side()]
        let count = sliceCount(way)
        if way == .stopped100 { for (_, ids) in apps { for id in ids { kill(id, SIGSTOP) } } }
        if way != .whole, way != .reopen100, way != .stopped100 {
          try await turns(apps, count, &sides, rate: offered)
        } else {
        for _ in 0..<count {
          for which in random.shuffled([0, 1]) {
            if way == .stopped100 { for id in apps[which].1 { kill(id, SIGCONT) } }
            try await window(apps[which].0, apps[which].1, seconds / Double(count), &sides[which], rate: offered)
            if way == .stopped100 { for id in apps[which].1 { kill(id, SIGSTOP) } }
          }
        }
        }
        if way == .stopped100 { for (_, ids) in apps { for id in ids { kill(id, SIGCONT) } } }
        keep(way, sides[0], sides[1])
      }
      for (app, _) in apps { try await app.stop() }
    }
  }
  if block % 5 == 4 || block == blocks - 1 {
    print("after \(block + 1) blocks of \(name), \(workloadName), \(seconds) s, offered \(offered)")
    for way in Way.allCases {
      let all = results[way] ?? []
      func line(_ v: [Double]) -> String {
        let rms = (v.map { $0 * $0 }.reduce(0, +) / Double(max(1, v.count))).squareRoot()
        return String(format: "%6.2f/%5.2f", rms * 100, median(v.map(abs)) * 100)
      }
      print(way.rawValue.padding(toLength: 11, withPad: " ", startingAt: 0),
        "rate", line(all.map(\.rate)), " per cpu", line(all.map(\.cpu)), " mean of slices", line(all.map(\.slices)),
        " median of slices", line(all.map(\.median)), " p50", line(all.map(\.p50)), " p90", line(all.map(\.p90)))
    }
  }
}
await fleet.shutDown()

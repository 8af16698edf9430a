import Analysis
import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

/// A kind of load that nobody has heard of, with measures of its own: reports tell of it all the same.
struct MadeUpKindTests {
  private static let pitch = Measure("pitch", "pitch", unit: "Hz", better: .higher)
  private static let delay = Measure("delay", "echo delay", unit: .nanoseconds, better: .lower)
  private static let walls = Measure("walls", "walls", unit: .count, better: .neither)

  private static let conditions = [("cave", 2.0), ("hall/großer", 1)].map { name, seconds in
    Condition(
      id: Key("echo \(name)"), kind: "echo", workload: "shout", parameters: ["seconds": seconds],
      label: "echo in a \(name)")
  }

  private static let family = Family(
    id: "echoes", title: "Echoes", primary: ["delay", "pitch"], shown: ["walls", "pitch"], delta: 0.01,
    conditions: conditions, window: Window(seconds: 1, warmup: Warmup(seconds: 1)), minimumBlocks: 12,
    maximumBlocks: 12, schedule: [])

  private static let participants = ["a/x", "b/y"].map(SampleRun.participant)

  private static let record = {
    let plan = Plan(
      participants: participants, reference: "a/x", suite: nil,
      workloads: [.init(id: "shout", category: "voices", summary: "a shout")],
      measures: [pitch, delay, walls], families: [family], comparisons: .all,
      load: Plan.Load(connections: 1, workers: 1, appCPUs: [1], generatorCPUs: [0]),
      budget: .init(seconds: 1, isHard: false), seed: 1)
    let sample = SampleRun.make(["a/x": ["w": [1]]], frameworks: ["a/x"], workloads: ["w"])
    let trials = (0..<12).flatMap { block in
      conditions.flatMap { condition in participants.map { trial(block, $0.id, condition) } }
    }
    return sample.with(
      plan: plan, trials: trials, series: [],
      begun: [FamilyConditions(family: "echoes", conditions: conditions)],
      ends: [FamilyEnd(family: "echoes", blocks: 12, reason: .precision)])
  }()

  /// b/y answers in half the time, with the same pitch.
  private static func trial(_ block: Int, _ participant: Key<Participant>, _ condition: Condition) -> Trial {
    let wobble = 1 + Double((block * 7 + condition.label.count) % 5) / 10_000
    let share = participant == "b/y" ? 0.5 : 1
    return Trial(
      block: block, participant: participant, condition: condition.id,
      startedAt: Date(timeIntervalSince1970: 0),
      figures: [
        "delay": 3e6 * share * wobble, "pitch": participant == "b/y" ? 440.1 : 440, "walls": 6,
      ])
  }

  private static let comparison = Comparison(of: record)

  @Test func `the matrix has a row for each of its conditions and primary measures, with verdicts`() {
    let text = TerminalReport.text(Self.comparison, of: Self.record, colour: false)
    let rows = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(rows.first == "Echoes")
    #expect(
      rows.contains("echo in a cave, echo delay 3.00 ms 1.50 ms 0.50× [0.50, 0.50] ▲ ★ n/a"), "\(text)")
    #expect(rows.contains("echo in a cave, pitch 440 Hz 440 Hz 1.00× [1.00, 1.00] = n/a"), "\(text)")
    #expect(rows.contains { $0.hasPrefix("geometric mean, echo delay 1.00× 0.50×") })
    #expect(rows.contains("won, echo delay 0 of 2 2 of 2"))
    #expect(text.contains("echo delay (less is better), or pitch (more is better)"))
  }

  @Test func `the page has its figures by condition, and says nothing of kinds that were not run`() throws {
    let data = try MarkdownExporter().render(Self.comparison, of: Self.record)
    let text = String(decoding: data, as: UTF8.self)
    #expect(text.contains("## Echoes\n") && text.contains("### echo in a hall/großer\n\na shout.\n"))
    #expect(
      text.contains(
        "| rank, echo delay | rank, pitch | participant | blocks | CV, echo delay | CV, pitch | echo delay | pitch | walls |"
      ), "\(text)")
    #expect(text.contains("| 440 Hz | 6.00 |"))
    #expect(!text.contains("closed loop") && !text.contains("open loop"))
  }

  @Test func `CSV and JSON have its lines and its verdicts`() throws {
    let csv = String(decoding: try CSVExporter().render(Self.comparison, of: Self.record), as: UTF8.self)
    let lines = csv.components(separatedBy: "\r\n")
    #expect(lines.count == 1 + 2 * 2 * 3 + 1)
    #expect(
      lines.contains { $0.hasPrefix("echoes,echo cave,echo in a cave,b/y,delay,ns,measured,12,1500") })
    #expect(
      lines.contains { $0.hasPrefix("echoes,echo cave,echo in a cave,b/y,walls,count,measured,12,6.0") })
    let json = try JSONExporter().render(Self.comparison, of: Self.record)
    let read = try StoredForm.decode(Comparison.self, from: json)
    #expect(read == Self.comparison)
    let contest = try #require(read.families.first?.points.first?.contests.first)
    #expect(contest.winner == "b/y" && contest.pairs.map(\.verdict) == [.faster])
  }

  @Test func `a cell's file has a name that every file system takes`() throws {
    let files = try Exporters.files(Self.comparison, of: Self.record).map(\.path)
    #expect(
      files.prefix(4) == [
        "a-x/echo-cave.json", "b-y/echo-cave.json", "a-x/echo-hall-gro-er.json", "b-y/echo-hall-gro-er.json",
      ])
  }
}

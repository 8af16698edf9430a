import Contract
import Evidence
import Foundation
import Record
import TestSupport
import Testing

@testable import Orchestration

private typealias R = Rehearsal

/// Carries out a rehearsal with a store in a folder of its own; returns what was measured and what is on disk.
private func carryOut(_ rehearsal: Rehearsal) async throws -> (
  MeasuredRun, stored: RunRecord, files: [String]
) {
  let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
  defer { try? FileManager.default.removeItem(at: folder) }
  let measured = try await MeasuredRun.carryOut(
    R.run(rehearsal.plan), on: rehearsal.apps,
    catalogue: try WorkloadCatalogue(contentsOf: Project.workloads), with: rehearsal.instruments,
    in: RunStore(folder), telling: [rehearsal.loads, rehearsal.notes])
  return (
    measured, try RunStore.read(measured.folder),
    try FileManager.default.contentsOfDirectory(atPath: measured.folder.path).sorted()
  )
}

@Suite struct MeasuredRunTests {
  @Test func `what was measured is on disk, closed and sealed`() async throws {
    let rehearsal = R(try PlanRequest.rehearsed(.exactly(2)).offering(.shares([0.5])).plan())
    let (measured, stored, files) = try await carryOut(rehearsal)
    #expect(measured.outcome == .complete && stored.outcome?.kind == .complete)
    #expect(files == ["SHA256SUMS", "journal.jsonl", "run.json", "series.jsonl"])
    #expect(stored.run == measured.record.run && stored.trials.count == 16)
    // Dates are kept to the second.
    #expect(stored.trials.map(\.key) == measured.record.trials.map(\.key))
    #expect(stored.trials.map(\.figures) == measured.record.trials.map(\.figures))
    #expect(stored.end == measured.record.end && stored.end != nil)
    #expect(stored.design == measured.record.design && stored.design != nil)
    #expect(stored.pilots == measured.record.pilots && stored.pilots.count == 2)
    #expect(stored.sessions == measured.record.sessions && stored.sessions.count == 4)
    #expect(stored.conformance == measured.record.conformance && stored.contradictions == [])
    #expect(rehearsal.notes.entries.last == measured.record.outcome.map { .outcome($0) })
    #expect(measured.folder.lastPathComponent == "rehearsal")
  }

  @Test func `an interrupted run is closed and sealed with what there is`() async throws {
    try await cancellable {
      let rehearsal = R(try PlanRequest.rehearsed(.exactly(3)).plan()) { load in
        load.block == 1 && load.isMeasured ? .cancelled : .rate(1000)
      }
      let (measured, stored, files) = try await carryOut(rehearsal)
      #expect(measured.outcome == .interrupted && stored.outcome?.kind == .interrupted)
      #expect(stored.trials.count == 4 && files.contains("SHA256SUMS") && stored.end == nil)
    }
  }

  @Test func `what was measured before the record could not be kept any more is not lost`() async throws {
    let rehearsal = R(try PlanRequest.rehearsed(.exactly(2)).plan())
    let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let full = RunStore.Failure.notWritable(folder: "x", problem: "it is full")
    let measured = try await MeasuredRun.carryOut(
      R.run(rehearsal.plan), on: rehearsal.apps,
      catalogue: try WorkloadCatalogue(contentsOf: Project.workloads), with: rehearsal.instruments,
      in: RunStore(folder), telling: [rehearsal.loads, FullDisk(after: 3, full)])
    #expect(measured.record.trials.count == 3)
    #expect(
      measured.problem == "cannot write results to x: it is full; choose another folder with --output")
  }

  @Test(arguments: [(0x12345, "20261121T031500-2345"), (7, "20261121T031500-0007")])
  func `a run's name is its time and a piece of the seed`(seed: UInt64, name: String) {
    #expect(Run.id(at: Date(timeIntervalSince1970: 1_795_230_900), seed: seed) == name)
  }
}

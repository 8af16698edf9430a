import Evidence
import Foundation
import Orchestration
import Record
import Reporting
import Scenarios

/// What can be proved about the folder that a scenario's run has left.
extension RunVerification {
  /// Whether this is one of those.
  var isOfScenario: Bool { Self.isOfScenario(URL(filePath: folder)) }

  /// Whether a folder is one of those.
  static func isOfScenario(_ folder: URL) -> Bool {
    let exists = { (name: String) in FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }
    return exists(ScenarioFolder.figures) && exists(ScenarioFolder.scenario) && !exists("run.json")
  }

  /// Checks the files, every sum of the figures, the thresholds and the report.
  mutating func checkScenario(_ folder: URL) {
    check("manifest") {
      guard let manifest = try Manifest(in: folder) else {
        return ("", ["\(Manifest.fileName) is missing: the run was not completed, or it was removed"])
      }
      let problems = try manifest.differences(from: folder)
      return ("\(manifest.digests.count) files are those of \(Manifest.fileName)", problems)
    }
    let reading = Result {
      try JSONDecoder().decode(
        ScenarioFigures.self, from: RunFolder.data(of: folder.appending(path: ScenarioFolder.figures)))
    }
    check(ScenarioFolder.figures) {
      ("every step and flow ended in one way, and has its times", try reading.get().contradictions)
    }
    guard let figures = try? reading.get() else { return }
    check(ScenarioFolder.seconds) {
      let seconds = try Self.seconds(folder)
      return ("\(seconds.count) seconds agree with the figures", figures.contradictions(with: seconds))
    }
    check("thresholds") {
      let scenario = try? Scenario(contentsOf: folder.appending(path: ScenarioFolder.scenario))
      // Its data are not kept with it.
      guard let scenario else { return ("the file cannot be read without its data: not checked", []) }
      let again = scenario.thresholds.map { figures.outcome(of: $0) }
      return (
        "\(again.count) follow from the figures",
        again == figures.thresholds
          ? [] : ["what was to hold, or whether it does, is not what the figures say"]
      )
    }
    check(ScenarioFolder.report) {
      let stored = try RunFolder.data(of: folder.appending(path: ScenarioFolder.report))
      let again = Data(SessionReport.markdown(figures).utf8)
      return ("follows from the figures", FileDifference.lines(stored: stored, recomputed: again))
    }
  }

  private static func seconds(_ folder: URL) throws -> [ScenarioSecond] {
    let data = try RunFolder.data(of: folder.appending(path: ScenarioFolder.seconds))
    return try data.split(separator: 10).map { try JSONDecoder().decode(ScenarioSecond.self, from: Data($0)) }
  }
}

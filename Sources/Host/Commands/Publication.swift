import Analysis
import Evidence
import Foundation
import Record
import Reporting

/// Writes a comparison in all its forms, and renews their lines in the manifest of a run that has one. What cannot be written is told, not
/// thrown: the answer has been computed, and is there to be shown.
struct Publication {
  private let folder: URL

  /// Writes into a run's folder.
  init(_ folder: URL) { self.folder = folder }

  /// Writes everything; returns where the Markdown report is, at `reportFile` too when given, and what could not be written.
  func publish(
    _ comparison: Comparison, of record: RunRecord, reportFile: OutputFile?
  ) throws -> (place: URL, problems: [String]) {
    let problems = write(try Exporters.files(comparison, of: record))
    let own = folder.appending(path: MarkdownExporter.fileName)
    guard let reportFile else { return (own, problems) }
    let elsewhere = MarkdownExporter(base: folder.path(from: reportFile.url.deletingLastPathComponent()))
    let problem = reportFile.write(elsewhere.render(comparison, of: record))
    return problem.map { (own, problems + [$0]) } ?? (reportFile.url, problems)
  }

  /// Writes files of the run; returns what could not be written, at the first file that cannot.
  func write(_ files: [RenderedFile]) -> [String] {
    do {
      var manifest = try Manifest(in: folder)
      for file in files {
        let place = folder.appending(path: file.path)
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try file.data.write(to: place, options: .atomic)
      }
      try manifest?.record(files.map(\.path), in: folder)
      try manifest?.write(to: folder)
      return []
    } catch let failure as RunStore.Failure {
      return [failure.description]
    } catch {
      return ["cannot write the results to \(folder.path): \((error as NSError).plainText)"]
    }
  }
}

extension URL {
  /// How this folder is found from another one, with a slash at its end, e.g. `results/example/`; empty: they are the same.
  func path(from other: URL) -> String {
    let (own, start) = (standardizedFileURL.pathComponents, other.standardizedFileURL.pathComponents)
    let common = zip(own, start).prefix { $0 == $1 }.count
    let steps = Array(repeating: "..", count: start.count - common) + own.dropFirst(common)
    return steps.map { $0 + "/" }.joined()
  }
}

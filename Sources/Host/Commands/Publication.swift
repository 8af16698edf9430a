import Analysis
import Evidence
import Foundation
import Record
import Reporting

/// Writes a comparison in all its forms, and renews their lines in the manifest of a run that has one.
struct Publication {
  private let folder: URL

  /// Writes into a run's folder.
  init(_ folder: URL) { self.folder = folder }

  /// Writes everything; returns where the Markdown report is, at `reportFile` too when given, and what is wrong when it cannot be
  /// written there. Throws when the run's own files cannot be written.
  func publish(
    _ comparison: Comparison, of record: RunRecord, reportFile: OutputFile?
  ) throws -> (place: URL, problems: [String]) {
    try write(Exporters.files(comparison, of: record))
    let markdown = MarkdownExporter()
    let own = folder.appending(path: markdown.fileName)
    guard let reportFile else { return (own, []) }
    let problem = try reportFile.write(markdown.render(comparison, of: record))
    return problem.map { (own, [$0]) } ?? (reportFile.url, [])
  }

  /// Writes files of the run.
  func write(_ files: [RenderedFile]) throws {
    var manifest = try Manifest(in: folder)
    for file in files {
      let place = folder.appending(path: file.path)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try file.data.write(to: place, options: .atomic)
    }
    try manifest?.record(files.map(\.path), in: folder)
    try manifest?.write(to: folder)
  }
}

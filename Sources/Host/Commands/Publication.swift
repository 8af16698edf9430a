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

  /// Writes everything; returns where the Markdown report is: at `reportFile` too when given.
  func publish(_ comparison: Comparison, of record: RunRecord, reportFile: URL?) throws -> URL {
    try write(Exporters.files(comparison, of: record))
    let markdown = MarkdownExporter()
    let own = folder.appending(path: markdown.fileName)
    guard let reportFile else { return own }
    try markdown.render(comparison, of: record).write(to: reportFile)
    return reportFile
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

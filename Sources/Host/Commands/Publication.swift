import Foundation
import Reporting
import Results

/// Writes a comparison in all its forms: the exporters' files, and one JSON per framework and workload.
struct Publication {
  private let folder: URL

  /// Writes into a run's folder.
  init(_ folder: URL) { self.folder = folder }

  /// Writes everything; returns where the Markdown report is: at `reportFile` too when given.
  func publish(_ comparison: Comparison, of run: Run, reportFile: URL?) throws -> URL {
    for cell in comparison.workloads.flatMap(\.cells) {
      let place = folder.appending(path: cell.framework.split(separator: "/").joined(separator: "-"))
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try StoredForm.encode(cell).write(to: place.appending(path: cell.workload + ".json"))
    }
    for exporter in Exporters.all {
      try exporter.render(comparison, of: run).write(to: folder.appending(path: exporter.fileName))
    }
    let markdown = MarkdownExporter()
    let own = folder.appending(path: markdown.fileName)
    guard let reportFile else { return own }
    try markdown.render(comparison, of: run).write(to: reportFile)
    return reportFile
  }
}

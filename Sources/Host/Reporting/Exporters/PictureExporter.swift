import Analysis
import Foundation
import Record

/// The standings as pictures, for `BENCHMARK_RESULTS.md`: each once for light paper, once for dark.
struct PictureExporter: Exporter {
  func files(_ comparison: Comparison, of record: RunRecord) throws -> [RenderedFile] {
    StandingsChart.all(of: PageModel(comparison, of: record)).flatMap { chart in
      StandingsChart.Theme.allCases.map { theme in
        RenderedFile(path: chart.fileName(theme), data: Data(chart.svg(theme).source.utf8))
      }
    }
  }
}

import Analysis
import Foundation
import Record
import Reporting

/// Prints the processor time that the analysis of a large run takes, and that of its reports, which are written into a folder when one is
/// named: `AnalysisBenchmark [participants workloads blocks [repetitions [folder]]]`.
let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let size = LargeRun.Size(
  participants: numbers.count > 0 ? numbers[0] : 30, workloads: numbers.count > 1 ? numbers[1] : 44,
  blocks: numbers.count > 2 ? numbers[2] : 12)
let repetitions = numbers.count > 3 ? numbers[3] : 3

/// Milliseconds that the process has computed; other processes of the machine do not count.
func computed() -> Double { Double(clock()) * 1000 / Double(CLOCKS_PER_SEC) }

for comparisons in Plan.Comparisons.allCases {
  let record = LargeRun.make(size, comparisons)
  let times = (0..<repetitions).map { _ in
    let before = computed()
    precondition(!Comparison(of: record).families.isEmpty)
    return computed() - before
  }
  print(
    "\(size.participants) participants × \(size.workloads) workloads × \(size.blocks) blocks,",
    "\(record.plan.pairs.count) pairs (\(comparisons.rawValue)): Comparison(of:) takes",
    times.map { "\(Int($0)) ms" }.joined(separator: ", "))

  let comparison = Comparison(of: record)
  for exporter in Exporters.all {
    let before = computed()
    let files = try exporter.files(comparison, of: record)
    let time = Int(computed() - before)
    print(
      " ", files.map { "\($0.path) (\($0.data.count / 1000) kB)" }.joined(separator: ", "), "take \(time) ms")
    guard let folder = CommandLine.arguments.dropFirst(5).first else { continue }
    for file in files {
      let place = URL(filePath: folder).appending(path: file.path)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try file.data.write(to: place)
    }
  }
}

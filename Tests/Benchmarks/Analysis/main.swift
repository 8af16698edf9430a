import Analysis
import Foundation
import Record

/// Prints the processor time that the analysis of a large run takes: `AnalysisBenchmark [participants workloads blocks [repetitions]]`.
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
}

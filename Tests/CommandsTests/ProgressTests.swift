import Orchestration
import Record
import Reporting
import TestSupport
import Testing

@testable import Commands

@Test(arguments: [0.5, 1e300, .infinity, .nan, -1])
func `an adapter may say that it has done any share of its preparation`(fraction: Double) {
  let run = SampleRun.make(["a/x": ["w": [1]]], frameworks: ["a/x"], workloads: ["w"]).run
  let output = Output(isColoured: false, isInteractive: false)
  Progress(run, output: output, quiet: true).began(
    .preparing("a/x", PreparationStep("building", fraction: fraction)))
}

import Foundation
import Orchestration
import Testing

@testable import Commands

/// Whether the flag has a standard value that can be typed; expects that this value is what its text is read as, which is
/// within the flag's range.
private func isStandardTyped(_ flag: some CommandFlag, of command: String) -> Bool {
  guard case .typed(let value, let text, _) = flag.standard else { return false }
  do {
    #expect(try flag.value(of: [text]) == value, "`\(command)` --\(flag.name) \(text)")
  } catch { Issue.record("`\(command)` --\(flag.name) does not take its standard value: \(error)") }
  #expect(flag.standardText?.hasPrefix(text) == true)
  return true
}

@Suite struct FlagTests {
  @Test func `what help says of a flag's standard value is that value, and may be typed`() {
    var typed = 0
    for (path, command) in Harness.tree {
      for flag in command.allFlags where isStandardTyped(flag, of: path.joined(separator: " ")) { typed += 1 }
    }
    #expect(typed > 30)
  }

  @Test func `a command has the standard value that its help shows`() throws {
    let arguments = try Arguments([], for: compareCommand, path: ["harness", "compare"])
    let help = Help.text(for: compareCommand, path: ["harness", "compare"])
    #expect(try arguments[CompareFlags.connections] == 32)
    #expect(help.contains("keep-alive connections (default: 32)"))
    #expect(try arguments[CompareFlags.slice] == 0.05 && arguments[CompareFlags.delta] == 0.03)
    #expect(try arguments[CompareFlags.latencyDelta] == 0.1)
    #expect(help.contains("differences of throughput and cost up to this size do not matter (default: 3)"))
    #expect(try arguments[CompareFlags.rate] == .shares([0.5, 0.8]))
    #expect(help.contains("(default: 50%,80%)"))
    #expect(try arguments[CompareFlags.output] == URL(filePath: "results"))
    #expect(help.contains("folder of the stored runs (default: results)"))
  }

  @Test func `no command has two flags of a name or a letter`() {
    for (path, command) in Harness.tree {
      let names = command.allFlags.map(\.name) + command.allFlags.compactMap { $0.letter.map(String.init) }
      #expect(Set(names).count == names.count, "\(path)")
    }
  }

  @Test(arguments: [
    ("50%,80%", PlanRequest.Offer.shares([0.5, 0.8])), ("80%,12.5%", .shares([0.125, 0.8])),
    ("2000, 1000", .rates([1000, 2000])),
  ])
  func `offered rates are all shares or all requests per second, ascending`(
    text: String, rates: PlanRequest.Offer
  )
    throws
  {
    #expect(try CompareFlags.rate.value(of: [text]) == rates)
    #expect(try CompareFlags.rate.value(of: [Notation.rates.write(rates)]) == rates)
  }

  @Test(arguments: ["50%,9", "0", "x%", "2000000", "1001%"])
  func `offered rates of two kinds or out of range are refused`(text: String) {
    #expect(throws: UsageError.self) { try CompareFlags.rate.value(of: [text]) }
  }

  @Test func `loads are read in their units`() throws {
    #expect(try LoadFlags.ramp.value(of: ["100-5000"]) == .ramp(from: 100, to: 5000))
    #expect(try LoadFlags.steps.value(of: ["100,200"]) == .steps([100, 200]))
    #expect(try LoadFlags.batch.value(of: ["off"]) == 1 && LoadFlags.batch.value(of: ["2"]) == 2)
    #expect(try LoadFlags.tick.value(of: ["1000"]) == 0.001)
    #expect(try LoadFlags.cpus.value(of: ["0,2-3"]) == [0, 2, 3])
    for (flag, text) in [
      (LoadFlags.ramp, "5") as (any CommandFlag, String), (LoadFlags.ramp, "0-0"), (LoadFlags.steps, "0,0"),
      (LoadFlags.rate, "10000001"), (LoadFlags.rate, "0.0001"), (LoadFlags.ramp, "1-1e12"),
      (LoadFlags.ramp, "0.0001-5"), (LoadFlags.ramp, "1-nan"), (LoadFlags.ramp, "1-inf"),
      (LoadFlags.steps, "1,1e12"), (LoadFlags.steps, "inf"),
      (LoadFlags.steps, [String](repeating: "1", count: 1001).joined(separator: ",")),
      (LoadFlags.steps, "1,,2"), (LoadFlags.batch, "1"), (LoadFlags.cpus, "x"), (LoadFlags.method, "G T"),
      (LoadFlags.header, "no colon"), (LoadFlags.header, "a: b\nc: d"),
    ] {
      #expect(throws: UsageError.self, "--\(flag.name) \(text)") { _ = try flag.value(of: [text]) }
    }
  }
}

import Analysis
import Record

/// Every doubt about the numbers.
enum WarningSection {
  static let all: Section = { findings in
    var remarks = findings.comparison.warnings.map {
      WarningWords($0, findings.names, findings.plan).text
    }
    if findings.record.run.environment.virtualised {
      remarks.append(
        "The machine is virtual: absolute figures move with its neighbours; ratios within this run are what counts."
      )
    }
    return remarks.isEmpty ? nil : [.heading(2, "Caveats"), .list(remarks)]
  }
}

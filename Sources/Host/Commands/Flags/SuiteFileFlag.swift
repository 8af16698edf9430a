import Contract
import Foundation

/// The flag that brings in workloads of the user's own.
enum SuiteFileFlag {
  static let file = Flag(
    "suite-file", "FILE", Notation<URL>.file,
    "workloads of your own (JSON5), beside those of the contract; they are what is measured unless others are named"
  )
}

extension Context {
  /// The workloads of the contract, and on top those of a file that the arguments name; throws a `UsageError` with all that is wrong in it.
  func catalogue(with arguments: Arguments) throws -> WorkloadCatalogue {
    let contract = try catalogue()
    guard let file = try arguments[SuiteFileFlag.file] else { return contract }
    do {
      return try contract.adding(SuiteFile(contentsOf: file))
    } catch let error as SuiteFile.Invalid {
      throw UsageError(error.description)
    } catch let error as WorkloadCatalogue.Failure {
      throw UsageError("\(file.relativePath): \(error)")
    } catch {
      throw UsageError(
        "--suite-file \(file.relativePath) cannot be read as UTF-8: \(error.localizedDescription)")
    }
  }
}

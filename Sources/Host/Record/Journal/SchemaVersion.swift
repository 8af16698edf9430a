package import Foundation

/// The version of its schema that a stored file says it has, whatever else is in it.
package struct SchemaVersion: Decodable {
  private let schemaVersion: Int

  /// What is wrong with a file's version; nil: it is the one that this harness reads. Throws a `DecodingError` when it has none.
  package static func problem(of file: Data, reading version: Int) throws -> String? {
    let found = try StoredForm.decode(SchemaVersion.self, from: file).schemaVersion
    return found == version
      ? nil : "schema version \(found), this harness reads \(version); use the one that wrote it"
  }
}

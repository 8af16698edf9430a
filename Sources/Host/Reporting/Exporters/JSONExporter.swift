package import Foundation
package import Results

/// `comparison.json`, for programs; its schema is in `Sources/Host/Results/Schemas`.
package struct JSONExporter: Exporter {
  package let fileName = "comparison.json"

  package func render(_ comparison: Comparison, of run: Run) throws -> Data {
    try StoredForm.encode(comparison)
  }
}

import Glibc

/// The arithmetic mean; nil without values.
package func mean(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}

/// The geometric mean; nil without values, and with one that is not above 0.
package func geometricMean(_ values: [Double]) -> Double? {
  values.allSatisfy { $0 > 0 } ? mean(values.map { log($0) }).map { exp($0) } : nil
}

import Foundation
package import Statistics

/// The stored form of a histogram: `{"minimum", "maximum", "counts"}`, the counts packed as `Histogram.packedCounts` says and
/// in base64. Nothing is lost.
extension Histogram: Codable {
  private enum CodingKeys: String, CodingKey { case minimum, maximum, counts }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let minimum = try container.decodeIfPresent(UInt64.self, forKey: .minimum)
    let maximum = try container.decodeIfPresent(UInt64.self, forKey: .maximum)
    guard let counts = Data(base64Encoded: try container.decode(String.self, forKey: .counts)),
      let histogram = Histogram(packedCounts: Array(counts), minimum: minimum, maximum: maximum)
    else {
      throw DecodingError.dataCorruptedError(forKey: .counts, in: container, debugDescription: "no histogram")
    }
    self = histogram
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(minimum, forKey: .minimum)
    try container.encodeIfPresent(maximum, forKey: .maximum)
    try container.encode(Data(packedCounts).base64EncodedString(), forKey: .counts)
  }
}

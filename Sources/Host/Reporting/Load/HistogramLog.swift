package import Foundation
package import Record
import Statistics

/// HdrHistogram's interval log (format 1.3): a histogram of every second, which its log analysers merge and plot.
package enum HistogramLog {
  /// Magic numbers of HdrHistogram's V2 encoding.
  private static let cookie: UInt32 = 0x1c84_9303 | 0x10
  private static let compressedCookie: UInt32 = 0x1c84_9304 | 0x10
  /// Its 2048 sub-buckets, like ours, stand for three decimal digits.
  private static let significantDigits: UInt32 = 3
  /// An hour in nanoseconds, as other tools' logs reach.
  private static let usualHighest: UInt64 = 3_600_000_000_000

  /// The seconds of a load whose window began at `start`; maxima are in milliseconds, histograms in nanoseconds.
  package static func text(_ seconds: [LoadSecond], start: Date) -> String {
    let began = Figures.fixed(start.timeIntervalSince1970, 3)
    let head = [
      "#[Histogram log format version 1.3]",
      "#[StartTime: \(began) (seconds since epoch), \(start.formatted(.iso8601))]",
      #""StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram""#,
    ]
    let rows = seconds.map { second in
      let maximum = Double(second.latency.maximum ?? 0) / 1e6
      let times = [second.end - second.length, second.length, maximum].map { Figures.fixed($0, 3) }
      return (times + [Data(compressed(encoded(second.latency))).base64EncodedString()]).joined(
        separator: ",")
    }
    return (head + rows).joined(separator: "\n") + "\n"
  }

  /// HdrHistogram's V2 encoding.
  private static func encoded(_ histogram: Histogram) -> [UInt8] {
    let counts = histogram.packedCounts
    let highest = max(usualHighest, histogram.maximum ?? 0)
    let head = [cookie, UInt32(counts.count), 0, significantDigits].flatMap(bigEndian)
    return head + [1, highest, (1.0).bitPattern].flatMap(bigEndian) + counts
  }

  private static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    let stream = Zlib.stored(bytes)
    return [compressedCookie, UInt32(stream.count)].flatMap(bigEndian) + stream
  }
}

private func bigEndian(_ number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

/// A zlib stream (RFC 1950) whose data is stored, not compressed (RFC 1951 §3.2.4): packed counts are small already.
private enum Zlib {
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(0xffff)
      rest = rest.dropFirst(block.count)
      let count = UInt16(block.count)
      stream.append(rest.isEmpty ? 1 : 0)
      for number in [count, ~count] { stream += [UInt8(truncatingIfNeeded: number), UInt8(number >> 8)] }
      stream += block
    } while !rest.isEmpty
    return stream + bigEndian(adler32(bytes))
  }

  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    return b << 16 | a
  }
}

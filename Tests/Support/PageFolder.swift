package import Foundation

/// A folder of pages as agents write them.
package final class PageFolder {
  /// Where it is.
  package let path = FileManager.default.temporaryDirectory.appending(path: "pages-\(UUID())").path

  /// An empty folder, removed with this.
  package init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a page; the number of events is how many there ever were, of which the ring has the last.
  package func write(
    _ name: String, totals: [Int: UInt64] = [:], reason: String = "", slots: Int = 0, lanes: [[UInt64]] = [],
    events: Int = 0, magic: String = "HRNSPAGE", version: UInt32 = 1
  ) throws {
    var data = Data(count: 384 + 24 * slots + 64 * lanes.count)
    func put(_ value: some FixedWidthInteger, at place: Int) {
      withUnsafeBytes(of: value) { data.replaceSubrange(place..<place + $0.count, with: $0) }
    }
    data.replaceSubrange(0..<8, with: Data(magic.utf8))
    put(version, at: 8)
    put(UInt32(4711), at: 12)
    put(UInt64(events), at: 32)
    put(UInt64(slots), at: 40)
    data.replaceSubrange(48..<48 + reason.utf8.count, with: Data(reason.utf8))
    for (slot, total) in totals { put(total, at: 128 + 8 * slot) }
    for number in max(0, events - slots)..<events {
      let place = 384 + 24 * (number % slots)
      for (word, value) in [UInt64(1000 * number), 7, 1].enumerated() { put(value, at: place + 8 * word) }
    }
    for (index, lane) in lanes.enumerated() {
      for (slot, value) in lane.enumerated() { put(value, at: 384 + 24 * slots + 64 * index + 8 * slot) }
    }
    try data.write(to: URL(filePath: "\(path)/\(name)"))
  }

  /// A page's file.
  package func file(_ name: String) -> URL { URL(filePath: "\(path)/\(name)") }

  /// A word of a page.
  package func word(_ index: Int, of name: String) throws -> UInt64 {
    try Data(contentsOf: file(name)).withUnsafeBytes {
      $0.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
    }
  }

  /// Writes a maximum, in the page that is mapped.
  package func set(_ maximum: UInt64, in slot: Int, of name: String, reading: UInt64) throws {
    let page = try FileHandle(forWritingTo: file(name))
    try page.seek(toOffset: UInt64(128 + 8 * slot))
    try page.write(contentsOf: [maximum, reading].withUnsafeBytes { Data($0) })
  }
}

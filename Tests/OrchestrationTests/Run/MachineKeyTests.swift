import Evidence
import Foundation
import Orchestration
import Testing

@Suite struct MachineKeyTests {
  /// The files of a machine below its root.
  private static let machine = [
    "/etc/machine-id": "3d1219c7c4c5404aaa1f6d2a48adfda4\n",
    "/proc/cpuinfo":
      "processor\t: 0\nmodel name\t: A CPU @ 2 GHz\n\nprocessor\t: 1\nmodel name\t: A CPU @ 2 GHz\n",
    "/proc/meminfo": "MemTotal:        8123456 kB\nMemFree:          123456 kB\n",
  ]

  @Test func `the key is the hash of id, processor model, number of processors and memory in GiB`() throws {
    let text = "harness\n3d1219c7c4c5404aaa1f6d2a48adfda4\nA CPU @ 2 GHz\n2\n8"
    let key = try #require(try key(of: Self.machine))
    #expect(key == SHA256.hex(of: Data(text.utf8)).prefix(16))
    #expect(key.count == 16 && !key.contains("3d1219c7"))
  }

  @Test func `what changes from one boot to the next does not change it`() throws {
    let rebooted = [
      "/proc/meminfo": "MemTotal:        8123000 kB\nMemFree:               1 kB\n",
      "/proc/uptime": "1.00 1.00\n",
    ]
    #expect(try key(of: Self.machine.merging(rebooted) { $1 }) == key(of: Self.machine))
  }

  @Test(arguments: [
    ("/etc/machine-id", "4d1219c7c4c5404aaa1f6d2a48adfda4\n"),
    ("/proc/cpuinfo", "processor\t: 0\nmodel name\t: A CPU @ 2 GHz\n"),
    ("/proc/cpuinfo", "processor\t: 0\nmodel name\t: Other\n\nprocessor\t: 1\nmodel name\t: Other\n"),
    ("/proc/meminfo", "MemTotal:       16246912 kB\n"),
  ])
  func `another id, processor or memory is another machine`(path: String, text: String) throws {
    let other = try key(of: Self.machine.merging([path: text]) { $1 })
    #expect(try other != nil && other != key(of: Self.machine))
  }

  @Test(arguments: ["", "uninitialized\n", String(repeating: "0", count: 32)])
  func `without a machine id the firmware's UUID takes its place, and without both there is no key`(
    id: String
  )
    throws
  {
    let nameless = Self.machine.merging(["/etc/machine-id": id]) { $1 }
    #expect(try key(of: nameless) == nil)
    let uuid = ["/sys/class/dmi/id/product_uuid": "4C4C4544-0046-3510-8052-B4C04F4E4D31\n"]
    #expect(try key(of: nameless.merging(uuid) { $1 }) != nil)
  }

  private func key(of files: [String: String]) throws -> String? {
    let root = FileManager.default.temporaryDirectory.appending(path: "machine-\(UUID())")
    defer { try? FileManager.default.removeItem(at: root) }
    for (path, text) in files {
      let file = root.appending(path: String(path.dropFirst()))
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return MachineKey.current(root: root.path)
  }
}

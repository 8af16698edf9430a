import Foundation
import Platform
import Testing

struct CPUTopologyTests {
  @Test(
    "a kernel CPU list is read in full",
    arguments: [
      ("0", [0]), ("0-3", [0, 1, 2, 3]), ("0-3,5", [0, 1, 2, 3, 5]), ("7,0-1", [0, 1, 7]),
      ("1,1-2", [1, 2]), ("2-2", [2]),
    ])
  func reads(list: String, cpus: [Int]) {
    #expect(CPUTopology.cpus(inList: list) == cpus)
  }

  @Test(
    "what is no CPU list is refused",
    arguments: ["", ",", "1,", "a", "3-1", "1-", "-1", "1-2-3", "+1", " 1", "99999"])
  func refuses(list: String) {
    #expect(CPUTopology.cpus(inList: list) == nil)
  }

  @Test("the threads of a core are those that the kernel lists, or the processor alone")
  func siblings() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "cpus-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = folder.appending(path: "cpu2/topology")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try Data("2,6\n".utf8).write(to: place.appending(path: "thread_siblings_list"))
    #expect(CPUTopology.siblings(of: 2, in: folder.path) == [2, 6])
    #expect(CPUTopology.siblings(of: 3, in: folder.path) == [3])
  }

  @Test("the allowed processors are ascending and at least one")
  func current() throws {
    let allowed = try CPUTopology.current().allowed
    #expect(!allowed.isEmpty)
    #expect(allowed == Set(allowed).sorted())
  }
}

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

  @Test("the allowed processors are ascending and at least one")
  func current() throws {
    let allowed = try CPUTopology.current().allowed
    #expect(!allowed.isEmpty)
    #expect(allowed == Set(allowed).sorted())
  }
}

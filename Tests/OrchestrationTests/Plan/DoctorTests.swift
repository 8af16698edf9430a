import Foundation
import Platform
import TestSupport
import Testing

@testable import Orchestration

@Test(arguments: [
  (nil, false, Doctor.Finding.State.ok), ("0", false, .ok), ("1", true, .ok), ("1", false, .doubtful),
  ("2", true, .ok), ("2", false, .doubtful), ("3", true, .doubtful),
])
func `who may read an app's memory depends on Yama and on who asks`(
  scope: String?, isRoot: Bool, state: Doctor.Finding.State
) {
  let finding = Doctor.tracing(scope: scope, isRoot: isRoot)
  #expect(finding.state == state)
  #expect(finding.text.contains("sysctl kernel.yama.ptrace_scope=0") == (state == .doubtful && scope != "3"))
}

@Test(arguments: [
  (nil, true, Doctor.Finding.State.doubtful), ("2", false, .ok), ("3", false, .doubtful), ("4", true, .ok),
  ("-1", false, .ok),
])
func `who may sample an app depends on how careful perf is`(
  paranoia: String?, isRoot: Bool, state: Doctor.Finding.State
) {
  #expect(Doctor.sampling(paranoia: paranoia, isRoot: isRoot).state == state)
}

@Test func `what takes another place is a doubt that says which`() {
  #expect(Doctor.pages(isWritable: true).state == .ok && Doctor.ring(nil).state == .ok)
  #expect(Doctor.pages(isWritable: false).text.contains("temporary folder"))
  let ring = Doctor.ring(SystemError("open an io_uring", code: 1))
  #expect(ring.state == .doubtful && ring.text.contains("epoll") && ring.text.contains("not permitted"))
}

@Test func `a quota, threads of one core and few open files are doubts that say what helps`() throws {
  #expect(Doctor.quota(nil, of: [0, 1]).state == .ok && Doctor.quota(2, of: [0, 1]).state == .ok)
  let quota = Doctor.quota(0.4, of: [0, 1])
  #expect(quota.state == .doubtful && quota.text.hasPrefix("0.4 of 2 processors: "))
  #expect(Doctor.cores([], of: [0, 1]) == nil)
  let shared = try #require(Doctor.cores([[0, 1]], of: [0, 1]))
  #expect(shared.state == .doubtful && shared.text.hasPrefix("0,1 share a core"))
  #expect(Doctor.cores([[0, 1], [2, 3]], of: [0, 1, 2, 3])?.state == .ok)
  #expect(Doctor.openFiles(nil) == nil && Doctor.openFiles((64, 1 << 20))?.state == .ok)
  let few = try #require(Doctor.openFiles((64, 64)))
  #expect(few.state == .doubtful && few.text.contains("at most 64") && few.text.contains("ulimit -Hn"))
}

@Test func `what an adapter can do without is a doubt with what to install, the rest is missing`() throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let text = """
    {"name": "x", "language": "X", "command": ["sh"], "packages": ["no-such-package"], "optional": [
      {"what": "waits", "program": "no-such-cc", "packages": ["gcc"]},
      {"what": "profiles", "program": "./not-made-yet", "packages": []},
      {"what": "stacks", "packages": ["no-such-package"]}, {"what": "shells", "program": "sh", "packages": []}]}
    """
  try Data(text.utf8).write(to: folder.appending(path: "adapter.json"))
  let findings = Doctor.adapter(try AdapterCatalogue.Entry(in: folder))
  #expect(
    findings.map(\.check) == [
      "adapter x", "adapter x: waits", "adapter x: profiles", "adapter x: stacks", "adapter x: shells",
    ])
  #expect(findings.dropFirst().map(\.state) == [.doubtful, .doubtful, .doubtful, .ok])
  #expect(findings[1].text == "n/a without no-such-cc; apt-get install gcc")
  #expect(findings[2].text.contains("harness adapters prepare x"))
  // Without dpkg nothing is known to be missing.
  guard FileManager.default.fileExists(atPath: "/var/lib/dpkg/info") else { return }
  #expect(findings[0].state == .missing && findings[0].text == "apt-get install no-such-package")
}

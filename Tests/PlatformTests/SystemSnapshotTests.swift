import Foundation
import Glibc
import Testing

@testable import Platform

@Test func `stolen time is that of the processor that is asked about`() {
  let stat = """
    cpu  10 0 10 100 0 0 0 900 0 0
    cpu0 5 0 5 50 0 0 0 100 0 0
    cpu1 5 0 5 50 0 0 0 20 0 0
    cpu10 5 0 5 50 0 0 0 780 0 0
    intr 1 2 3
    """
  #expect(SystemSnapshot.stolenTicks(in: stat, processor: 0) == 100)
  #expect(SystemSnapshot.stolenTicks(in: stat, processor: 1) == 20)
  #expect(SystemSnapshot.stolenTicks(in: stat, processor: 2) == nil)
  #expect(SystemSnapshot.stolenTicks(in: "cpu0 1 2 3", processor: 0) == nil)
}

@Test func `the control group that divides processor time is version 1's where it has one, else version 2's`()
{
  func folders(_ membership: String) -> [String]? { ControlGroup(cpuIn: membership, in: "/none")?.folders }
  #expect(folders("0::/user.slice/a:b\n") == ["/none/user.slice/a:b", "/none/user.slice", "/none"])
  #expect(folders("0::/") == ["/none"])
  #expect(folders("4:cpu,cpuacct:/box\n3:cpuset:/other\n0::/") == ["/none/cpu/box", "/none/cpu"])
  #expect(folders("3:cpuset:/other") == nil && folders("") == nil)
  #expect(ControlGroup.throttlings(in: "nr_periods 9\nnr_throttled 4\nthrottled_usec 17") == 4)
  #expect(ControlGroup.throttlings(in: "usage_usec 9") == nil)
}

@Test func `a quota is the least of all groups', of either version, and throttlings are those of all`() throws
{
  let root = FileManager.default.temporaryDirectory.appending(path: "groups-\(UUID())")
  defer { try? FileManager.default.removeItem(at: root) }
  func write(_ file: String, _ text: String) throws {
    let place = root.appending(path: file)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("\(text)\n".utf8).write(to: place)
  }
  func group(_ membership: String) throws -> ControlGroup {
    try #require(ControlGroup(cpuIn: membership, in: root.path))
  }
  try write("box/inner/cpu.max", "max 100000")
  try write("box/cpu.max", "40000 100000")
  try write("box/inner/cpu.stat", "nr_periods 0\nnr_throttled 0")
  try write("box/cpu.stat", "nr_periods 132\nnr_throttled 130")
  #expect(try group("0::/box/inner").processors == 0.4 && group("0::/box/inner").throttlings == 130)
  #expect(try group("0::/").processors == nil && group("0::/").throttlings == nil)
  try write("cpu,cpuacct/box/cpu.cfs_quota_us", "150000")
  try write("cpu,cpuacct/box/cpu.cfs_period_us", "100000")
  try write("cpu,cpuacct/cpu.cfs_quota_us", "-1")
  try write("cpu,cpuacct/cpu.cfs_period_us", "100000")
  try write("cpu,cpuacct/box/cpu.stat", "nr_periods 9\nnr_throttled 4\nthrottled_time 1")
  #expect(try group("4:cpu,cpuacct:/box\n0::/box").processors == 1.5)
  #expect(try group("4:cpu,cpuacct:/box").throttlings == 4)
  #expect(try group("4:cpu,cpuacct:/").processors == nil)
  // As a container sees itself whose groups have other names outside.
  #expect(try group("4:cpu,cpuacct:/docker/0123").folders.last == root.path + "/cpu,cpuacct")
}

@Test func `a process counts with its children, whatever its name; a kernel thread does not`() {
  let process = "42 (a) b) (c) S 1 42 42 0 -1 4194560 9 9 9 9 100 20 3 4 20 0 1 0 55 1 1"
  #expect(SystemSnapshot.ticks(ofProcess: process) == 127)
  let thread = "9 (ksoftirqd/0) S 2 0 0 0 -1 69238848 0 0 0 0 7 8 0 0 20 0 1 0 5 0 0"
  #expect(SystemSnapshot.ticks(ofProcess: thread) == nil)
  #expect(SystemSnapshot.ticks(ofProcess: "42 (cut) S 1") == nil)
}

@Test func `ports are those in use and those in TIME_WAIT, of as many as the range has`() {
  let sockstat = """
    sockets: used 12
    TCP: inuse 2 orphan 0 tw 127 alloc 2 mem 0
    UDP: inuse 5
    """
  #expect(EphemeralPorts.taken(in: sockstat) == 129 && EphemeralPorts.taken(in: "sockets: used 1") == nil)
  #expect(EphemeralPorts.count(in: "32768\t60999") == 28232 && EphemeralPorts.count(in: "1") == nil)
}

@Test func `sockets to a port are told from those at it`() {
  let table = """
      sl  local_address rem_address   st tx_queue
       0: 0100007F:0050 00000000:0000 0A 0:0
       1: 0100007F:C350 0100007F:0050 06 0:0
       2: 0100007F:0050 0100007F:C350 01 0:0
       3: 00000000000000000000000001000000:C351 00000000000000000000000001000000:0050 06 0:0
    """
  #expect(EphemeralPorts.sockets(in: table, towards: 80) == 2)
  #expect(EphemeralPorts.sockets(in: table, towards: 50000) == 1)
}

@Test func `the live kernel tells all of it`() throws {
  let processors = try CPUTopology.current().allowed
  let (first, second) = (SystemSnapshot(processors: processors), SystemSnapshot(processors: processors))
  #expect(first.nanoseconds < second.nanoseconds && first.otherTicks != nil)
  #expect(first.processors.map(\.number) == processors)
  for (before, after) in zip(first.processors, second.processors) {
    #expect(try #require(before.stolenTicks) <= #require(after.stolenTicks))
  }
  #expect(
    EphemeralPorts.taken(towards: 80, of: 30000) != nil && EphemeralPorts.taken(towards: 80, of: 0) != nil)
  #expect(EphemeralPorts.taken() != nil && EphemeralPorts.count() ?? 0 > 0)
}

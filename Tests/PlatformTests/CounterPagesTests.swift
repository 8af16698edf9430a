import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Platform

/// A process that has ended, and one that lives.
private func pids() async throws -> (ended: Int32, living: Int32) {
  let child = try ChildProcess(path: "/bin/true", arguments: [])
  _ = await child.waitForExit()
  close(child.standardInput)
  close(child.standardOutput)
  return (child.pid, getpid())
}

private func place(_ kind: String, _ slot: Int, less: Int? = nil, isGauge: Bool = false) -> CounterPages.Place
{
  .init(kind: kind, slot: slot, less: less, isGauge: isGauge)
}

@Suite struct CounterPagesTests {
  @Test func `counters are those of all threads, gauges those of the living, lanes are added`() async throws {
    let (ended, living) = try await pids()
    let folder = try PageFolder()
    try folder.write("gc.\(ended)", totals: [0: 1000, 7: 50])
    try folder.write("gc.\(living)", totals: [0: 5, 7: 3])
    try folder.write(
      "alloc.\(living)", totals: [1: 100, 3: 90], slots: 4, lanes: [[0, 7, 0, 1], [0, 2, 0, 0]])
    let pages = CounterPages(in: folder.path)
    #expect(pages.value(at: place("gc", 0)) == 1005 && pages.value(at: place("gc", 7, isGauge: true)) == 3)
    #expect(pages.value(at: place("alloc", 1)) == 109)
    #expect(pages.value(at: place("alloc", 1, less: 3, isGauge: true)) == 18)
    #expect(pages.value(at: place("alloc", 3, less: 1)) == 0)
    #expect(pages.value(at: place("gil", 0)) == nil && pages.value(at: place("gc", 32)) == nil)
    #expect(pages.value(at: place("gc", -1)) == nil)
  }

  @Test func `one page with a reason makes the sum unknown, and tells it`() throws {
    let folder = try PageFolder()
    let longest = String(repeating: "ä", count: 40)
    try folder.write("gil.1", totals: [0: 5])
    try folder.write("gil.2", reason: "außer Betrieb")
    try folder.write("gc.2", totals: [0: UInt64.max], reason: longest)
    let pages = CounterPages(in: folder.path)
    #expect(pages.value(at: place("gil", 0)) == nil && pages.reason("gil") == "außer Betrieb")
    #expect(pages.reason("gc") == longest && pages.reason("alloc") == nil)
  }

  @Test func `a maximum is the greatest of all pages between two readings, of which the page is told`() throws
  {
    let folder = try PageFolder()
    try folder.write("gc.1", totals: [2: 900, 3: 0])
    try folder.write("gc.2", totals: [2: 700, 3: 0])
    let pages = CounterPages(in: folder.path)
    pages.beginReading()
    #expect(pages.maximum(2, of: "gc") == 900 && pages.maximum(2, of: "gil") == nil)
    #expect(try folder.word(3, of: "gc.1") == 1 && folder.word(3, of: "gc.2") == 1)
    pages.beginReading()
    #expect(pages.maximum(2, of: "gc") == 0)
    try folder.set(30, in: 2, of: "gc.2", reading: 2)
    pages.beginReading()
    // What comes after the reading's end is of the next one, and hides nothing.
    try folder.set(4, in: 2, of: "gc.2", reading: 3)
    #expect(pages.maximum(2, of: "gc") == 30)
    pages.beginReading()
    #expect(pages.maximum(2, of: "gc") == 4)
    // Whoever wrote between two readings' ends has named the later one.
    try folder.set(40, in: 2, of: "gc.1", reading: 5)
    pages.beginReading()
    #expect(pages.maximum(2, of: "gc") == 40)
    try folder.set(50, in: 2, of: "gc.1", reading: 9)
    pages.beginReading()
    #expect(pages.maximum(2, of: "gc") == 0 && pages.maximum(31, of: "gc") == nil)
  }

  @Test func `what is no whole page counts when it has become one, or never`() throws {
    let folder = try PageFolder()
    try folder.write("gc.1", totals: [0: 1], magic: "\0\0\0\0\0\0\0\0")
    try folder.write("gc.2", totals: [0: 2], version: 2)
    try Data("HRNSPAGE".utf8).write(to: folder.file("gc.3"))
    try folder.write("gc.4", totals: [0: 4], slots: 9)
    try FileHandle(forWritingTo: folder.file("gc.4")).truncate(atOffset: 400)
    try Data().write(to: folder.file("gc.5"))
    try folder.write("gc", totals: [0: 6])
    try folder.write("gc.x", totals: [0: 7])
    try FileManager.default.createDirectory(at: folder.file("gc.8"), withIntermediateDirectories: true)
    #expect(mkfifo(folder.file("gc.9").path, 0o600) == 0)
    #expect(symlink("/dev/zero", folder.file("gc.10").path) == 0)
    var pages = CounterPages(in: folder.path)
    #expect(pages.value(at: place("gc", 0)) == nil)
    try folder.write("gc.1", totals: [0: 1])
    pages.refresh()
    #expect(pages.value(at: place("gc", 0)) == 1)
    #expect(CounterPages(in: "/nowhere").value(at: place("gc", 0)) == nil)
  }

  @Test func `a page that vanishes is still read, one that shrinks makes its kind unknown`() throws {
    let folder = try PageFolder()
    try folder.write("gc.1", totals: [0: 1])
    try folder.write("gil.1", totals: [0: 2], slots: 500, events: 3)
    var pages = CounterPages(in: folder.path)
    try FileManager.default.removeItem(at: folder.file("gc.1"))
    try FileHandle(forWritingTo: folder.file("gil.1")).truncate(atOffset: 100)
    pages.refresh()
    #expect(pages.value(at: place("gc", 0)) == 1 && pages.value(at: place("gil", 0)) == nil)
    #expect(pages.takeEvents() == [])
  }

  @Test(arguments: [(0, 0..<0), (3, 0..<3), (8, 1..<8), (20, 13..<20)])
  func `of a ring the events are read that the writer is not about to overwrite`(
    written: Int, kept: Range<Int>
  )
    throws
  {
    let folder = try PageFolder()
    try folder.write("gc.1", slots: 8, events: written)
    let pages = CounterPages(in: folder.path)
    #expect(pages.have("gc") && !pages.have("gil"))
    #expect(
      pages.takeEvents()
        == kept.map { .init(kind: "gc", timeNanoseconds: 1000 * $0, durationNanoseconds: 7, pid: 4711) })
    #expect(pages.takeEvents() == [])
  }

  @Test func `events that are read while a thread writes them are whole, and none comes twice`() throws {
    let folder = try PageFolder()
    try folder.write("gc.1", slots: 16)
    let count = 200_000
    let path = folder.file("gc.1").path
    let writer = try PinnedThread(name: "writer", cpu: nil) { write(count, eventsTo: path) }
    let pages = CounterPages(in: folder.path)
    var events: [CounterEvent] = []
    repeat { events += pages.takeEvents() } while events.last?.timeNanoseconds != count - 1
    #expect(writer.join() && events.allSatisfy { $0.durationNanoseconds == 3 * $0.timeNanoseconds })
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.timeNanoseconds < $1.timeNanoseconds })
  }
}

/// Writes events whose length is three times their time, as an agent does; false when it cannot.
private func write(_ count: Int, eventsTo path: String) -> Bool {
  let file = open(path, O_RDWR)
  defer { close(file) }
  guard let memory = mmap(nil, 768, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), memory != MAP_FAILED else {
    return false
  }
  defer { munmap(memory, 768) }
  let words = memory.assumingMemoryBound(to: Atomic<UInt64>.self)
  for number in 0..<count {
    let place = 48 + number % 16 * 3
    words[place].store(UInt64(number), ordering: .relaxed)
    words[place + 1].store(UInt64(3 * number), ordering: .relaxed)
    words[place + 2].store(1, ordering: .relaxed)
    words[4].store(UInt64(number + 1), ordering: .releasing)
  }
  return true
}

import Contract
import HTTP
import LoadEngine
import Platform
import Record
import Statistics

/// Event streams that are held open and not read.
struct SlowReaders: HeldConnections {
  /// How long a server that does not wait for its readers has to make what nobody reads.
  private static let settling = Duration.seconds(1)
  private let streams: UnreadStreams
  private let asked: Int
  private let begin: UInt64

  /// Asks for them, and waits until all have begun. Throws an `AppFailure` when they do not, or `alarm` is raised meanwhile.
  init(_ workload: HeldWorkload, at address: AppAddress, alarm: StopFlag) async throws {
    asked = workload.description.connections
    begin = MonotonicClock().nanoseconds
    let request = workload.opening.http(host: "\(address.socket)").bytes
    do throws(SystemError) {
      streams = try await UnreadStreams.asked(asked, of: address.socket, request: request)
    } catch {
      throw Trial.Failure(stage: .measure, reason: "connections that are not read cannot be opened: \(error)")
    }
    let haveBegun = await Opening.isComplete(asked) { [streams] in alarm.isRaised ? nil : streams.begun }
    try Task.checkCancellation()
    guard haveBegun else { throw Opening.failure(kept: streams.begun, of: asked) }
    try await Task.sleep(for: Self.settling)
  }

  func end(memoryBefore: LoadFigures.Held.Memory?) async throws -> LoadFigures.Held {
    let lost = streams.ended
    streams.close()
    return LoadFigures.Held(
      asked: asked, lost: lost, items: 0, misplaced: 0, gaps: Histogram(), cpuNanoseconds: 0,
      heldNanoseconds: Int(MonotonicClock().nanoseconds - begin), generatorBytes: nil,
      memoryBefore: memoryBefore)
  }
}

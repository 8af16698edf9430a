import Platform

/// The threads of a load, one for each share of it, whoever drives them.
enum WorkerThreads {
  /// What a thread does: arrives at the line when it is ready, and measures its share from then on.
  typealias Drive = @Sendable (WorkerShare, StartingLine) throws(SystemError) -> LoadResult

  /// Checks that the load can be driven here, starts a thread for each share, lets them go together, and adds what they measured.
  static func run(_ shape: LoadShape, _ drive: @escaping Drive) throws(LoadError) -> LoadResult {
    defer { shape.seat?.leave() }
    try check(shape)
    do throws(SystemError) {
      let line = try StartingLine(workers: shape.workerCount)
      var results: [LoadResult] = []
      for result in try run(WorkerShare.shares(of: shape)[...], of: shape, line, drive) {
        results.append(try result.get())
      }
      return results.dropFirst().reduce(into: results[0]) { $0.merge($1) }
    } catch {
      throw .system(error)
    }
  }

  private static func check(_ shape: LoadShape) throws(LoadError) {
    do {
      let allowed = try CPUTopology.current().allowed
      if let cpu = shape.cpus.first(where: { !allowed.contains($0) }) {
        throw LoadError.cpuNotAllowed(cpu: cpu, allowed: allowed)
      }
      if let shortage = try DescriptorLimit.makeRoom(for: shape.connections * (shape.seat?.loads ?? 1)) {
        throw LoadError.tooFewDescriptors(needed: shortage.needed, hardLimit: shortage.hardLimit)
      }
      if let tls = shape.tls { _ = try TLSContext(tls) }
    } catch let error as LoadError {
      throw error
    } catch let error as TLSError {
      throw .tls(error)
    } catch let error as SystemError {
      throw .system(error)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// Starts the threads of these shares, opens the line for all, and returns what each measured.
  private static func run(
    _ shares: ArraySlice<WorkerShare>, of shape: LoadShape, _ line: StartingLine, _ drive: @escaping Drive
  ) throws(SystemError) -> [Result<LoadResult, SystemError>] {
    guard let share = shares.first else {
      line.release(shape)
      return []
    }
    let thread: PinnedThread<Result<LoadResult, SystemError>>
    do throws(SystemError) {
      thread = try PinnedThread(name: "load-\(share.index)", cpu: share.cpu) {
        do throws(SystemError) {
          return .success(try drive(share, line))
        } catch {
          for _ in 0..<shape.slices where !line.arrive(share.index) { break }
          return .failure(error)
        }
      }
    } catch {
      line.cancel(share.index)
      throw error
    }
    let others = try run(shares.dropFirst(), of: shape, line, drive)
    return [thread.join()] + others
  }
}

import CCurl
import CLinux
import Glibc
import Platform
import Statistics

/// Drives a worker's share of a load over HTTP/2 with libcurl's multi interface.
final class CurlWorker {
  private static let started = curl_global_init(Int(CURL_GLOBAL_DEFAULT))
  private static let retryNanoseconds: UInt64 = 10_000_000
  /// libcurl 7.88 does not always say that it has more to send: without being asked again, bodies in the clear stall for a second.
  private static let longestWaitNanoseconds: UInt64 = 1_000_000

  private let share: WorkerShare
  private let spec: HTTP2Spec
  private let stop: StopFlag
  private let multi: UnsafeMutableRawPointer
  private var transfers: [CurlTransfer] = []
  private let clock = MonotonicClock()
  private var schedule: Schedule
  /// Transfers that have begun; those that open connections come first.
  private var launched: Int
  private var failed: [Int] = []
  private var outstanding = 0
  private var endNanoseconds: UInt64 = 0
  private var result = LoadResult()
  private var usage = GeneratorUsage()
  private var latency = HistogramRecorder()
  private var uncorrectedLatency = HistogramRecorder()
  private var lateness = HistogramRecorder()
  private var intervals: IntervalReporter
  private var progress: LoadProgress.Teller

  init(_ share: WorkerShare, of spec: HTTP2Spec, stop: StopFlag) throws(SystemError) {
    guard Self.started == CURLE_OK, let multi = curl_multi_init() else {
      throw SystemError("start libcurl", code: ENOMEM)
    }
    self.share = share
    self.spec = spec
    self.stop = stop
    self.multi = multi
    launched = share.connections.count
    let count = share.connections.count * spec.streams
    schedule = Schedule(share.dueTimes, connections: count)
    intervals = IntervalReporter(share.index, spec.observer)
    progress = LoadProgress.Teller(spec.progress)
    harness_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, share.connections.count)
    harness_curl_multi_set_long(multi, CURLMOPT_MAX_CONCURRENT_STREAMS, spec.streams)
    for slot in 0..<count {
      let variant =
        (share.connections.lowerBound * spec.streams + slot + spec.requests.count - 1)
        % spec.requests.count
      guard let transfer = CurlTransfer(spec, slot: slot, variant: variant) else {
        throw SystemError("start libcurl", code: ENOMEM)
      }
      transfers.append(transfer)
    }
    if spec.tls != nil { result.tls = TLSUse() }
  }

  deinit {
    for transfer in transfers { curl_multi_remove_handle(multi, transfer.handle) }
    transfers = []
    curl_multi_cleanup(multi)
  }

  /// Meets the others, drives the window, waits for what is outstanding.
  func run(line: StartingLine) -> LoadResult {
    clinux_set_timer_slack(1)
    guard line.arrive(share.index) else { return result }
    let before = GeneratorUsage.ofThisThread()
    let start = clock.nanoseconds
    endNanoseconds = start + spec.duration.wholeNanoseconds
    schedule.begin(at: start, end: endNanoseconds, after: 0)
    if share.index == 0 { spec.progress?.beginWindow(at: start) }
    intervals.begin(at: start)
    for slot in 0..<launched {
      transfers[slot].use(openingConnection: true)
      goOn(slot)
    }
    pump(until: endNanoseconds) { $0.result.sent >= $0.share.requestLimit && $0.outstanding == 0 }
    intervals.report(at: min(clock.nanoseconds, endNanoseconds), result, latency)
    endNanoseconds = min(endNanoseconds, clock.nanoseconds)
    result.windowStartNanoseconds = start
    result.slices = [.init(startNanoseconds: start, lengthNanoseconds: endNanoseconds - start)]
    usage.addUse(since: before)
    pump(until: endNanoseconds + spec.drainLimit.wholeNanoseconds) { $0.outstanding == 0 }
    intervals.end(at: clock.nanoseconds, result, latency)
    spec.progress?.willClose()
    return finished()
  }

  private func pump(until deadline: UInt64, isOver: (CurlWorker) -> Bool) {
    var stopWait = curl_waitfd(fd: stop.descriptor, events: Int16(CURL_WAIT_POLLIN), revents: 0)
    while !result.wasStopped, !isOver(self) {
      let now = clock.nanoseconds
      guard now < deadline else { return }
      retry(at: now)
      sendDue()
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      takeAnswers()
      progress.tell(result.answered, open: 0)
      if now >= intervals.next { intervals.report(at: now, result, latency) }
      guard !isOver(self) else { return }
      let before = clock.nanoseconds
      let wake = max(
        before, min(deadline, nextDue, retryTime, intervals.next, before + Self.longestWaitNanoseconds))
      curl_multi_poll(multi, &stopWait, 1, Int32(clamping: (wake - before) / 1_000_000), nil)
      usage.blockedNanoseconds += clock.nanoseconds - before
      if stopWait.revents != 0 { result.wasStopped = true }
    }
  }

  // MARK: Sending

  private var isInWindow: Bool { clock.nanoseconds < endNanoseconds }

  /// What a free transfer does next: in a closed loop its next request, in an open loop it waits for one to be due.
  private func goOn(_ slot: Int) {
    guard isInWindow else { return }
    if share.dueTimes != nil { return schedule.push(slot) }
    let now = clock.nanoseconds
    begin(slot, due: now, at: now)
  }

  /// Lets the connection that a slot has opened carry its other streams; once for each connection.
  private func launch(streamsOf slot: Int) {
    guard launched < transfers.count else { return }
    let last = min(launched + spec.streams - 1, transfers.count)
    for slot in launched..<last { goOn(slot) }
    launched = last
  }

  private func begin(_ slot: Int, due: UInt64, at now: UInt64) {
    guard result.sent < share.requestLimit else { return }
    let transfer = transfers[slot]
    transfer.prepareNext()
    transfer.dueNanoseconds = due
    transfer.startedNanoseconds = now
    transfer.isUnderWay = true
    curl_multi_add_handle(multi, transfer.handle)
    outstanding += 1
    result.sent += 1
  }

  private var nextDue: UInt64 { isInWindow && schedule.idleCount > 0 ? schedule.next : .max }

  private func sendDue() {
    while schedule.idleCount > 0, result.sent < share.requestLimit {
      let now = clock.nanoseconds
      let due = schedule.next
      guard due <= now, now < endNanoseconds else { return }
      schedule.advance()
      lateness.record(now - due)
      begin(schedule.pop(), due: due, at: now)
    }
  }

  private var retryTime: UInt64 { failed.first.map { transfers[$0].retryNanoseconds } ?? .max }

  private func retry(at now: UInt64) {
    while let slot = failed.first, transfers[slot].retryNanoseconds <= now {
      failed.removeFirst()
      goOn(slot)
    }
  }

  // MARK: Answers

  private func takeAnswers() {
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
      let code = message.pointee.data.result
      let number = harness_curl_get_string(handle, CURLINFO_PRIVATE).map { Int(bitPattern: $0) } ?? 1
      curl_multi_remove_handle(multi, handle)
      end(number - 1, code, at: clock.nanoseconds)
    }
  }

  private func end(_ slot: Int, _ code: CURLcode, at now: UInt64) {
    let transfer = transfers[slot]
    if transfer.wantsConnection(after: code) {
      transfer.use(openingConnection: true)
      curl_multi_add_handle(multi, transfer.handle)
      return
    }
    outstanding -= 1
    transfer.isUnderWay = false
    result.connectionsOpened += transfer.information(CURLINFO_NUM_CONNECTS)
    result.tls?.handshakes += transfer.information(CURLINFO_NUM_CONNECTS)
    result.bytesSent += transfer.information(CURLINFO_REQUEST_SIZE) + transfer.size(CURLINFO_SIZE_UPLOAD_T)
    result.bytesReceived +=
      transfer.information(CURLINFO_HEADER_SIZE) + transfer.size(CURLINFO_SIZE_DOWNLOAD_T)
    guard code == CURLE_OK else {
      let kind = CurlTransfer.kind(of: code)
      if kind == .connect {
        result.connectFailures += 1
        if result.tls?.problem == nil { result.tls?.problem = String(cString: curl_easy_strerror(code)) }
      }
      return fail(slot, kind, at: now)
    }
    guard transfer.information(CURLINFO_HTTP_VERSION) == Int(CURL_HTTP_VERSION_2_0) else {
      result.firstMalformation = result.firstMalformation ?? .notHTTP2
      return fail(slot, .malformed, at: now)
    }
    if transfer.opensConnection {
      transfer.use(openingConnection: false)
      launch(streamsOf: slot)
    }
    let status = transfer.information(CURLINFO_RESPONSE_CODE)
    result.statusCounts[status, default: 0] += 1
    if spec.acceptedStatuses.contains(status) {
      result.answered += 1
      if now < endNanoseconds {
        result.answeredInWindow += 1
      } else {
        result.overhangNanoseconds += now - endNanoseconds
      }
      latency.record(now - transfer.dueNanoseconds)
      if share.dueTimes != nil { uncorrectedLatency.record(now - transfer.startedNanoseconds) }
    } else {
      result.errors[.init(status: status)] += 1
    }
    goOn(slot)
  }

  private func fail(_ slot: Int, _ kind: ErrorLedger.Kind, at now: UInt64) {
    result.errors[kind] += 1
    transfers[slot].use(openingConnection: kind == .connect || kind == .reset)
    transfers[slot].retryNanoseconds = now + Self.retryNanoseconds
    failed.append(slot)
  }

  private func finished() -> LoadResult {
    result.unfinished = outstanding
    result.connectionsAsked = share.connections.count
    // libcurl opens a connection when a request needs one: those that none needed could have been there.
    result.connectionsReached =
      result.connectFailures == 0
      ? share.connections.count : min(result.connectionsOpened, share.connections.count)
    for transfer in transfers where transfer.isUnderWay {
      result.openNanoseconds += endNanoseconds - min(endNanoseconds, transfer.dueNanoseconds)
    }
    result.unsent = result.sent < share.requestLimit ? schedule.countUnsent(until: endNanoseconds) : 0
    result.latency = latency.snapshot()
    result.uncorrectedLatency = share.dueTimes == nil ? result.latency : uncorrectedLatency.snapshot()
    result.lateness = lateness.snapshot()
    result.generator = usage
    result.workers = [usage]
    let library = String(cString: curl_version()).prefix { $0 != " " }
    result.pollerName = "\(library), HTTP/2"
    return result
  }
}

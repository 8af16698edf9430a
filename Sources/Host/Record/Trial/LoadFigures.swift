package import Statistics

/// What the load engine counted and timed in one window.
package struct LoadFigures: Codable, Equatable, Sendable {
  /// Answers that were compared in full with what was asked.
  package struct Canaries: Codable, Equatable, Sendable {
    /// How many were compared.
    package let checked: Int
    /// How many were wrong.
    package let wrong: Int
    /// What was wrong with the first wrong one.
    package let firstDifference: String?

    /// The outcome of comparing a sample of answers.
    package init(checked: Int, wrong: Int, firstDifference: String?) {
      self.checked = checked
      self.wrong = wrong
      self.firstDifference = firstDifference
    }
  }

  /// What the generator itself cost.
  package struct Generator: Codable, Equatable, Sendable {
    /// User time of the engine's threads.
    package let cpuUserNanoseconds: Int
    /// System time of the engine's threads.
    package let cpuSystemNanoseconds: Int
    /// Time the engine's threads waited for answers.
    package let blockedNanoseconds: Int
    /// Time the engine's threads were ready to run but did not; nil when the kernel does not tell.
    package let runQueueNanoseconds: Int?
    /// Engine threads.
    package let threads: Int
    /// How the engine waited for its connections.
    package let poller: String

    /// The engine's own cost over a window.
    package init(
      cpuUserNanoseconds: Int, cpuSystemNanoseconds: Int, blockedNanoseconds: Int, runQueueNanoseconds: Int?,
      threads: Int, poller: String
    ) {
      self.cpuUserNanoseconds = cpuUserNanoseconds
      self.cpuSystemNanoseconds = cpuSystemNanoseconds
      self.blockedNanoseconds = blockedNanoseconds
      self.runQueueNanoseconds = runQueueNanoseconds
      self.threads = threads
      self.poller = poller
    }
  }

  /// What only an open loop knows: requests were due whatever the server did.
  package struct OpenLoop: Codable, Equatable, Sendable {
    /// Requests that were due in the window and never found a free connection.
    package let unsent: Int
    /// From when each request was due to just before its first write.
    package let lateness: Histogram
    /// Latencies from the first write: what a client that waits its turn would have reported.
    package let uncorrectedLatency: Histogram

    /// The figures of an open loop.
    package init(unsent: Int, lateness: Histogram, uncorrectedLatency: Histogram) {
      self.unsent = unsent
      self.lateness = lateness
      self.uncorrectedLatency = uncorrectedLatency
    }
  }

  /// What TLS did, from the first connection on.
  package struct TLS: Codable, Equatable, Sendable {
    /// The protocol's version, e.g. `TLSv1.3`; nil when no handshake succeeded.
    package let version: String?
    /// The cipher suite, e.g. `TLS_AES_256_GCM_SHA384`; nil when no handshake succeeded.
    package let cipher: String?
    /// Whether the server's certificate was checked.
    package let isVerified: Bool
    /// Handshakes that succeeded.
    package let handshakes: Int
    /// Those of them that continued an earlier session.
    package let resumed: Int

    /// What TLS did.
    package init(version: String?, cipher: String?, isVerified: Bool, handshakes: Int, resumed: Int) {
      self.version = version
      self.cipher = cipher
      self.isVerified = isVerified
      self.handshakes = handshakes
      self.resumed = resumed
    }
  }

  /// A piece of a window whose load took turns with others.
  package struct Slice: Codable, Equatable, Sendable {
    /// When it began, in nanoseconds since the window did.
    package let start: Int
    /// How long it was, in nanoseconds.
    package let length: Int

    /// A piece of a window.
    package init(start: Int, length: Int) {
      self.start = start
      self.length = length
    }

    /// When it ended, in nanoseconds since the window began.
    package var end: Int { start + length }
  }

  /// The connections of a load.
  package struct Connections: Codable, Equatable, Sendable {
    /// How many were asked for.
    package let asked: Int
    /// How many of them were ever open.
    package let open: Int
    /// Attempts to connect that failed.
    package let failedAttempts: Int

    /// The connections of a load.
    package init(asked: Int, open: Int, failedAttempts: Int) {
      self.asked = asked
      self.open = open
      self.failedAttempts = failedAttempts
    }
  }

  /// Length of the window in which requests were started, what was between its slices left out.
  package let windowNanoseconds: Int
  /// The slices that the window was cut into, in their order; empty: it was one piece.
  package var slices: [Slice] = []
  /// Requests written. `sent = answered + Σ errors + unfinished`, wrong answers being counted by the canaries.
  package let sent: Int
  /// Complete answers of an accepted status, until the end of the drain.
  package let answered: Int
  /// Those of them that have no latency, because they came first in a slice of a closed loop: they did not wait behind as many others as
  /// those that followed.
  package var untimed = 0
  /// How long those took, in nanoseconds, summed.
  package var untimedNanoseconds = 0
  /// Those of them that came before the window ended: what throughput counts.
  package let answeredInWindow: Int
  /// Requests that had no answer when the drain ended.
  package let unfinished: Int
  /// Those of them whose answers had begun; nil: none.
  package var begun: Int?
  /// Failed requests by kind: `connect`, `reset`, `timeout`, `status4xx`, `status5xx`, …; kinds without any are left out.
  package let errors: [String: Int]
  /// Complete answers by status, accepted or not; nil: not of a load on one URL.
  package var statuses: [Int: Int]?
  /// Whether redirects were followed, so that the answers at their ends are those that count; nil: not of a load on one URL.
  package var followsRedirects: Bool?
  /// Requests that were sent again, because the server had closed their reused connection before any byte of the answer; each counts once;
  /// nil: none.
  package var resent: Int?
  /// Bytes that came after all that was asked for; nil: none.
  package var surplusBytes: Int?
  /// The connections; nil: all that were asked for were open, each at the first attempt.
  package var connections: Connections?
  /// How many requests were to be sent at the most; nil: no matter how many.
  package var requestsAsked: Int?
  /// Why the first connection or answer that went wrong did; nil when none did.
  package var firstProblem: String?
  /// The parts of the latencies of answered requests that lie after the window, summed.
  package var overhangNanoseconds = 0
  /// Of the requests without an answer when the drain ended, the time from when each was due to the end of the window, summed.
  package var openNanoseconds = 0
  /// Where the requests of a load on a URL went, e.g. `127.0.0.1:8080`; nil: the app that the trial is of.
  package var address: String?
  /// Bytes written to the sockets, before encryption.
  package let bytesSent: Int
  /// Bytes read from the sockets, after decryption.
  package let bytesReceived: Int
  /// Of all answered requests that are timed, to the last byte of the answer: from before the write, in an open loop from when it was due.
  package let latency: Histogram
  /// What only an open loop knows; nil for a closed one.
  package let openLoop: OpenLoop?
  /// Answers compared in full.
  package let canaries: Canaries
  /// Reads of the sockets whose time is the kernel's word of when the bytes came, not when they were read; nil: it was not asked.
  package var kernelStampedReads: Int?
  /// How many requests a connection sent at once, before it waited for all their answers; nil: one.
  package var pipelineDepth: Int?
  /// What TLS did; nil without it.
  package var tls: TLS?
  /// What each part of a mixed load did, together the whole of it; nil of other loads.
  package var parts: [Part]?
  /// What streams brought, of which those that are open when the window has ended are `unfinished` requests; nil of other loads.
  package var streams: Streams?
  /// What WebSockets did, whose messages are the requests and answers; nil without them.
  package var webSocket: WebSocket?
  /// What was held open beside it; nil: nothing.
  package var held: Held?
  /// What users did, whose flows are the requests, and steps the parts; nil of other loads.
  package var sessions: Sessions?
  /// The slowest requests; nil: not kept.
  package var slowest: SlowRequests?
  /// What the generator itself cost.
  package let generator: Generator

  /// The figures of one window.
  package init(
    windowNanoseconds: Int, sent: Int, answered: Int, answeredInWindow: Int, unfinished: Int,
    errors: [String: Int],
    bytesSent: Int, bytesReceived: Int, latency: Histogram, openLoop: OpenLoop? = nil, canaries: Canaries,
    generator: Generator
  ) {
    self.windowNanoseconds = windowNanoseconds
    self.sent = sent
    self.answered = answered
    self.answeredInWindow = answeredInWindow
    self.unfinished = unfinished
    self.errors = errors
    self.bytesSent = bytesSent
    self.bytesReceived = bytesReceived
    self.latency = latency
    self.openLoop = openLoop
    self.canaries = canaries
    self.generator = generator
  }

  /// From the window's beginning to its end, what was between its slices included.
  package var spanNanoseconds: Int { slices.last?.end ?? windowNanoseconds }
  /// How long the app was under load, in nanoseconds: until the last answers of the window and of each slice came, as if they came as fast
  /// as those before.
  package var loadedNanoseconds: Double {
    Double(windowNanoseconds) * (answeredInWindow > 0 ? Double(answered) / Double(answeredInWindow) : 1)
  }
  /// Answers per second of the window.
  package var requestsPerSecond: Double { Double(answeredInWindow) / (Double(windowNanoseconds) / 1e9) }
  /// All failed requests.
  package var errorCount: Int { errors.values.reduce(0, +) }
  /// Whether it was what was asked for: every connection was open, every request was sent and answered as it should be, and nothing else came.
  package var isComplete: Bool {
    errorCount == 0 && unfinished == (streams?.open ?? 0) && streams?.oversized ?? 0 == 0
      && surplusBytes == nil && (openLoop?.unsent ?? 0) == 0 && !isCutShort
      && connections.map { $0.open == $0.asked } ?? true
  }
  /// Whether the window ended before all requests that were asked for were sent.
  package var isCutShort: Bool { sent < requestsAsked ?? 0 }
  /// Requests under way, the mean over the window: the latencies within it, of answered requests and of those without an answer, over its
  /// length; nil without an answer.
  package var requestsUnderWay: Double? {
    sessions.map(\.requestsUnderWay)
      ?? Self.underWay(
        latency, answered: answered - untimed,
        beside: untimedNanoseconds + openNanoseconds - overhangNanoseconds, in: windowNanoseconds)
  }
  /// The latencies of so many requests with other times over a window's length, all in nanoseconds; nil without a latency.
  package static func underWay(
    _ latency: Histogram, answered: Int, beside nanoseconds: Int, in windowNanoseconds: Int
  ) -> Double? {
    latency.mean.map { mean in
      (mean * Double(answered) + Double(nanoseconds)) / Double(max(1, windowNanoseconds))
    }
  }
  /// The requests of an open loop that were due and have no latency, which is longer than all that there are: they were never sent, or
  /// had no answer when the drain ended; 0 in a closed loop, where nothing is due.
  package var censored: Int { openLoop.map { $0.unsent + unfinished } ?? 0 }
  /// The share of the window that the generator's threads had a processor, from 0 to 1: the mean of all of them, with what those take that
  /// hold connections open on the same processors.
  package var generatorUtilisation: Double {
    let cpu = generator.cpuUserNanoseconds + generator.cpuSystemNanoseconds
    return share(cpu) + (held?.processors ?? 0) / Double(generator.threads)
  }
  /// The share of its threads' time that the generator worked, or would have if it had been given its processor.
  package var generatorDemand: Double {
    generatorUtilisation + share(generator.runQueueNanoseconds ?? 0)
  }

  private func share(_ nanoseconds: Int) -> Double {
    Double(nanoseconds) / Double(max(1, windowNanoseconds * generator.threads))
  }
}

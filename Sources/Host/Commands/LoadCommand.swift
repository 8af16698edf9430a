import Orchestration
import Platform
import Record
import Reporting
import Synchronization

let loadCommand = Command(
  name: "load", summary: "drive load at one URL and measure it",
  discussion: """
    Closed loop by default: every connection sends its next request when its answer is complete, which gives capacity. With --rate,
    --ramp or --steps requests are due at their times whatever the server does, and latency counts from then, so that a server that
    stalls cannot hide it. After the window answers are waited for, two seconds at the longest. An answer may have a head of 64 KiB and a
    body of 128 MiB, and is not read beyond. A GET, HEAD, PUT, DELETE, OPTIONS or TRACE is sent again, once, where the server had closed the
    connection after an earlier answer and before any byte of this one. Exit codes: 0 the load was what was asked for and no request
    failed, 1 some failed or were never sent, a connection was never open, or bytes came that nobody had asked for, 2 usage, 130 interrupted.
    """,
  operands: .one("URL"), flags: LoadFlags.all,
  readsProjectFile: true,
  alternatives: [
    [LoadFlags.rate.name, LoadFlags.ramp.name, LoadFlags.steps.name],
    [LoadFlags.requests.name, LoadFlags.duration.name],
    StreamFlags.messages.map(\.name),
  ],
  examples: [
    .init(
      "harness load http://127.0.0.1:8080/", "ten seconds, 32 connections, as fast as the server answers"),
    .init(
      "harness load -c 100 -d 30 --rate 5000 --arrivals poisson http://127.0.0.1:8080/",
      "5,000 requests per second"),
    .init(
      "harness load -n 1000 --header Content-Type:application/json --body-file body.json http://127.0.0.1:8080/",
      "a thousand requests with a body"),
  ]
) { arguments, _ in try LoadRequest(arguments) }

extension LoadRequest: Request {
  func run(in context: Context) async throws -> Outcome {
    let load = try complete()
    let output = context.output
    let seconds = Mutex<[LoadSecond]>([])
    let stop = try StopFlag()
    let interrupted = Mutex(false)
    let signals = TerminationSignals { _ in
      interrupted.withLock { $0 = true }
      stop.raise()
    }
    let figures = try await load.run(stop: stop) { second in
      seconds.withLock { $0.append(second) }
      if !isQuiet { tell(second, output) }
    }
    withExtendedLifetime(signals) {}
    if output.isInteractive, !isQuiet { output.replaceLine("") }
    let problems = export(figures, seconds.withLock { $0 })
    return Outcome(
      answer: Answer(figures) { LoadReport.text($0, style: $1) },
      exitCode: interrupted.withLock({ $0 }) ? .interrupted : figures.isComplete ? .ok : .failed
    ).remarking(problems)
  }
}

private func tell(_ second: LoadSecond, _ output: Output) {
  let line = LoadReport.line(second)
  if output.isInteractive { output.replaceLine(line) } else { output.note(line) }
}

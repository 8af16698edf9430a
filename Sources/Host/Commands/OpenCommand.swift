import Foundation
import Glibc
import Platform

let openCommand = Command(
  name: "open", summary: "open a run's page in a browser, or say where it is",
  discussion: """
    Without a RUN it is the newest one that has a page. The place is always printed; where there is a desktop (DISPLAY or WAYLAND_DISPLAY, and
    xdg-open) and the output is a terminal, the page is opened too. Exit codes: 0 there is a page, 1 there is none, 2 usage.
    """,
  operands: .optional("RUN"), flags: [CompareFlags.output], operandOffers: .listed(.runs),
  examples: [
    .init("harness open", "the newest run's page"),
    .init("harness open results/example", "the committed run's"),
  ]
) { arguments, _ in
  OpenRequest(
    run: arguments.operands.first.map { URL(filePath: $0) }, store: try arguments[CompareFlags.output])
}

private struct OpenRequest: Request {
  /// nil: the newest one in `store`.
  let run: URL?
  let store: URL

  func run(in context: Context) async throws -> Outcome {
    guard let page = try run.map({ Self.page(of: $0) }) ?? newest(),
      FileManager.default.fileExists(atPath: page.path)
    else {
      let place = run?.relativePath ?? store.relativePath
      return Outcome(
        answer: nil, remarks: ["harness: \(place) has no page; `harness report RUN` writes one"],
        exitCode: .failed)
    }
    let problem = await Self.isOnDesktop ? Self.show(page) : nil
    return Outcome(answer: Answer(page.path + "\n"), remarks: [problem].compactMap(\.self))
  }

  private static func page(of run: URL) -> URL { run.appending(path: "report.html") }

  /// The page of the newest run that has one; nil: none has.
  private func newest() throws -> URL? {
    try ResultRow.all(in: store).reversed().lazy.map { Self.page(of: store.appending(path: $0.folder)) }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }

  private static var isOnDesktop: Bool {
    let environment = ProcessInfo.processInfo.environment
    let hasDisplay = ["DISPLAY", "WAYLAND_DISPLAY"].contains { !(environment[$0] ?? "").isEmpty }
    return hasDisplay && isatty(STDOUT_FILENO) == 1
  }

  /// Hands the page to the desktop; returns what is wrong where that fails.
  private static func show(_ page: URL) async -> String? {
    do {
      let program = try ChildProcess(path: "/usr/bin/env", arguments: ["xdg-open", page.path])
      close(program.standardInput)
      close(program.standardOutput)
      return await program.waitForExit() == .status(0) ? nil : "harness: xdg-open could not open it"
    } catch {
      return "harness: xdg-open could not be started: \(error)"
    }
  }
}

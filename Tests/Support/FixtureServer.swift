import Foundation
import Glibc
import Platform

/// A server of `Tests/Fixtures` in Python or JavaScript that prints its port first; it ends with this object.
package final class FixtureServer: Sendable {
  /// It did not start.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Where it listens, on 127.0.0.1.
  package let port: UInt16
  private let process: ChildProcess

  /// Starts `script`, e.g. `tls/server.py`.
  package init(_ script: String, _ arguments: String...) throws {
    let path = Project.folder.appending(path: "Tests/Fixtures/\(script)").path
    let runtime = script.hasSuffix(".js") ? "node" : "python3"
    process = try ChildProcess(path: "/usr/bin/env", arguments: [runtime, path] + arguments)
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(process.standardOutput, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
    guard let port = UInt16(String(decoding: line, as: UTF8.self)) else {
      process.signalGroup(SIGKILL)
      throw Failure(description: process.standardErrorTail.joined(separator: "\n"))
    }
    self.port = port
  }

  deinit {
    process.signalGroup(SIGKILL)
    close(process.standardInput)
    close(process.standardOutput)
  }
}

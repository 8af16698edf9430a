import Foundation
import Glibc
import Record

/// A file beside the answer, and the flag that asked for it.
struct OutputFile: Sendable {
  let url: URL
  private let flag: String

  /// The file that was asked for; nil when the flag was not given. Throws a `UsageError`.
  init?(_ flag: Flag<URL?>, of arguments: Arguments) throws {
    guard let url = try arguments[flag] else { return nil }
    self.init(url, flag: flag.name)
  }

  init(_ url: URL, flag: String) {
    self.url = url
    self.flag = flag
  }

  /// Throws a `UsageError` when the file cannot be written as things are, so that nobody measures for minutes before that is said; leaves
  /// everything as it was.
  func check() throws {
    if let problem { throw UsageError(complaint(problem)) }
  }

  /// Writes the file; returns what is wrong when it cannot be written, nil when all is well.
  func write(_ data: Data) -> String? {
    do { try data.write(to: url) } catch { return complaint((error as NSError).plainText) }
    return nil
  }

  private func complaint(_ problem: String) -> String {
    "--\(flag): cannot write `\(url.relativePath)`: \(problem)"
  }

  private var problem: String? {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    if files.fileExists(atPath: url.path, isDirectory: &isFolder) {
      if isFolder.boolValue { return "it is a folder" }
      // The reader of a pipe would take one that is opened and closed for all there is.
      var status = stat()
      let isRegular = stat(url.path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      guard isRegular else { return files.isWritableFile(atPath: url.path) ? nil : "permission denied" }
      return Self.trial(url.path, O_WRONLY)
    }
    let folder = url.deletingLastPathComponent().path
    guard files.fileExists(atPath: folder, isDirectory: &isFolder) else {
      return "there is no folder \(folder)"
    }
    guard isFolder.boolValue else { return "\(folder) is not a folder" }
    return Self.trial(url.path, O_WRONLY | O_CREAT | O_EXCL)
  }

  /// Why a file cannot be opened so; nil: it can. One that is made is removed; a link whose target is not there is taken at its word.
  private static func trial(_ path: String, _ flags: Int32) -> String? {
    let descriptor = open(path, flags | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return errno == EEXIST ? nil : String(cString: strerror(errno)) }
    close(descriptor)
    if flags & O_CREAT != 0 { unlink(path) }
    return nil
  }
}

extension Outcome {
  /// The outcome after files were written: what is wrong with them is remarked on and makes it a failure, but the answer stays.
  func remarking(_ problems: [String]) -> Outcome {
    var outcome = self
    outcome.remarks += problems.map { "harness: " + $0 }
    if !problems.isEmpty, exitCode == .ok { outcome.exitCode = .failed }
    return outcome
  }
}

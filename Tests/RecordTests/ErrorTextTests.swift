import Foundation
import Record
import TestSupport
import Testing

@Suite struct ErrorTextTests {
  @Test(arguments: [
    (4, "No such file or directory"), (260, "No such file or directory"), (257, "Permission denied"),
    (513, "Permission denied"), (516, "File exists"), (640, "No space left on device"),
    (642, "Read-only file system"), (256, "it cannot be read"), (512, "it cannot be written"),
  ])
  func `Foundation's errors of files are said in words`(code: Int, text: String) {
    #expect(NSError(domain: NSCocoaErrorDomain, code: code).plainText == text)
    let cause = NSError(domain: NSPOSIXErrorDomain, code: Int(ENOTDIR))
    let caused = NSError(domain: NSCocoaErrorDomain, code: code, userInfo: [NSUnderlyingErrorKey: cause])
    #expect(caused.plainText == "Not a directory")
  }

  @Test func `a file in the place of the store is said, with its path and the flag`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "harness-\(UUID())")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let run = SampleRun.make(["a/x": ["w": [1]]], frameworks: ["a/x"], workloads: ["w"]).run
    let begun = #expect(throws: RunStore.Failure.self) { try RunStore(file).begin(run) }
    #expect(
      begun.map { "\($0)" }
        == "cannot write results to \(file.path): it is a file, not a folder; choose another folder with --output"
    )
    let listed = #expect(throws: RunStore.Failure.self) { try RunStore(file).folders() }
    #expect(listed?.description.hasPrefix("no stored runs in \(file.path): it is a file") == true)
  }
}

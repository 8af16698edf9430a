import Analysis
import Glibc
import Testing

@testable import Commands
@testable import Reporting

@Suite struct OutputTests {
  @Test func `a terminal has the columns that it says, and a file or a terminal that does not say has none`()
    throws
  {
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    try #require(terminal >= 0)
    defer { close(terminal) }
    #expect(Output.columns(of: terminal) == nil)
    var size = winsize(ws_row: 24, ws_col: 97, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
    #expect(Output.columns(of: terminal) == 97)
    let file = open("/dev/null", O_RDONLY)
    defer { close(file) }
    #expect(Output.columns(of: file) == nil)
  }

  @Test(arguments: [
    ("12345678", 9, "12345678"), ("123456789", 9, "1234567…"), ("a longer line", 5, "a l…"), ("x", 1, "…"),
    ("", 0, "…"),
  ])
  func `a line that is replaced is no longer than the terminal`(line: String, columns: Int, shown: String) {
    #expect(Output.fitting(line, columns: columns) == shown)
  }

  @Test func `what cannot be written says why`() throws {
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    #expect(Output.write("text", to: full) == ENOSPC)
    #expect(Output.write("", to: full) == 0)
    let readable = open("/dev/null", O_RDONLY)
    defer { close(readable) }
    #expect(Output.write("text", to: readable) == EBADF)
  }

  @Test(arguments: [
    (["LANG": "C.UTF-8"], true), (["LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"], false),
    (["LC_ALL": "", "LC_CTYPE": "en_US.utf8"], true), (["LANG": "C"], false), ([:], false),
  ])
  func `characters are Unicode's where the locale says so`(environment: [String: String], isUTF8: Bool) {
    #expect(Output.isUTF8(environment) == isUTF8)
  }

  @Test func `a terminal without Unicode shows tables as wide, and every mark as another`() {
    let text = "json-small  5,683/s  1.00× ~\n▲ better  ▼ worse  ≋ too noisy  ★ ≥ 95 µs – é"
    #expect(
      ASCIIText.of(text) == "json-small  5,683/s  1.00x ~\n+ better  - worse  # too noisy  * >= 95 us - ?")
    let marks = [
      Pair.Verdict.faster, .slower, .equivalent, .inconclusive, .tooNoisy, .needsBlocks, .unsteady,
    ]
    let shown = marks.map { ASCIIText.of($0.mark) }
    #expect(
      Set(shown + ["*"]).count == marks.count + 1 && !shown.contains("") && shown.allSatisfy { $0.count == 1 }
    )
  }
}

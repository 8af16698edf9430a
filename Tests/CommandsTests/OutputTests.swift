import Glibc
import Testing

@testable import Commands

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
}
